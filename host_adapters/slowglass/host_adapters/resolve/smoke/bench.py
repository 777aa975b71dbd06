"""The timeline and the clips that the smoke test works on."""

import os
from typing import Any, Optional

from ...common import Refusal
from ..api import ask, listed, unique_id, whole_frame, whole_number
from ..clips import video_items
from .frames import write_frames

NAME = "Slowglass smoke test"
"""Of the timeline and of the bin."""
FRAMES = 48
SLOT_FRAMES = 400
"""From the place of one question to that of the next."""


class Bench:
    """A timeline of its own, and a media sequence of `FRAMES` frames numbered from 0."""

    def __init__(self, resolve: Any, project: Any, folder: str) -> None:
        """Make the timeline and import the sequence.

        Raises:
            Refusal: Resolve does not let us.
        """
        self.resolve = resolve
        self.project = project
        self.folder = folder
        self.pool = ask(project, "GetMediaPool")
        ask(resolve, "OpenPage", "edit")
        root = ask(self.pool, "GetRootFolder")
        ask(self.pool, "SetCurrentFolder", ask(self.pool, "AddSubFolder", root, NAME) or root)
        self.timeline = ask(self.pool, "CreateEmptyTimeline", NAME)
        self.media = self.sequence("from_0", 0)
        if not self.timeline or not self.media:
            raise Refusal("Resolve makes no timeline, or does not import OpenEXR, for the test")
        ask(self.timeline, "AddTrack", "video")
        self._next = whole_number(ask(self.timeline, "GetStartFrame"))

    def sequence(self, name: str, first: int, missing: int = -1) -> Any:
        """Write and import a sequence; return its clip, None if none came."""
        return next(iter(self.imported(name, first, missing)), None)

    def imported(self, name: str, first: int, missing: int = -1) -> Any:
        """Write and import a sequence; return all clips that came."""
        pattern = write_frames(os.path.join(self.folder, name), first, FRAMES, missing)
        info = {"FilePath": pattern, "StartIndex": first, "EndIndex": first + FRAMES - 1}
        return listed(ask(self.pool, "ImportMedia", [info]))

    def slot(self) -> int:
        """Return a frame of the timeline behind which nothing lies."""
        self._next += SLOT_FRAMES
        return self._next - SLOT_FRAMES

    def place(
        self, at: int, media: Any = None, track: int = 1, first: Any = None, end: Any = None
    ) -> Any:
        """Put a clip onto the timeline and return its item, None if it is not found there."""
        info = {
            "mediaPoolItem": media or self.media,
            "mediaType": 1,
            "trackIndex": track,
            "recordFrame": at,
        }
        if first is not None:
            info.update(startFrame=first, endFrame=end)
        ask(self.pool, "AppendToTimeline", [info])
        return self.item_at(at, track)

    def item_at(self, frame: int, track: int = 1) -> Optional[Any]:
        """Return the item that starts at a frame."""
        for found in video_items(self.timeline):
            if found.track == track and whole_frame(found.item, "GetStart") == frame:
                return found.item
        return None

    def name_of(self, item: Any, **known: Any) -> str:
        """Return under which name an item is known here."""
        identity = unique_id(item)
        names = [name for name, one in known.items() if identity and unique_id(one) == identity]
        return names[0] if names else "none"
