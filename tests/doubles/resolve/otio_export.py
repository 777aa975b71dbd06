"""Timeline.Export to OpenTimelineIO, in the form in which Resolve writes it."""

import json
from fractions import Fraction
from typing import Any, Dict, List

from .model import Item, Media, Timeline, Track
from .timecode import rate_text

EFFECTS = (
    ("Transform", 2),
    ("Cropping", 3),
    ("Dynamic Zoom", 59),
    ("Composite", 1),
    ("Lens Correction", 43),
    ("Retime and Scaling", 22),
    ("Video Faders", 36),
)


def export_otio(timeline: Timeline, path: str, behaviour: Dict[str, Any]) -> None:
    """Write a timeline. Speed is a LinearTimeWarp; source times count from the timecode's zero.

    Args:
        timeline: to be written.
        path: of the file.
        behaviour: whether the whole "file" is available of a subclip, or the "clip" alone, and
            whether empty tracks are written.
    """
    subclips = behaviour["subclip_export"]
    document = {
        "OTIO_SCHEMA": "Timeline.1",
        "metadata": {"Resolve_OTIO": {"Resolve OTIO Meta Version": "1.0"}},
        "name": timeline.name,
        "global_start_time": _time(Fraction(timeline.start), timeline.rate),
        "tracks": dict(
            _composable("Stack.1", ""),
            children=[
                _track(track, timeline, subclips)
                for kind in ("video", "audio")
                for track in _of(timeline, kind)
                if track.items or behaviour["export_empty_tracks"]
            ],
        ),
    }
    with open(path, "w", encoding="utf-8") as file:
        json.dump(document, file, indent=4)


def _of(timeline: Timeline, kind: str) -> List[Track]:
    """Return the tracks of a kind."""
    return timeline.tracks[kind]


def _track(track: Track, timeline: Timeline, subclips: str) -> Dict[str, Any]:
    """Return a track: items with gaps between."""
    children: List[Any] = []
    at = timeline.start
    for item in track.items:
        if item.type == "transition":
            continue
        if item.start > at:
            gap = _composable("Gap.1", "")
            gap["source_range"] = _range(Fraction(0), item.start - at, timeline.rate)
            children.append(gap)
        children.append(_clip(item, timeline, subclips))
        at = item.end
    written = _composable("Track.1", track.name)
    written.update({"children": children, "kind": track.kind.capitalize()})
    return written


def _clip(item: Item, timeline: Timeline, subclips: str) -> Dict[str, Any]:
    """Return an item: the source range as long as the record range, whatever its speed."""
    start = Fraction(0)
    if item.media:
        start = item.media.head_seconds + item.source_start / item.media.rate
    clip = _composable("Clip.2", item.name)
    clip.update(
        {
            "source_range": _range(start * timeline.rate, item.duration, timeline.rate),
            "effects": _warp(item) + [_effect(name, code) for name, code in EFFECTS],
            "markers": [_marker(frame, item.markers[frame], timeline) for frame in item.markers],
            "enabled": item.enabled,
            "media_references": {"DEFAULT_MEDIA": _reference(item.media, subclips)},
            "active_media_reference_key": "DEFAULT_MEDIA",
        }
    )
    return clip


def _warp(item: Item) -> List[Dict[str, Any]]:
    """Return the time effect of an item; a ramp cannot be said."""
    if item.speed == 1:
        return []
    name = "LinearTimeWarp.1" if item.speed else "FreezeFrame.1"
    effect = {"OTIO_SCHEMA": name, "metadata": {}, "name": "", "effect_name": ""}
    return [dict(effect, time_scalar=float(item.speed))]


def _effect(name: str, code: int) -> Dict[str, Any]:
    """Return one of the effects that every clip carries."""
    inner = {"Effect Name": name, "Enabled": True, "Name": name, "Parameters": [], "Type": code}
    return {
        "OTIO_SCHEMA": "Effect.1",
        "metadata": {"Resolve_OTIO": inner},
        "name": "",
        "effect_name": "Resolve Effect",
    }


def _marker(frame: float, marker: Dict[str, Any], timeline: Timeline) -> Dict[str, Any]:
    """Return a marker of an item."""
    return {
        "OTIO_SCHEMA": "Marker.2",
        "metadata": {"Resolve_OTIO": {"Keywords": [], "Note": marker["note"]}},
        "name": marker["name"],
        "color": marker["color"].upper(),
        "marked_range": _range(Fraction(frame), int(marker["duration"]), timeline.rate),
    }


def _reference(media: Any, subclips: str) -> Dict[str, Any]:
    """Return what a clip shows; a title shows nothing that has a file."""
    if media is None or not media.path:
        return {"OTIO_SCHEMA": "MissingReference.1", "metadata": {}, "name": ""}
    whole = subclips == "file" and media.file_frames is not None
    head = media.start_seconds if whole else media.head_seconds
    frames = media.file_frames if whole and media.file_frames else media.frames
    available = _range(head * media.rate, frames, media.rate)
    reference = {"metadata": {}, "name": media.name, "available_range": available}
    reference["available_image_bounds"] = None
    if not media.sequence:
        return dict(reference, OTIO_SCHEMA="ExternalReference.1", target_url=media.path)
    return dict(reference, **_sequence(media))


def _sequence(media: Media) -> Dict[str, Any]:
    """Return the reference to a numbered sequence such as ``plate.[0001-0100].exr``."""
    cut = max(media.path.rfind("/"), media.path.rfind("\\"))
    folder, name = media.path[: max(cut, 0)], media.path[cut + 1 :]
    prefix, _, rest = name.partition("[")
    numbers, _, suffix = rest.partition("]")
    return {
        "OTIO_SCHEMA": "ImageSequenceReference.1",
        "target_url_base": folder,
        "name_prefix": prefix,
        "name_suffix": suffix,
        "start_frame": media.start_number,
        "frame_step": 1,
        "rate": float(rate_text(media.rate)),
        "frame_zero_padding": len(numbers.partition("-")[0]),
        "missing_frame_policy": "error",
    }


def _composable(schema: str, name: str) -> Dict[str, Any]:
    """Return what stacks, tracks, gaps and clips share."""
    return {
        "OTIO_SCHEMA": schema,
        "metadata": {"Resolve_OTIO": {}},
        "name": name,
        "source_range": None,
        "effects": [],
        "markers": [],
        "enabled": True,
    }


def _range(start: Fraction, frames: int, rate: Fraction) -> Dict[str, Any]:
    """Return a range of time."""
    return {
        "OTIO_SCHEMA": "TimeRange.1",
        "duration": _time(Fraction(frames), rate),
        "start_time": _time(start, rate),
    }


def _time(value: Fraction, rate: Fraction) -> Dict[str, Any]:
    """Return a time in frames of a rate."""
    return {
        "OTIO_SCHEMA": "RationalTime.1",
        "rate": float(rate_text(rate)),
        "value": float(value),
    }
