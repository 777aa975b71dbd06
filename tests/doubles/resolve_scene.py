"""The parts of a small scene in the double of Resolve, fetched as scripts fetch them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.doubles.resolve import ResolveDouble

MEDIA = {"A": {"path": "/film/A.mov", "frames": 240}}
SHOT = {"id": "shot", "media": "A", "frames": 48}


class Scene:
    """A double with handles of what tests ask for; each fetched anew."""

    def __init__(self, **scenario: Any) -> None:
        self.app = ResolveDouble({"media": MEDIA, "timelines": [{"video": [[SHOT]]}], **scenario})

    @property
    def resolve(self) -> Any:
        return self.app.resolve

    @property
    def manager(self) -> Any:
        return self.resolve.GetProjectManager()

    @property
    def project(self) -> Any:
        return self.manager.GetCurrentProject()

    @property
    def timeline(self) -> Any:
        return self.project.GetCurrentTimeline()

    @property
    def pool(self) -> Any:
        return self.project.GetMediaPool()

    def item(self, track: int = 1, index: int = 0, kind: str = "video") -> Any:
        return self.timeline.GetItemListInTrack(kind, track)[index]

    def media(self, index: int = 0) -> Any:
        return self.pool.GetRootFolder().GetClipList()[index]

    def spans(self, track: int = 1) -> list[tuple[int, int]]:
        """Start and duration of the items of a video track."""
        items = self.timeline.GetItemListInTrack("video", track)
        return [(item.GetStart(), item.GetDuration()) for item in items]

    def shown(self, first: int, last: int) -> list[int | None]:
        """The media frames that the timeline shows from one frame up to another."""
        pictures = [self.app.picture_at(frame) for frame in range(first, last)]
        return [picture and picture["frame"] for picture in pictures]


def shot(**item: Any) -> dict[str, Any]:
    """A scenario of one timeline with one item."""
    return {"timelines": [{"video": [[{**SHOT, **item}]]}]}


def frames_on_disk(folder: Path, count: int, first: int = 0) -> dict[str, Any]:
    """The clipInfo of a sequence of that many empty files."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(first, first + count):
        (folder / f"x_{number:06d}.exr").touch()
    pattern = str(folder / "x_%06d.exr")
    return {"FilePath": pattern, "StartIndex": first, "EndIndex": first + count - 1}
