"""Why a clip does not play smoothly at the rate of its timeline."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import floor

from slowglass.core.timing import FramePlan, SourceClock
from slowglass.host_adapters.common import rate_text
from slowglass.host_adapters.otio.edit import EditedClip
from slowglass.host_adapters.otio.jobs import shown_positions


def reason(clip: EditedClip, clock: SourceClock) -> str:
    """Return why a clip needs frames of its own, "" if it does not.

    A timeline shows of each moment the newest source frame. Where that goes on evenly, by one frame
    or by two or three, nothing is to be gained; where it stands, jumps or runs backwards there is.

    Args:
        clip: as the timeline shows it.
        clock: of its whole source.
    """
    if clip.duration < 2 or clock.frame_count < 2:
        return ""
    if clip.speed == 0:
        return "freeze"
    moments = [Fraction(k) for k in range(clip.duration)]
    plan = FramePlan.build(shown_positions(clip, clip.positions_at(moments)), clock)
    steps = [
        floor(after.source_position) - floor(before.source_position)
        for before, after in pairwise(plan)
    ]
    seen = _seen(steps)
    return "; ".join([*_cause(clip, clock), *seen]) if seen else ""


def _seen(steps: Sequence[int]) -> list[str]:
    """Return what is seen of the steps from each source frame shown to the next."""
    if steps[0] < 0 and len(set(steps)) == 1:
        return ["backwards"]
    sizes = [abs(step) for step in steps]
    repeats, usual = sizes.count(0), max(1, min(sizes))
    jumps = sum(size > usual for size in sizes)
    return [
        *(["backwards"] if sum(steps) < 0 else []),
        *([f"{repeats} of {len(steps) + 1} frames repeat"] if repeats else []),
        *([f"{jumps} uneven jumps"] if jumps else []),
    ]


def _cause(clip: EditedClip, clock: SourceClock) -> list[str]:
    """Return what makes a clip play so."""
    rates = rate_text(clip.source_rate), rate_text(clip.frame_rate)
    return [
        *(["speed ramp"] if clip.curve else []),
        *([f"speed {float(clip.speed):.4g}"] if clip.speed != 1 else []),
        *([f"{rates[0]} fps in {rates[1]}"] if clip.source_rate != clip.frame_rate else []),
        *(["variable rate"] if not clock.is_constant else []),
    ]
