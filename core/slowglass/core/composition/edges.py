"""Depth, positions, UV and motion vectors: interpolated on a surface, never between two.

A mean of two depths, or of both ends of a wrapped UV, belongs to nothing in the picture. So the
heaviest sample decides which surface is seen, and only those that agree with it are mixed.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from slowglass.core.compose import in_strips
from slowglass.core.composition.taps import TAPS_PER_SAMPLE, heaviest, sample_taps
from slowglass.core.models.interface import WarpField

_STEP_STRIDE = 4


@dataclass(frozen=True)
class Agreement:
    """How far apart samples of one surface may lie."""

    pixels: float
    """Neighbouring pixels of one picture."""
    pictures: float
    """The same point in both pictures: it may have moved in depth or in space."""
    in_steps: bool = False
    """In usual steps from pixel to pixel, where zero means nothing; else relative to the size."""


DEPTH = Agreement(0.05, 0.25)
VECTOR = Agreement(0.25, 0.5)
POSITION = UV = Agreement(8.0, 64.0, in_steps=True)


def compose_surfaces(left: Tensor, right: Tensor, field: WarpField, agreement: Agreement) -> Tensor:
    """Return the data of an item at the time of a field.

    Values scale: a source times 2^k gives the result times 2^k, to the bit. Infinite and other far
    backgrounds stay what they are; not-a-number has no weight.

    Args:
        left: (1, C, H, W) float, all channels of the item.
        right: like ``left``.
        field: of the same size.
        agreement: what counts as one surface.
    """
    step = usual_step(left, right) if agreement.in_steps else None

    def make(top: int, bottom: int) -> Tensor:
        samples, shares = [], []
        for share, values, weights in sample_taps(left, right, field, top, bottom):
            samples.append(_mix_agreeing(values, weights, agreement.pixels, step))
            shares.append(share)
        return _mix_agreeing(samples, shares, agreement.pictures, step)

    return in_strips(left, TAPS_PER_SAMPLE, make)


def usual_step(left: Tensor, right: Tensor) -> Tensor:
    """Return the median step from pixel to pixel over all channels, where there is any."""
    steps = []
    for picture in (left, right):
        along = picture[..., ::_STEP_STRIDE, :].diff(dim=-1)
        down = picture[..., ::_STEP_STRIDE].diff(dim=-2)
        steps += [step.abs().amax(1).flatten() for step in (along, down)]
    found = torch.cat(steps)
    found = found[torch.isfinite(found) & (found > 0)]
    return found.median() if len(found) else left.new_zeros(())


def _mix_agreeing(
    values: list[Tensor], weights: list[Tensor], tolerance: float, step: Tensor | None
) -> Tensor:
    """Return the mean of the values that agree with the heaviest, which is exact if all are equal.

    Args:
        values: each (B, C, h, W).
        weights: each (B, 1, h, W), 0 or more.
        tolerance: the largest difference, in ``step`` or relative to the larger value.
        step: None for relative.
    """
    known = [
        torch.where(value.isnan().any(1, keepdim=True), 0, weight)
        for value, weight in zip(values, weights, strict=True)
    ]
    middle = heaviest(values, known)
    size = middle.abs().amax(1, keepdim=True)
    total, shift = torch.zeros_like(size), torch.zeros_like(middle)
    for value, weight in zip(values, known, strict=True):
        away = value - middle
        unit = torch.maximum(value.abs().amax(1, keepdim=True), size) if step is None else step
        apart = away.abs().amax(1, keepdim=True)
        agrees = torch.isfinite(apart) & (apart <= tolerance * unit)
        weight = torch.where(agrees, weight, 0)
        total = total + weight
        shift = shift + torch.where(agrees, away, 0) * weight
    return middle + torch.where(total > 0, shift / total.clamp_min(1e-30), 0)
