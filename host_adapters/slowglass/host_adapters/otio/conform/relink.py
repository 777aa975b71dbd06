"""A clip that shows its new media, in the place and for the time that it had."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import opentimelineio as otio

from slowglass.host_adapters.otio.conform.clip_plan import ClipPlan
from slowglass.host_adapters.otio.made_media import frame_range, made_range, sequence_reference
from slowglass.host_adapters.otio.media_paths import written_like

KEY = "Slowglass"
"""Of the new media among the references of a clip."""
METADATA = "slowglass"


def relink(plan: ClipPlan, folder: str) -> None:
    """Let a clip show what was made for it.

    Its original stays an alternate reference, and what it showed of that stays in its metadata.

    Args:
        plan: whose frames are made.
        folder: that the timeline's file will lie in.

    Raises:
        InputError: what was made cannot be read.
    """
    assert plan.job is not None and plan.clip is not None
    clip, edited = plan.place.clip, plan.clip
    available = made_range(plan.job.output, plan.frames, edited.frame_rate, edited.written_rate)
    shown = clip.trimmed_range()
    frames = shown.duration.rescaled_to(edited.written_rate).value
    start = available.start_time.value + plan.before - float(edited.phase)
    clip.metadata[METADATA] = {
        "why": plan.why,
        "original": {
            "media_reference_key": clip.active_media_reference_key,
            "source_range": shown,
            "effects": [deepcopy(effect) for effect in clip.effects],
        },
    }
    new = frame_range(start, _whole(frames), edited.written_rate)
    for marker in clip.markers:
        _move(marker, shown.start_time, new.start_time)
    clip.effects[:] = [
        effect for effect in clip.effects if not isinstance(effect, otio.schema.TimeEffect)
    ]
    reference = _reference(plan.job.output, available, clip.media_reference, folder)
    clip.set_media_references({**clip.media_references(), KEY: reference}, KEY)
    clip.source_range = new


def _reference(path: str, available: Any, example: Any, folder: str) -> Any:
    """Return the reference to a movie or a sequence."""
    if "#" in Path(path).name:
        reference = sequence_reference(path, available)
        reference.target_url_base = written_like(example, Path(path).parent, folder)
        return reference
    reference = otio.schema.ExternalReference(
        target_url=written_like(example, Path(path), folder), available_range=available
    )
    reference.name = Path(path).name
    return reference


def _move(marker: Any, old_start: Any, new_start: Any) -> None:
    """Keep a marker as far from the beginning of its clip as it was."""
    rate = new_start.rate
    begin = new_start + (marker.marked_range.start_time - old_start).rescaled_to(rate)
    length = marker.marked_range.duration.rescaled_to(rate)
    marker.marked_range = otio.opentime.TimeRange(begin, length)


def _whole(frames: float) -> float:
    """Return a count without the rounding errors of another rate."""
    return round(frames) if abs(frames - round(frames)) < 1e-3 else frames
