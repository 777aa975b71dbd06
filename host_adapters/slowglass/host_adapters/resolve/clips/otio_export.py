"""Reading one clip's speed and source out of the timeline, written as OpenTimelineIO.

Only the few fields that are needed, as JSON: hosts have no OpenTimelineIO.
"""

import json
import os
import re
import shutil
import tempfile
from fractions import Fraction
from typing import Any, Dict, List, NamedTuple, Optional

from ...common import steady_position
from ..api import ask, whole_number
from ..timecode import frame_rate
from .clip import Clip


class TimeEffect(NamedTuple):
    """What an exported clip says of its time."""

    start: Fraction
    """First source frame from the head of the media, the lowest of a reversed clip."""
    speed: float


class TimelineExport:
    """The timeline as OpenTimelineIO, written once for all clips, when first asked for."""

    def __init__(self, resolve: Any, timeline: Any) -> None:
        """Write nothing yet."""
        self._resolve = resolve
        self._timeline = timeline
        self._document: Any = None
        self._is_written = False

    def effect_of(self, clip: Clip) -> Optional[TimeEffect]:
        """Return what the export says of a clip; None: it cannot be written, or does not tell."""
        if not self._is_written:
            self._document = exported_document(self._resolve, self._timeline)
            self._is_written = True
        first_frame = whole_number(ask(self._timeline, "GetStartFrame"))
        tracks = whole_number(ask(self._timeline, "GetTrackCount", "video"))
        return effect_in(self._document, clip, first_frame, tracks)


def exported_document(resolve: Any, timeline: Any) -> Any:
    """Return the document of a timeline; None: it cannot be written or read."""
    folder = tempfile.mkdtemp(prefix="slowglass-")
    try:
        path = os.path.join(folder, "timeline.otio")
        ask(timeline, "Export", path, resolve.EXPORT_OTIO, getattr(resolve, "EXPORT_NONE", None))
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError):
        return None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def effect_in(
    document: Any, clip: Clip, first_frame: int, track_count: int = 0
) -> Optional[TimeEffect]:
    """Return what a document says of a clip; None: it does not hold the clip, or is not clear.

    The clip is what begins where it does, and has its length, and its name or its file. The number
    of its track tells more only where no track was left out, as empty ones may be.

    Args:
        document: the parsed JSON of a timeline.
        clip: to be found.
        first_frame: of the timeline.
        track_count: how many video tracks the timeline has; 0: not known.
    """
    try:
        tracks = [
            track["children"]
            for track in document["tracks"]["children"]
            if track.get("kind", "Video") == "Video"
        ]
    except (AttributeError, KeyError, TypeError):
        return None
    if len(tracks) == track_count:
        tracks = tracks[clip.track - 1 : clip.track]
    told = [_effect_on(children, clip, first_frame) for children in tracks]
    found = {effect for effect in told if effect is not None}
    return found.pop() if len(found) == 1 else None


def _effect_on(children: Any, clip: Clip, first_frame: int) -> Optional[TimeEffect]:
    """Return what a track says of a clip; None: it does not hold the clip, or cannot be read."""
    try:
        child = _child_of(children, clip, first_frame)
        return None if child is None else _effect(child, clip)
    except (AttributeError, KeyError, TypeError):
        return None


def _child_of(children: List[Dict[str, Any]], clip: Clip, first_frame: int) -> Any:
    """Return the child of a track that is the clip, None if there is none."""
    frame = Fraction(first_frame)
    for child in children:
        if str(child["OTIO_SCHEMA"]).startswith("Transition"):
            continue
        length = _seconds(_shown(child)["duration"]) * clip.timeline_rate
        begins, lasts = round(frame), round(frame + length) - round(frame)
        if begins == clip.start and str(child["OTIO_SCHEMA"]).startswith("Clip"):
            return child if lasts == clip.duration and _is_of(child, clip) else None
        frame += length
    return None


def _shown(child: Dict[str, Any]) -> Dict[str, Any]:
    """Return the range that a child shows; one that says none shows all that it has."""
    shown: Dict[str, Any] = child.get("source_range") or _reference(child)["available_range"]
    return shown


def _reference(child: Dict[str, Any]) -> Dict[str, Any]:
    """Return the media reference of a clip, in the older or the newer form."""
    reference: Dict[str, Any] = child.get("media_reference") or {}
    if not reference:
        reference = child["media_references"][child["active_media_reference_key"]]
    return reference


def _is_of(child: Dict[str, Any], clip: Clip) -> bool:
    """Return whether a child has the name or the file of a clip; one may be written otherwise."""
    reference = _reference(child)
    path = str(reference.get("target_url") or "")
    names = (child.get("name"), reference.get("name"), re.split(r"[/\\]", path)[-1])
    own = (clip.name, re.split(r"[/\\]", clip.source)[-1])
    return any(name and name in own for name in names) or (
        clip.is_sequence and os.path.basename(clip.source).startswith(_prefix(reference))
    )


def _prefix(reference: Dict[str, Any]) -> str:
    """Return what the names of a sequence begin with; what no name has, if it is none."""
    return str(reference.get("name_prefix") or "/")


def _effect(child: Dict[str, Any], clip: Clip) -> Optional[TimeEffect]:
    """Return the time effect and the first source frame of a clip's document."""
    available = _reference(child)["available_range"]
    offset = _seconds(_shown(child)["start_time"]) - _seconds(available["start_time"])
    speed = 1.0
    for effect in child.get("effects", []):
        schema = str(effect["OTIO_SCHEMA"])
        if schema.startswith("LinearTimeWarp"):
            speed = float(effect["time_scalar"])
        elif schema.startswith("FreezeFrame"):
            speed = 0.0
    length = round(_seconds(available["duration"]) * clip.source_rate)
    if not clip.is_sequence and length != clip.source_frames:
        # Of a subclip the whole file is available: counted is from the head of the subclip.
        offset -= clip.first_number / clip.source_rate
    # A whole frame but for the rounding of rates: times are written at either of two rates.
    start = Fraction(round(offset * clip.source_rate * 100), 100)
    return TimeEffect(steady_position(start), speed)


def _seconds(time: Dict[str, Any]) -> Fraction:
    """Return the seconds of a rational time; 23.976 stands for its exact rate."""
    rate = frame_rate(time["rate"])
    if rate is None:
        raise KeyError("rate")
    return Fraction(str(time["value"])) / rate
