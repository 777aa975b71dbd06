"""Which clips the user means: the selected ones, else the one under the playhead."""

from typing import Any, Iterator, List, NamedTuple, Optional, Tuple

from ...common import Refusal
from ..api import ask, has_id, listed, unique_id, whole_frame, whole_number
from ..timecode import frame_of
from .clip import BUSY_HINT, timeline_rate

OURS = "slowglass.result"
"""The beginning of what markers on our results hold, invisible to the user."""


NEVER_SAVED = "Untitled Project"
"""What Resolve calls a project until it has a name."""


class Found(NamedTuple):
    """An item and the video track that it lies on, from 1."""

    track: int
    item: Any


def current_project(resolve: Any) -> Any:
    """Return the open project.

    Raises:
        Refusal: Resolve does not answer, or none is open.
    """
    project = ask(ask(resolve, "GetProjectManager"), "GetCurrentProject")
    if not project:
        raise Refusal("Resolve does not answer, or no project is open", BUSY_HINT)
    return project


def check_saved(project: Any) -> None:
    """See before any work whether the project can take the result.

    Raises:
        Refusal: it was never saved: Resolve imports nothing into it, and does not say so.
    """
    if ask(project, "GetName") == NEVER_SAVED:
        raise Refusal(
            "the project was never saved: Resolve imports nothing into it",
            "save it under a name, then try again",
        )


def current_timeline(project: Any) -> Any:
    """Return the timeline that is shown.

    Raises:
        Refusal: there is none.
    """
    timeline = ask(project, "GetCurrentTimeline")
    if not timeline:
        raise Refusal("no timeline is open", "open the timeline that holds the clip")
    return timeline


def find_clips(project: Any, timeline: Any) -> List[Found]:
    """Return the selected video items, else the one under the playhead.

    Raises:
        Refusal: there is none.
    """
    selected = {unique_id(item) for item in listed(ask(timeline, "GetSelectedClips"))}
    selected.discard("")
    found = [place for place in video_items(timeline) if unique_id(place.item) in selected]
    if found:
        return found
    under = _current_item(timeline) or _search(project, timeline)
    if under is None:
        raise Refusal(
            "no clip is selected, and there is none under the playhead",
            "put the playhead on the clip, then try again",
        )
    return [under]


def video_items(timeline: Any) -> Iterator[Found]:
    """Yield what lies on the video tracks, from the lowest up."""
    for track in range(1, whole_number(ask(timeline, "GetTrackCount", "video")) + 1):
        for item in listed(ask(timeline, "GetItemListInTrack", "video", track)):
            yield Found(track, item)


def find_item(timeline: Any, item_id: str) -> Optional[Found]:
    """Return the item with this identity, None if the timeline has it no more."""
    return next((one for one in video_items(timeline) if has_id(one.item, item_id)), None)


def is_ours(item: Any) -> bool:
    """Return whether an item is a result that the adapter placed."""
    markers = ask(item, "GetMarkers")
    return isinstance(markers, dict) and any(
        str(marker.get("customData", "")).startswith(OURS) for marker in markers.values()
    )


def result_under_playhead(project: Any, timeline: Any) -> Tuple[Found, int]:
    """Return the topmost result of ours under the playhead, and which of its frames is seen there.

    Raises:
        Refusal: there is none.
    """
    frame = _playhead(project, timeline)
    if frame is not None:
        for one in reversed(list(video_items(timeline))):
            start, end = whole_frame(one.item, "GetStart"), whole_frame(one.item, "GetEnd")
            lies = start is not None and end is not None and start <= frame < end
            if lies and start is not None and is_ours(one.item):
                offset = whole_number(ask(one.item, "GetLeftOffset"))
                return one, frame - start + offset
    raise Refusal(
        "there is no result of Slowglass under the playhead", "put the playhead on one, and again"
    )


def _playhead(project: Any, timeline: Any) -> Optional[int]:
    """Return the frame of the timeline under the playhead; None if Resolve does not tell."""
    if not timeline:
        return None
    rate = timeline_rate(project, timeline)
    return frame_of(ask(timeline, "GetCurrentTimecode") or "", rate)


def _current_item(timeline: Any) -> Optional[Found]:
    """Return what Resolve says lies under the playhead, unless that is a result of ours."""
    item = ask(timeline, "GetCurrentVideoItem")
    if not item or is_ours(item):
        return None
    return find_item(timeline, unique_id(item))


def _search(project: Any, timeline: Any) -> Optional[Found]:
    """Return the topmost item under the playhead on a track that is on, results of ours aside."""
    frame = _playhead(project, timeline)
    if frame is None:
        return None
    for track, item in reversed(list(video_items(timeline))):
        if ask(timeline, "GetIsTrackEnabled", "video", track) is False or is_ours(item):
            continue
        start, end = whole_frame(item, "GetStart"), whole_frame(item, "GetEnd")
        if start is not None and end is not None and start <= frame < end:
            return Found(track, item)
    return None
