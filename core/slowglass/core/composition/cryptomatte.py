"""Cryptomatte: how much of a pixel each object covers, mixed like alpha."""

from __future__ import annotations

import torch
from torch import Tensor

from slowglass.core.composition.compiled import CompiledMattes
from slowglass.core.composition.sampling import compose, scale_field
from slowglass.core.composition.taps import at_cells, cells, heaviest, taps
from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.warp import grid_positions, nearest_warp

POINTS_AT_ONCE = 1 << 16
"""Where objects meet, pixels are mixed in lots of this many, so that memory has a ceiling."""


class Mattes:
    """A cryptomatte in two frames."""

    def __init__(self, left: Tensor, right: Tensor) -> None:
        """Take (1, 2 R, H, W) float32 each: ID and coverage of each of R ranks in turn."""
        self._pictures = left, right
        self._compiled = CompiledMattes(left, right) if left.device.type == "cpu" else None

    def at(self, field: WarpField) -> Tensor:
        """Return the cryptomatte at the time of a field of batch 1, no larger than the frame.

        The coverage of each object is summed over the source pixels by their weights; the objects
        that cover most fill the ranks again, the others are dropped. IDs keep their bits; ranks
        that nothing fills are zero. Coverage that is not finite counts as none.

        Source: J. Friedman and A. C. Jones, Cryptomatte Specification 1.2.0 (Psyop, 2018).
        """
        if self._compiled is not None:
            return self._compiled.at(field)
        left, right = self._pictures
        return cryptomatte_by_torch(left, right, scale_field(field, *left.shape[-2:]))


def cryptomatte_by_torch(left: Tensor, right: Tensor, field: WarpField) -> Tensor:
    """Return the same in torch on any device, with a field of the size of the frames."""
    sources = {LEFT: left.view(torch.int32), RIGHT: right.view(torch.int32)}
    ids = {side: picture[:, 0::2].contiguous() for side, picture in sources.items()}
    broken = {side: _broken_cells(names) for side, names in ids.items()}
    names = compose(ids[LEFT], ids[RIGHT], field, "nearest")
    one, other = (_coverage(sources[side][:, 1::2]) for side in (LEFT, RIGHT))
    cover = compose(one, other, field, "linear")
    result = torch.stack([names, cover.view(torch.int32)], 2).flatten(1, 2)

    edges = torch.zeros_like(names[:, 0], dtype=torch.bool)
    for k, side in enumerate(field.sides):
        flow = field.flow[:, k]
        edges |= at_cells(broken[side], *grid_positions(flow), field.border)
        edges |= (nearest_warp(ids[side], flow, field.border) != names).any(1)
    _, row, column = torch.nonzero(edges, as_tuple=True)
    for start in range(0, len(row), POINTS_AT_ONCE):
        part = slice(start, start + POINTS_AT_ONCE)
        _mix_points(sources, field, row[part], column[part], result)
    return result.view(torch.float32)


def _broken_cells(ids: Tensor) -> Tensor:
    """Return where four neighbouring pixels do not hold the same IDs, (1, 1, H, W)."""
    first, *others = cells(ids)
    return torch.stack([(first != other).any(1, keepdim=True) for other in others]).any(0)


def _coverage(bits: Tensor) -> Tensor:
    """Return coverages of their bits, finite."""
    cover = bits.contiguous().view(torch.float32)
    return torch.nan_to_num(cover, nan=0.0, posinf=0.0, neginf=0.0)


def _mix_points(
    sources: dict[int, Tensor], field: WarpField, row: Tensor, column: Tensor, result: Tensor
) -> None:
    """Mix the ranks at some points, pixel by pixel, into ``result`` (1, 2 R, H, W) of bits."""
    ids, cover, weights = [], [], []
    for k, side in enumerate(field.sides):
        x = (field.flow[:, k, 0, row, column] + column)[:, None]
        y = (field.flow[:, k, 1, row, column] + row)[:, None]
        values, parts = taps(sources[side], x, y, field.border)
        ids += [value[0, 0::2, 0].T for value in values]
        cover += [_coverage(value[0, 1::2, 0].T) for value in values]
        weights += [(field.weight[0, k, row, column] * part[0, 0, 0])[:, None] for part in parts]
    result[0, :, row, column] = _mix(ids, cover, weights).T


def _mix(ids: list[Tensor], cover: list[Tensor], weights: list[Tensor]) -> Tensor:
    """Return mixed ranks (N, 2 R) of IDs and coverages (N, R) with their weights (N, 1)."""
    usual, first = heaviest(ids, weights), heaviest(cover, weights)
    mean, alike = first, torch.ones_like(weights[0], dtype=torch.bool)
    for own, value, weight in zip(ids, cover, weights, strict=True):
        alike = alike & ((weight == 0) | (own == usual).all(1, keepdim=True))
        mean = mean + (value - first) * weight
    same = torch.stack([usual, mean.view(torch.int32)], 2).flatten(1)
    parts = [value * weight for value, weight in zip(cover, weights, strict=True)]
    ranked = _ranked(torch.cat(ids, 1), torch.cat(parts, 1), usual.shape[1])
    return torch.where(alike, same, ranked)


def _ranked(ids: Tensor, cover: Tensor, ranks: int) -> Tensor:
    """Return the ``ranks`` IDs that cover most, (N, 2 R) int32 bits.

    Args:
        ids: (N, M) int32, the same ID any number of times.
        cover: (N, M) float32, what each entry covers.
        ranks: R.
    """
    ids, order = ids.sort(1)
    cover = cover.gather(1, order)
    starts = torch.zeros_like(ids, dtype=torch.bool)
    starts[:, 1:] = ids[:, 1:] != ids[:, :-1]
    run = starts.long().cumsum(1)
    sums = torch.zeros_like(cover).scatter_add_(1, run, cover)
    owners = torch.zeros_like(ids).scatter_(1, run, ids)
    sums, order = sums.sort(stable=True, dim=1, descending=True)
    sums, owners = sums[:, :ranks], owners.gather(1, order)[:, :ranks]
    owners = torch.where(sums > 0, owners, 0)
    return torch.stack([owners, sums.view(torch.int32)], 2).flatten(1)
