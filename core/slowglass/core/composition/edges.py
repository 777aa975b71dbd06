"""Depth, positions, UV and motion vectors: interpolated on a surface, never between two.

A mean of two depths, or of both ends of a wrapped UV, belongs to nothing in the picture. So the
heaviest sample decides which surface is seen, and only those that agree with it are mixed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import torch
from torch import Tensor

from slowglass.core.composition.compiled import CompiledSurfaces
from slowglass.core.composition.sampling import in_strips, scale_field
from slowglass.core.composition.taps import at_cells, cells, heaviest, taps
from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.warp import Border, backward_warp, grid_positions

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
POSITION = Agreement(8.0, 32.0, in_steps=True)
UV = Agreement(8.0, 8.0, in_steps=True)


class Surfaces:
    """The data of an item in two frames, whose surfaces are known."""

    def __init__(self, left: Tensor, right: Tensor, agreement: Agreement) -> None:
        """Find the surfaces.

        Args:
            left: (1, C, H, W) float32, all channels of the item.
            right: like ``left``.
            agreement: what counts as one surface.
        """
        self._pictures, self._agreement = (left, right), agreement
        self._step = usual_step(left, right) if agreement.in_steps else None
        self._compiled: CompiledSurfaces | None = None
        if left.device.type == "cpu":
            step = None if self._step is None else float(self._step)
            self._compiled = CompiledSurfaces(left, right, agreement.pixels, step)

    def at(self, field: WarpField) -> Tensor:
        """Return the data (1, C, H, W) at the time of a field of batch 1, no larger than a frame.

        Values scale: a source times 2^k gives the result times 2^k, to the bit. Infinite and other
        far backgrounds stay what they are; not-a-number has no weight.
        """
        if self._compiled is not None:
            return self._compiled.at(field, self._agreement.pictures)
        return self.by_torch(field)

    def by_torch(self, field: WarpField) -> Tensor:
        """Return the same, in torch on any device."""
        left, right = self._pictures
        field = scale_field(field, *left.shape[-2:])
        sources = {
            side: _Picture(picture, self._agreement.pixels, self._step)
            for side, picture in ((LEFT, left), (RIGHT, right))
        }

        def make(top: int, bottom: int) -> Tensor:
            samples, shares = [], []
            for k, side in enumerate(field.sides):
                flow = field.flow[:, k, :, top:bottom]
                samples.append(sources[side].sample(flow, field.border, top))
                shares.append(field.weight[:, k : k + 1, top:bottom])
            return _mix_agreeing(samples, shares, self._agreement.pictures, self._step)

        return in_strips(left, len(field.sides), make)


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


class _Picture:
    """One picture of data, which knows where its surfaces end."""

    def __init__(self, picture: Tensor, tolerance: float, step: Tensor | None) -> None:
        """Find the edges; arguments as for `_mix_agreeing`."""
        self._picture, self._tolerance, self._step = picture, tolerance, step
        self._broken = _broken_cells(picture, tolerance, step)

    def sample(self, flow: Tensor, border: Border, top: int) -> Tensor:
        """Return the picture where ``flow`` points; at edges, of one surface alone."""
        result = backward_warp(self._picture, flow, border, top)
        x, y = grid_positions(flow, top)
        _, row, column = torch.nonzero(at_cells(self._broken, x, y, border), as_tuple=True)
        if len(row):
            points = x[:, None, row, column], y[:, None, row, column]
            values, weights = taps(self._picture, *points, border)
            mixed = _mix_agreeing(values, weights, self._tolerance, self._step)
            result[:, :, row, column] = mixed[:, :, 0]
        return result


def _broken_cells(picture: Tensor, tolerance: float, step: Tensor | None) -> Tensor:
    """Return where four neighbouring pixels may not be of one surface, (1, 1, H, W).

    All pairs agree where the largest difference is within the tolerance of the smallest pixel.
    """
    corners = cells(picture)
    spread = (reduce(torch.maximum, corners) - reduce(torch.minimum, corners)).amax(1, keepdim=True)
    if step is not None:
        return ~(spread <= tolerance * step)
    sizes = (corner.abs().amax(1, keepdim=True) for corner in corners)
    return ~(spread <= tolerance * reduce(torch.minimum, sizes))


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
