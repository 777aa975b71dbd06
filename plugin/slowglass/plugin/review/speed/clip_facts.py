"""A clip and its plan as the page learns of them, in plain JSON values."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from slowglass.core.frames import ClipInfo
from slowglass.core.media.sound import loudness_of
from slowglass.core.models import tier_choice
from slowglass.core.timing import FramePlan
from slowglass.plugin.review.result import ShownFrame

PREVIEW_MODEL = tier_choice("draft", "cpu").model
"""For pictures that are to be there at once."""


def described(info: ClipInfo, plan: FramePlan, frames: Sequence[ShownFrame]) -> dict[str, Any]:
    """Return what the page shows of a clip, and of each frame that is planned."""
    clock = info.clock
    return {
        "name": Path(info.path).name,
        "path": info.path,
        "width": info.width,
        "height": info.height,
        "rate": str(plan.output_rate),
        "model": PREVIEW_MODEL,
        "sides": [
            {"id": "nearest", "title": "Nearest source frame"},
            {"id": "blend", "title": "Blend of both"},
            {"id": "made", "title": f"Preview by {PREVIEW_MODEL}"},
        ],
        "models": [],
        "cuts": [],
        "repeats": [],
        "source": {
            "frames": clock.frame_count,
            "seconds": float(clock.duration_seconds),
            "rate": str(clock.frame_rate),
        },
        "duration": str(plan.duration_seconds),
        "frames": [
            {
                "what": frame.what,
                "why": frame.why,
                "left": frame.left,
                "right": frame.right,
                "t": str(frame.t),
                "position": float(entry.source_position),
                "version": pair_name(frame),
            }
            for frame, entry in zip(frames, plan, strict=True)
        ],
    }


def pair_name(frame: ShownFrame) -> str:
    """Return what a frame is made of in a word."""
    return f"{frame.left}-{frame.right}-{frame.t}"


def loudness_json(info: ClipInfo) -> dict[str, Any] | None:
    """Return how loud a clip is over its time, and where something begins; None: no sound."""
    start = Fraction(info.metadata.get("start_seconds", Fraction(0)))
    duration = info.clock.duration_seconds
    found = loudness_of(info.path, start, duration) if info.audio_streams else None
    if found is None:
        return None
    levels = [round(float(level), 4) for level in found.levels]
    return {"levels": levels, "peaks": [float(peak) for peak in found.peaks]}
