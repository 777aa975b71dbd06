"""What both sides of a field show, compared point by point."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.field import LEFT, RIGHT, WarpField

LOOKED_AT = 192
"""Points along the longer side of the picture that are compared."""

PART = 6
"""Points along each side of a part of the map."""

_CODE = 1 / 255
_PIXELS = 0.25
_WIDTH = 1000.0


def evidence(field: WarpField, left: Tensor, right: Tensor, t: float | Tensor) -> Tensor:
    """Return what speaks for and against a frame, (3, rows, columns), logarithms of differences.

    By parts of the picture: how far both sides differ where the field names them, hidden or not,
    since nothing tells which one is wrong; how fast the picture changes from pixel to pixel there;
    and by how much the ways to both sides miss one line, in pixels of a picture 1000 wide.

    Args:
        field: as in `confidence_of`.
        left: as in `confidence_of`.
        right: as in `confidence_of`.
        t: as in `confidence_of`.
    """
    height, width = left.shape[-2:]
    x, y = _points(height, width, left.device)
    flow, weight, t = _at(field, t, height, width, x, y)
    to_left, to_right, share = _both_ways(field.sides, flow, weight, t)
    from_left = _sample(left, x + to_left[:, 0], y + to_left[:, 1])
    from_right = _sample(right, x + to_right[:, 0], y + to_right[:, 1])
    apart = (share * (from_left - from_right).abs().mean(1)).sum(0)
    texture = _texture(left, from_left[0], x + to_left[0, 0], y + to_left[0, 1])
    x_miss, y_miss = ((1 - t) * to_left + t * to_right).unbind(1)
    missed = (share * torch.hypot(x_miss, y_miss)).sum(0)
    missed = missed * (_WIDTH / max(height, width))
    rough = [_mean(plane.square()).sqrt() + _CODE for plane in (apart, texture)]
    return torch.stack([*rough, _mean(missed) + _PIXELS]).log()


def _both_ways(
    sides: tuple[int, ...], flow: Tensor, weight: Tensor, t: float | Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """Return samples in pairs: the ways to the left and to the right, and the share of each pair.

    A sample without a partner gets one on the straight line through both frames.
    """
    lefts, rights = ([k for k, own in enumerate(sides) if own == s] for s in (LEFT, RIGHT))
    to_left, to_right = list(flow[lefts]), list(flow[rights])
    pairs = max(len(lefts), len(rights))
    to_left += [one * (t / (t - 1)) for one in to_right[len(to_left) :]]
    to_right += [one * ((t - 1) / t) for one in to_left[len(to_right) :]]
    share = torch.zeros_like(weight[:pairs])
    for own in (lefts, rights):
        share[: len(own)] += weight[own]
    return torch.stack(to_left), torch.stack(to_right), share / share.sum(0).clamp_min(1e-6)


def _points(height: int, width: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """Return where the picture is looked at, (rows, columns) each, x and y in pixels."""
    step = max(1.0, max(height, width) / LOOKED_AT)
    rows, columns = max(1, round(height / step)), max(1, round(width / step))
    y = (torch.arange(rows, device=device) + 0.5) * (height / rows) - 0.5
    x = (torch.arange(columns, device=device) + 0.5) * (width / columns) - 0.5
    return x.expand(rows, columns), y[:, None].expand(rows, columns)


def _at(
    field: WarpField, t: float | Tensor, height: int, width: int, x: Tensor, y: Tensor
) -> tuple[Tensor, Tensor, float | Tensor]:
    """Return flows, in pixels of the picture, weights and times of a field nearest to points."""
    rows, columns = field.flow.shape[-2:]
    across, down = width / columns, height / rows
    row = ((y + 0.5) / down).long().clamp(0, rows - 1)
    column = ((x + 0.5) / across).long().clamp(0, columns - 1)
    flow = field.flow[0, :, :, row, column].float()
    scale = torch.tensor([across, down], device=flow.device)[:, None, None]
    if isinstance(t, Tensor):
        t = t.expand(rows, columns)[row, column]
    return flow * scale, field.weight[0, :, row, column].float(), t


def _sample(picture: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Return (N, 3, rows, columns), a picture at N times these pixels, its edge beyond."""
    height, width = picture.shape[-2:]
    places = torch.stack([(x + 0.5) * (2 / width) - 1, (y + 0.5) * (2 / height) - 1], -1)
    return functional.grid_sample(
        picture.expand(len(places), -1, -1, -1), places, padding_mode="border", align_corners=False
    )


def _texture(picture: Tensor, here: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Return how fast a picture changes from these pixels on, across and down together."""
    beside = _sample(picture, torch.stack([x + 1, x]), torch.stack([y, y + 1]))
    return (beside - here).abs().mean(1).sum(0)


def _mean(plane: Tensor) -> Tensor:
    """Return the mean of each part."""
    return functional.avg_pool2d(plane[None], PART, ceil_mode=True, count_include_pad=False)[0]
