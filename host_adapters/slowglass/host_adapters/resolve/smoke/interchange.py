"""Questions on timelines that go out of Resolve as OpenTimelineIO, and come in again."""

import json
import os
from fractions import Fraction
from typing import Any, Dict, List

from ...common import rate_text
from ..api import ask, clip_property, has
from ..clips import exported_document, video_items
from ..timecode import frame_rate
from .bench import FRAMES, NAME, Bench

Readings = Dict[str, Any]
FORMS = ("as Resolve's own files", "relative to the file")


def exported(resolve: Any, timeline: Any) -> Any:
    """Return what an export says of each track: the ranges and time effects of its clips."""
    document = exported_document(resolve, timeline)
    if document is None:
        return None
    return [
        {"kind": track.get("kind"), "clips": [_shown(child) for child in track["children"]]}
        for track in document["tracks"]["children"]
    ]


def empty_tracks(bench: Bench) -> Readings:
    """Whether an export writes tracks on which nothing lies."""
    tracks = exported(bench.resolve, bench.timeline) or []
    return {
        "video tracks": ask(bench.timeline, "GetTrackCount", "video"),
        "written": [(track["kind"], len(track["clips"])) for track in tracks],
    }


def own_timelines(bench: Bench) -> Readings:
    """Whether Resolve links the sequence that a timeline file of ours names, in either form."""
    before = bench.timeline
    seen: Readings = {}
    for form in FORMS:
        name = f"{NAME} {form}"
        path = os.path.join(bench.folder, f"{name}.otio".replace(" ", "_"))
        with open(path, "w", encoding="utf-8") as file:
            json.dump(_timeline(bench, name, form), file, indent=1)
        came = ask(bench.pool, "ImportTimelineFromFile", path, {"timelineName": name})
        seen[form] = [_linked(found.item) for found in video_items(came)] if came else "refused"
    ask(bench.project, "SetCurrentTimeline", before)
    return dict(seen, known=has(bench.pool, "ImportTimelineFromFile"))


def _linked(item: Any) -> Readings:
    """Return what an imported item shows of its media."""
    media = ask(item, "GetMediaPoolItem")
    names = ("File Path", "Frames", "FPS", "Start", "Start TC", "Online Status")
    return dict(
        {name: clip_property(media, name) for name in names},
        duration=ask(item, "GetDuration"),
    )


def _timeline(bench: Bench, name: str, form: str) -> Readings:
    """Return a timeline with the frames of the bench, as ``slowglass resolve --otio`` writes it."""
    setting = ask(bench.timeline, "GetSetting", "timelineFrameRate")
    rate = float(rate_text(frame_rate(setting) or Fraction(24)))
    first = ask(bench.timeline, "GetStartFrame") or 0
    shown = _range(0, rate)
    folder = os.path.join(bench.folder, "from_0")
    span = f"smoke_[{0:06d}-{FRAMES - 1:06d}].exr"
    media: Readings = {"metadata": {}, "name": span, "available_range": shown}
    media["available_image_bounds"] = None
    if form == FORMS[0]:
        media.update(
            OTIO_SCHEMA="ImageSequenceReference.1",
            target_url_base=folder,
            name_prefix="smoke_",
            name_suffix=".exr",
            start_frame=0,
            frame_step=1,
            rate=rate,
            frame_zero_padding=6,
            missing_frame_policy="error",
        )
    else:
        media.update(OTIO_SCHEMA="ExternalReference.1", target_url=f"from_0/{span}")
    clip = _composable("Clip.2", name)
    clip.update(
        source_range=shown,
        media_references={"DEFAULT_MEDIA": media},
        active_media_reference_key="DEFAULT_MEDIA",
    )
    track = dict(_composable("Track.1", "Video 1"), children=[clip], kind="Video")
    return {
        "OTIO_SCHEMA": "Timeline.1",
        "metadata": {},
        "name": name,
        "global_start_time": _time(first, rate),
        "tracks": dict(_composable("Stack.1", "tracks"), children=[track]),
    }


def _composable(schema: str, name: str) -> Readings:
    """Return what stacks, tracks and clips share."""
    empty: List[Any] = []
    return {
        "OTIO_SCHEMA": schema,
        "metadata": {},
        "name": name,
        "source_range": None,
        "effects": empty,
        "markers": empty,
        "enabled": True,
    }


def _range(start: int, rate: float) -> Readings:
    """Return the range of all frames."""
    return {
        "OTIO_SCHEMA": "TimeRange.1",
        "duration": _time(FRAMES, rate),
        "start_time": _time(start, rate),
    }


def _time(frames: Any, rate: float) -> Readings:
    """Return a time in frames."""
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": rate, "value": float(frames)}


def _shown(child: Readings) -> Readings:
    """Return the ranges and the time effects of a child of a track."""
    references = child.get("media_references") or {"": child.get("media_reference") or {}}
    return {
        "schema": child.get("OTIO_SCHEMA"),
        "name": child.get("name"),
        "source_range": child.get("source_range"),
        "available_range": [one.get("available_range") for one in references.values()],
        "time effects": [one for one in child.get("effects") or [] if "time_scalar" in one],
    }
