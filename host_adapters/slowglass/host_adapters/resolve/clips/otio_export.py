"""Reading one clip's speed and source out of the timeline, written as OpenTimelineIO.

Only the few fields that are needed, as JSON: hosts have no OpenTimelineIO.
"""

import json
import os
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


def exported_effect(resolve: Any, timeline: Any, clip: Clip) -> Optional[TimeEffect]:
    """Return what the export says of a clip; None: it cannot be written, or does not hold it."""
    folder = tempfile.mkdtemp(prefix="slowglass-")
    try:
        path = os.path.join(folder, "timeline.otio")
        ask(timeline, "Export", path, resolve.EXPORT_OTIO, getattr(resolve, "EXPORT_NONE", None))
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
        first_frame = whole_number(ask(timeline, "GetStartFrame"))
        return effect_in(document, clip, first_frame)
    except (OSError, ValueError):
        return None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def effect_in(document: Any, clip: Clip, first_frame: int) -> Optional[TimeEffect]:
    """Return what a document says of a clip.

    Args:
        document: the parsed JSON of a timeline.
        clip: to be found by its track and its first frame.
        first_frame: of the timeline.
    """
    try:
        children = [
            track
            for track in document["tracks"]["children"]
            if track.get("kind", "Video") == "Video"
        ]
        child = _child_at(children[clip.track - 1]["children"], clip, first_frame)
        return None if child is None else _effect(child, clip)
    except (AttributeError, IndexError, KeyError, TypeError):
        return None


def _child_at(children: List[Dict[str, Any]], clip: Clip, first_frame: int) -> Any:
    """Return the child that begins where the clip does."""
    frame = first_frame
    for child in children:
        if str(child["OTIO_SCHEMA"]).startswith("Transition"):
            continue
        if frame == clip.start and str(child["OTIO_SCHEMA"]).startswith("Clip"):
            return child
        length = _seconds(child["source_range"]["duration"]) * clip.timeline_rate
        frame += round(length)
    return None


def _effect(child: Dict[str, Any], clip: Clip) -> Optional[TimeEffect]:
    """Return the time effect and the first source frame of a clip's document."""
    reference = child.get("media_reference")
    if reference is None:
        reference = child["media_references"][child["active_media_reference_key"]]
    available = reference["available_range"]
    offset = _seconds(child["source_range"]["start_time"]) - _seconds(available["start_time"])
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
