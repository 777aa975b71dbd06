"""The way that works in every Resolve, in words: import the frames, and place them by hand."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

from slowglass.host_adapters.common import rate_text


def steps_by_hand(pattern: str, frames: int, rate: Fraction, place: str) -> list[str]:
    """Return what the user does in Resolve, one sentence for each step.

    Args:
        pattern: of the frames, ``clip_######.exr``.
        frames: how many there are.
        rate: of the timeline.
        place: where the result belongs, a timecode; "": where the user has the clip.
    """
    folder = os.path.dirname(os.path.abspath(pattern))
    text = rate_text(rate)
    where = f"at {place}" if place else "above the clip that it was made from"
    return [
        f"On the Media page import the folder {folder}; it is one clip of {frames} frames.",
        f"Before you use it: Clip Attributes > Video > Frame Rate = {text}.",
        f"Drop it on a video track of your timeline of {text} frames a second, {where}.",
        "If Resolve shows it blended: Inspector > Retime and Scaling > Retime Process > Nearest.",
    ]


def write_steps(path: Path, steps: list[str]) -> None:
    """Write the steps into a text file, for whoever imports the frames later or elsewhere."""
    lines = [f"{number}. {step}\n" for number, step in enumerate(steps, 1)]
    path.write_text("".join(lines), encoding="utf-8")
