"""One clip onto one track, and proof that it lies there."""

from typing import Any, Dict, List, Optional

from ...common import Refusal
from ..api import ask, listed, unique_id, whole_frame, whole_number
from .undo import ITEMS_LEFT, Undo, items_of, remove_items, remove_track, track_left


def free_track(timeline: Any, above: int, start: int, end: int, undo: Undo) -> int:
    """Return the lowest track above another that is free there; a new one where there is none.

    Locked tracks are left alone, and so are those that are switched off: nothing would be seen.

    Args:
        timeline: to place on.
        above: number of the track that is to stay below, 0 for none.
        start: first frame that has to be free.
        end: first frame that need not be.
        undo: told of a track that is added.

    Raises:
        Refusal: there is none, and none can be added.
    """
    count = whole_number(ask(timeline, "GetTrackCount", "video"))
    for track in range(above + 1, count + 1):
        open_to_us = (
            ask(timeline, "GetIsTrackLocked", "video", track) is False
            and ask(timeline, "GetIsTrackEnabled", "video", track) is True
        )
        if open_to_us and not _is_occupied(timeline, track, start, end):
            return track
    ask(timeline, "AddTrack", "video")
    if whole_number(ask(timeline, "GetTrackCount", "video")) != count + 1:
        raise Refusal("no video track is free there, and none can be added")
    undo.add(lambda: remove_track(timeline, count + 1), track_left(count + 1))
    return count + 1


def append(
    resolve: Any, timeline: Any, media: Any, track: int, start: int, frames: int, undo: Undo
) -> Any:
    """Return the item that shows the whole of ``media`` there.

    What Resolve answers proves nothing: the tracks are read again for items that show ``media``,
    which is new in the media pool, so that nobody else can have put one there. A first try, which
    names the source frames as most scripts do, is followed by one for the whole clip.

    Raises:
        Refusal: it did not land, or elsewhere, or not whole.
    """
    media_id = unique_id(media)
    if not media_id:
        raise Refusal("the imported sequence is not in the media pool any more")
    undo.add(lambda: remove_items(resolve, timeline, media_id), ITEMS_LEFT)
    place = {"mediaPoolItem": media, "mediaType": 1, "trackIndex": track, "recordFrame": start}
    whole = dict(place, startFrame=0, endFrame=frames)
    attempts: List[Dict[str, Any]] = [whole, place]
    wrong = ""
    pool = ask(_project(resolve), "GetMediaPool")
    for attempt in attempts:
        ask(pool, "AppendToTimeline", [attempt])
        landed = items_of(timeline, media_id)
        found = _found_there(timeline, landed, track)
        wrong = _what_is_wrong(found, landed, start, frames)
        if not wrong:
            return found
        if landed and remove_items(resolve, timeline, media_id):
            break
    raise Refusal(f"Resolve did not put the result on video track {track} as asked: {wrong}")


def _project(resolve: Any) -> Any:
    """Return the open project."""
    return ask(ask(resolve, "GetProjectManager"), "GetCurrentProject")


def _is_occupied(timeline: Any, track: int, start: int, end: int) -> bool:
    """Return whether an item of a track lies between two frames; one that cannot be read does."""
    for item in listed(ask(timeline, "GetItemListInTrack", "video", track)):
        first, last = whole_frame(item, "GetStart"), whole_frame(item, "GetEnd")
        if first is None or last is None or (first < end and last > start):
            return True
    return False


def _found_there(timeline: Any, landed: List[Any], track: int) -> Optional[Any]:
    """Return the item that landed on the track, None if it is on another."""
    ids = [unique_id(item) for item in landed]
    for item in listed(ask(timeline, "GetItemListInTrack", "video", track)):
        if unique_id(item) in ids:
            return item
    return None


def _what_is_wrong(found: Any, landed: List[Any], start: int, frames: int) -> str:
    """Return in what the item is not what was asked for, "" if in nothing."""
    if not landed:
        return "it is not there"
    if found is None:
        return "it lies on another track"
    if len(landed) > 1:
        return f"it came as {len(landed)} items"
    begins, lasts = whole_frame(found, "GetStart"), whole_frame(found, "GetDuration")
    if begins != start:
        return f"it begins at frame {begins}, not at {start}"
    if lasts != frames:
        return f"it lasts {lasts} frames, not {frames}"
    return ""
