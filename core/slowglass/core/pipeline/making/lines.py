"""Fields of pictures whose lines have times of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from math import floor

import torch
from torch import Tensor

from slowglass.core.field import WarpField
from slowglass.core.timing import Between, Extrapolate, LineTimes

STEPS = 8
"""Fields of a pair's length between which those of lines are taken: even motion is exact."""


def field_of_lines(
    at: Callable[[Fraction], WarpField], entry: Between | Extrapolate, lines: LineTimes
) -> WarpField:
    """Return a field whose every line is that of its own time, held within the pair's length.

    Args:
        at: gives the field of one time; asked for the same few times again and again.
        entry: the pair, or the motion of one carried on.
        lines: when each line is seen.
    """
    low = begin(entry)
    seen = min(max(floor((entry.t - low) * STEPS), 0), STEPS - 1)
    like = at(low + Fraction(seen, STEPS))
    times = line_times(lines, low, like.flow)
    flow, weight, residual = like.flow.clone(), like.weight.clone(), like.residual
    residual = None if residual is None else residual.clone()
    passed = (times - float(low)) * STEPS
    step = passed.floor().clamp(0, STEPS - 1)
    for k in sorted(set(step.flatten().int().tolist())):
        one, other = (at(low + Fraction(k + j, STEPS)) for j in (0, 1))
        inside, part = step == k, passed - k
        flow = torch.where(inside, torch.lerp(one.flow, other.flow, part), flow)
        weight = torch.where(inside, torch.lerp(one.weight, other.weight, part), weight)
        if residual is not None and one.residual is not None and other.residual is not None:
            mixed = torch.lerp(one.residual, other.residual, part)
            residual = torch.where(inside, mixed, residual)
    return replace(like, flow=flow, weight=weight, residual=residual)


def begin(entry: Between | Extrapolate) -> Fraction:
    """Return the least ``t`` of an entry: that of its pair, or of a length before or after it."""
    if isinstance(entry, Between):
        return Fraction(0)
    return Fraction(1) if entry.t > 1 else Fraction(-1)


def line_times(lines: LineTimes, low: Fraction, like: Tensor) -> Tensor:
    """Return the time of each line of a field (..., H, W), (H, 1) or (1, W), within a length.

    Args:
        lines: when each is seen.
        low: begin of that length of 1.
        like: planes of the field.
    """
    height, width = like.shape[-2:]
    count = width if lines.are_columns else height
    part = (torch.arange(count, device=like.device, dtype=like.dtype) + 0.5) / count
    start, stop = float(lines.start), float(lines.stop)
    times = (start + part * (stop - start)).clamp(float(low), float(low) + 1)
    return times[None, :] if lines.are_columns else times[:, None]
