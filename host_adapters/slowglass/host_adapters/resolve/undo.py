"""Taking back what was placed halfway, and saying what could not be taken back."""

from typing import Any, Callable, List

from .api import ask, listed, unique_id, whole_number
from .find_clip import video_items


class Undo:
    """The steps to take back, the last one first."""

    def __init__(self) -> None:
        """Begin with nothing to take back."""
        self._steps: List[Callable[[], str]] = []

    def add(self, step: Callable[[], str]) -> None:
        """Keep a step; it returns what it could not take back, "" if it did."""
        self._steps.append(step)

    def take_back(self) -> List[str]:
        """Take every step; return what is left behind, one sentence each."""
        left = [step() for step in reversed(self._steps)]
        self._steps = []
        return [sentence for sentence in left if sentence]


def remove_items(resolve: Any, timeline: Any, media: Any) -> str:
    """Delete the items of a timeline that show a clip of ours, and no others.

    Deleting is refused on some pages, so it is tried on the edit page, too.
    """
    if not items_of(timeline, media):
        return ""
    ask(timeline, "DeleteClips", items_of(timeline, media), False)
    if items_of(timeline, media):
        page = ask(resolve, "GetCurrentPage")
        ask(resolve, "OpenPage", "edit")
        ask(timeline, "DeleteClips", items_of(timeline, media), False)
        ask(resolve, "OpenPage", page)
    left = len(items_of(timeline, media))
    return f"{left} item(s) of ours are still on the timeline: delete them" if left else ""


def items_of(timeline: Any, media: Any) -> List[Any]:
    """Return the items of a timeline that show a clip of the media pool."""
    shown = unique_id(media)
    found = [one.item for one in video_items(timeline)]
    return [item for item in found if unique_id(ask(item, "GetMediaPoolItem")) == shown]


def remove_track(timeline: Any, track: int) -> str:
    """Delete the video track that was added, if nothing lies on it and it is still the topmost."""
    topmost = whole_number(ask(timeline, "GetTrackCount", "video"))
    empty = not listed(ask(timeline, "GetItemListInTrack", "video", track))
    if topmost == track and empty and ask(timeline, "DeleteTrack", "video", track):
        return ""
    return f"video track {track}, which was added for the result, is still there"


def remove_media(pool: Any, media: Any) -> str:
    """Delete an imported clip from the media pool."""
    if not unique_id(media) or ask(pool, "DeleteClips", [media]):
        return ""
    return "%s is still in the media pool" % (ask(media, "GetName") or "the imported sequence")
