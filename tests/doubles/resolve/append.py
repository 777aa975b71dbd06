"""AppendToTimeline: the one way to place clips, and everything that it does not do."""

from fractions import Fraction
from typing import TYPE_CHECKING, Any, List, Optional, Tuple

from .geometry import record_frames
from .model import Item, Media, Project, Timeline, Track
from .remote import HUSK, Refused, is_a, number, state_of

if TYPE_CHECKING:
    from .application import ResolveDouble


def append(app: "ResolveDouble", project: Project, infos: List[Any]) -> List[Any]:
    """Return what Resolve says about the clips that it placed, which is no proof of anything."""
    if project.current is None:
        raise Refused
    answers: List[Any] = []
    for info in infos:
        wanted = {"mediaPoolItem": info} if is_a(info, Media) else info
        if not isinstance(wanted, dict):
            raise Refused
        answers += _append(app, project.current, wanted)
    told = app.behaviour["append_answer"]
    if told == "empty":
        return []
    if told in ("none", "husks"):
        return [None if told == "none" else HUSK for _ in answers]
    return answers


def _append(app: "ResolveDouble", timeline: Timeline, info: Any) -> List[Any]:
    """Place one clip, its picture, its sound or both."""
    media = state_of(info.get("mediaPoolItem"), Media)
    kind = info.get("mediaType")
    if kind not in (None, 1, 2):
        raise Refused
    source_start, duration = _range(app, timeline, media, info)
    duration -= app.behaviour["append_lost_frames"]
    duration -= app.behaviour["append_short"] == ("range" if "endFrame" in info else "whole")
    if duration <= 0:
        return []
    answers: List[Any] = []
    for each in _track_kinds(media, kind):
        item = Item(app.new_id("item"), media.name, media, 0)
        item.duration = duration
        item.source_start = source_start
        item.renders = not ("trackIndex" in info and kind is None)
        item.vanishes_at_save = app.behaviour["append_vanishes_at_save"]
        answers += _land(app, timeline, each, item, info)
    landed = [answer for answer in answers if isinstance(answer, Item)]
    for item in landed:
        item.linked = [other.id for other in landed if other is not item]
    return answers


def _track_kinds(media: Media, kind: Optional[int]) -> List[str]:
    """Return the kinds of track that a clip goes to."""
    has = {1: media.type != "Audio", 2: "Audio" in media.type}
    return [
        name for code, name in ((1, "video"), (2, "audio")) if has[code] and kind in (None, code)
    ]


def _range(
    app: "ResolveDouble", timeline: Timeline, media: Media, info: Any
) -> Tuple[Fraction, int]:
    """Return the first source frame from the file's first, and the record duration.

    startFrame and endFrame count in the file's numbers, the end exclusive; rounded down.
    """
    if media.still:
        return Fraction(0), int(app.behaviour["still_frames"])
    zero = media.start_number if app.behaviour["append_numbering"] == "file" else 0
    first = _frame(app, info.get("startFrame", zero)) - zero
    if "endFrame" in info:
        last = _frame(app, info["endFrame"]) - zero
        last += 1 if app.behaviour["append_end"] == "inclusive" else 0
    else:
        last = Fraction(media.frames)
    last = min(last, Fraction(media.frames))
    return first, record_frames(last - first, media, timeline)


def _frame(app: "ResolveDouble", value: Any) -> Fraction:
    """Return a frame number; parts of a frame are taken from 19.0.3 on."""
    exact = Fraction(number(value))
    if exact.denominator != 1 and not app.profile.has("19.0.3"):
        raise Refused
    return exact


def _land(app: "ResolveDouble", timeline: Timeline, kind: str, item: Item, info: Any) -> List[Any]:
    """Put an item on its track, if that is there, open and free; return what is told of it."""
    track = _track(app, timeline, kind, info)
    if track is None or track.locked:
        return []
    ends = [each.end for each in track.items]
    item.start = max([timeline.start, *ends])
    if "recordFrame" in info:
        item.start = int(_frame(app, info["recordFrame"])) + app.behaviour["append_late_frames"]
    if item.start < timeline.start:
        item.renders = False
    if track.overlapping(item.start, item.end):
        policy = app.behaviour["append_overlap"]
        if policy != "slide":
            return [HUSK if policy == "husk" else None]
        while track.overlapping(item.start, item.end):
            item.start = max(each.end for each in track.overlapping(item.start, item.end))
    track.add(item)
    return [item]


def _track(app: "ResolveDouble", timeline: Timeline, kind: str, info: Any) -> Optional[Track]:
    """Return the track that an index means, counted from 1."""
    tracks = timeline.tracks[kind]
    index = number(info.get("trackIndex", 1))
    if 1 <= index <= len(tracks):
        return tracks[int(index) - 1]
    if index > len(tracks) and tracks and app.behaviour["append_missing_track"] == "top":
        return tracks[-1]
    return None
