"""Taking back what was placed halfway, and saying what could not be taken back."""

from typing import Any, Callable, List, Tuple

from ..api import ask, has_id, listed, unique_id, whole_number
from ..clips import video_items

ITEMS_LEFT = "the result may still be on the timeline: delete it"
MEDIA_LEFT = "the imported sequence is still in the media pool"


class Undo:
    """The steps to take back, the last one first."""

    def __init__(self) -> None:
        """Begin with nothing to take back."""
        self._steps: List[Tuple[Callable[[], str], str]] = []

    def add(self, step: Callable[[], str], kept: str) -> None:
        """Keep a step.

        Args:
            step: returns what it could not take back, "" if it did.
            kept: what stays if the step is not taken, as a sentence.
        """
        self._steps.append((step, kept))

    def take_back(self) -> List[str]:
        """Take the steps; return what is left behind, one sentence each.

        Where one fails, those before it are not taken: Resolve deletes every item that shows a
        clip with that clip of the media pool, the user's own item included if it has our take.
        """
        left: List[str] = []
        while self._steps:
            step, kept = self._steps.pop()
            sentence = kept if left else step()
            if sentence:
                left.append(sentence)
        return left


def remove_items(resolve: Any, timeline: Any, media_id: str) -> str:
    """Delete the items of a timeline that show a clip of ours, and no others.

    Deleting is refused on some pages, so it is tried on the edit page, too.
    """
    if items_of(timeline, media_id):
        ask(timeline, "DeleteClips", items_of(timeline, media_id), False)
    if items_of(timeline, media_id):
        page = ask(resolve, "GetCurrentPage")
        ask(resolve, "OpenPage", "edit")
        ask(timeline, "DeleteClips", items_of(timeline, media_id), False)
        ask(resolve, "OpenPage", page)
    left = len(items_of(timeline, media_id))
    if left:
        return f"{left} item(s) of ours are still on the timeline: delete them"
    # A Resolve that does not answer shows no items either.
    return "" if unique_id(timeline) else ITEMS_LEFT


def items_of(timeline: Any, media_id: str) -> List[Any]:
    """Return the items of a timeline that show a clip of the media pool."""
    found = [one.item for one in video_items(timeline)]
    return [item for item in found if has_id(ask(item, "GetMediaPoolItem"), media_id)]


def remove_track(timeline: Any, track: int) -> str:
    """Delete the video track that was added, if nothing lies on it and it is still the topmost."""
    topmost = whole_number(ask(timeline, "GetTrackCount", "video"))
    empty = not listed(ask(timeline, "GetItemListInTrack", "video", track))
    if topmost == track and empty and ask(timeline, "DeleteTrack", "video", track):
        return ""
    return track_left(track)


def track_left(track: int) -> str:
    """Return the sentence on a track that was added and is not taken back."""
    return f"video track {track}, which was added for the result, is still there"


def remove_media(pool: Any, media: Any) -> str:
    """Delete an imported clip from the media pool."""
    if ask(pool, "DeleteClips", [media]):
        return ""
    name = ask(media, "GetName")
    if name:
        return f"{name} is still in the media pool"
    # Only what answers before and after can say that the clip is gone.
    gone = unique_id(pool) and not unique_id(media) and unique_id(pool)
    return "" if gone else "the imported sequence may still be in the media pool: delete it"
