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


def remove_new_items(resolve: Any, timeline: Any, known: List[str]) -> str:
    """Delete the items of a timeline that were not there before.

    Deleting is refused on some pages, so it is tried on the edit page, too.

    Args:
        resolve: the application.
        timeline: that was placed on.
        known: identities of the items that were there.
    """
    if not new_items(timeline, known):
        return ""
    ask(timeline, "DeleteClips", new_items(timeline, known), False)
    if new_items(timeline, known):
        page = ask(resolve, "GetCurrentPage")
        ask(resolve, "OpenPage", "edit")
        ask(timeline, "DeleteClips", new_items(timeline, known), False)
        ask(resolve, "OpenPage", page)
    left = new_items(timeline, known)
    return f"{len(left)} item(s) of ours are still on the timeline: delete them" if left else ""


def new_items(timeline: Any, known: List[str]) -> List[Any]:
    """Return the items that were not there before."""
    return [one.item for one in video_items(timeline) if unique_id(one.item) not in known]


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
