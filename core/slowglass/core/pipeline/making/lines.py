"""Fields of pictures whose lines have times of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
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
    times = line_times(lines, low, at(low + Fraction(seen, STEPS)).flow)
    passed = (times - float(low)) * STEPS
    step = passed.floor().clamp(0, STEPS - 1)
    first, last = int(step.min()), int(step.max())
    fields = of_one_form([at(low + Fraction(k, STEPS)) for k in range(first, last + 2)])
    made = fields[0]
    for k, (one, other) in enumerate(pairwise(fields), first):
        made = _where(step == k, mixed(one, other, passed - k), made)
    return made


def of_one_form(fields: Sequence[WarpField]) -> list[WarpField]:
    """Return fields of one motion, all with the samples of the one that has most.

    Where depth decides nothing at a time its field has the first of them only; what it lacks gets
    no weight, and points where it does in a field that has it.
    """
    most = max(fields, key=lambda field: len(field.sides))
    residual = next((field.residual for field in fields if field.residual is not None), None)
    nothing = None if residual is None else torch.zeros_like(residual)
    return [_filled(field, most, nothing) for field in fields]


def _filled(field: WarpField, most: WarpField, nothing: Tensor | None) -> WarpField:
    """Return a field with the last samples of another, which weigh nothing, and a residual."""
    count = len(field.sides)
    return replace(
        field,
        sides=most.sides,
        flow=torch.cat([field.flow, most.flow[:, count:]], 1),
        weight=torch.cat([field.weight, torch.zeros_like(most.weight[:, count:])], 1),
        residual=nothing if field.residual is None else field.residual,
    )


def mixed(one: WarpField, other: WarpField, part: Tensor) -> WarpField:
    """Return the field between two of one form, each line by its own part of the way."""
    return _joined(one, other, lambda a, b: torch.lerp(a, b, part))


def _where(inside: Tensor, one: WarpField, other: WarpField) -> WarpField:
    """Return one field inside and another one elsewhere."""
    return _joined(one, other, lambda a, b: torch.where(inside, a, b))


def _joined(
    one: WarpField, other: WarpField, join: Callable[[Tensor, Tensor], Tensor]
) -> WarpField:
    """Return two fields of one form as one, plane by plane."""
    residual = one.residual
    if residual is not None and other.residual is not None:
        residual = join(residual, other.residual)
    flow, weight = join(one.flow, other.flow), join(one.weight, other.weight)
    return replace(one, flow=flow, weight=weight, residual=residual)


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
