"""Cryptomatte: how much of a pixel each object covers, mixed like alpha."""

from __future__ import annotations

import torch
from torch import Tensor

from slowglass.core.compose import in_strips
from slowglass.core.composition.taps import TAPS_PER_SAMPLE, heaviest, sample_taps
from slowglass.core.models.interface import WarpField


def compose_cryptomatte(left: Tensor, right: Tensor, field: WarpField) -> Tensor:
    """Return a cryptomatte at the time of a field.

    The coverage of each object is summed over the source pixels by their weights; the objects that
    cover most fill the ranks again, the others are dropped. IDs keep their bits; ranks that nothing
    fills are zero. Coverage that is not finite counts as none.

    Args:
        left: (1, 2 R, H, W) float32: ID and coverage of each of R ranks in turn.
        right: like ``left``.
        field: of the same size.

    Source: J. Friedman and A. C. Jones, Cryptomatte Specification 1.2.0 (Psyop, 2018).
    """
    one, other = left.view(torch.int32), right.view(torch.int32)

    def make(top: int, bottom: int) -> Tensor:
        ids, cover, weights = [], [], []
        for share, values, parts in sample_taps(one, other, field, top, bottom):
            ids += [value[:, 0::2] for value in values]
            cover += [_coverage(value[:, 1::2]) for value in values]
            weights += [share * part for part in parts]
        return _mix(ids, cover, weights)

    samples = len(field.sides) * TAPS_PER_SAMPLE
    return in_strips(left, samples, make)


def _coverage(bits: Tensor) -> Tensor:
    return torch.nan_to_num(bits.contiguous().view(torch.float32), nan=0.0, posinf=0.0, neginf=0.0)


def _mix(ids: list[Tensor], cover: list[Tensor], weights: list[Tensor]) -> Tensor:
    """Return mixed ranks (B, 2 R, h, W) of IDs and coverages (B, R, h, W) with their weights."""
    usual = heaviest(ids, weights)
    first = heaviest(cover, weights)
    mean, alike = first, torch.ones_like(weights[0], dtype=torch.bool)
    for own, value, weight in zip(ids, cover, weights, strict=True):
        alike &= (weight == 0) | (own == usual).all(1, keepdim=True)
        mean = mean + (value - first) * weight
    result = torch.stack([usual, mean.view(torch.int32)], 2).flatten(1, 2)
    edges = torch.nonzero(~alike[:, 0], as_tuple=True)
    if len(edges[0]):
        batch, row, column = edges
        at = (batch, slice(None), row, column)
        entries = torch.cat([own[at] for own in ids], 1)
        parts = [value[at] * weight[at] for value, weight in zip(cover, weights, strict=True)]
        result[at] = _ranked(entries, torch.cat(parts, 1), usual.shape[1])
    return result.view(torch.float32)


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
