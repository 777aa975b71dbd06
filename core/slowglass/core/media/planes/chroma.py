"""Chroma between its own grid and that of luma."""

from __future__ import annotations

import torch
from torch import Tensor

from slowglass.core.media.planes.colour_tags import Siting


def offsets(siting: Siting, step_x: int, step_y: int) -> tuple[float, float]:
    """Return columns and rows of luma from the first luma sample to the first chroma sample."""
    centre_x, centre_y = (step_x - 1) / 2, (step_y - 1) / 2
    if siting == "left":
        return 0.0, centre_y
    return (centre_x, centre_y) if siting == "centre" else (0.0, 0.0)


def upsample(plane: Tensor, height: int, width: int, siting: Siting) -> Tensor:
    """Return chroma (h, w) interpolated linearly at the luma samples (height, width).

    Chroma samples that coincide with a luma sample keep their value exactly.
    """
    step_y, step_x = _step(height, plane.shape[0]), _step(width, plane.shape[1])
    offset_x, offset_y = offsets(siting, step_x, step_y)
    if step_x > 1:
        plane = _stretch_rows(plane, step_x, offset_x, width)
    if step_y > 1:
        plane = _stretch_columns(plane, step_y, offset_y, height)
    return plane


def downsample(plane: Tensor, step_x: int, step_y: int, siting: Siting) -> Tensor:
    """Return chroma filtered and taken at its own grid; odd sizes round up.

    Where a chroma sample coincides with a luma sample the filter is a triangle around it (1 2 1 for
    a step of 2), between luma samples the mean of those it stands for.
    """
    offset_x, offset_y = offsets(siting, step_x, step_y)
    if step_x > 1:
        plane = _shrink_rows(plane, step_x, offset_x)
    if step_y > 1:
        plane = _shrink_rows(plane.T, step_y, offset_y).T
    return plane


def _step(luma: int, chroma: int) -> int:
    """Return how many luma samples share a chroma sample."""
    for step in (1, 2, 4):
        if -(-luma // step) == chroma:
            return step
    raise ValueError(f"{chroma} chroma samples for {luma} luma samples")


def _neighbours(phase: int, step: int, offset: float) -> tuple[int, float]:
    """Return which side the second chroma sample lies on, and its share, for a luma phase."""
    position = (phase - offset) / step
    return (-1, -position) if position < 0 else (1, position)


def _stretch_rows(plane: Tensor, step: int, offset: float, width: int) -> Tensor:
    before = torch.cat([plane[:, :1], plane[:, :-1]], 1)
    after = torch.cat([plane[:, 1:], plane[:, -1:]], 1)
    result = plane.new_empty((plane.shape[0], plane.shape[1], step))
    for phase in range(step):
        side, share = _neighbours(phase, step, offset)
        other = before if side < 0 else after
        result[:, :, phase] = torch.lerp(plane, other, share) if share else plane
    return result.flatten(1)[:, :width]


def _stretch_columns(plane: Tensor, step: int, offset: float, height: int) -> Tensor:
    before = torch.cat([plane[:1], plane[:-1]])
    after = torch.cat([plane[1:], plane[-1:]])
    result = plane.new_empty((plane.shape[0], step, plane.shape[1]))
    for phase in range(step):
        side, share = _neighbours(phase, step, offset)
        other = before if side < 0 else after
        result[:, phase] = torch.lerp(plane, other, share) if share else plane
    return result.flatten(0, 1)[:height]


def _shrink_rows(plane: Tensor, step: int, offset: float) -> Tensor:
    """Filter and take every ``step``-th column."""
    count = -(-plane.shape[1] // step)
    missing = count * step - plane.shape[1]
    if offset:
        padded = _repeat_edges(plane, 0, missing)
        return padded.reshape(plane.shape[0], count, step).mean(2)
    reach = step - 1
    padded = _repeat_edges(plane, reach, missing + reach)
    result = torch.zeros_like(plane[:, :1]).expand(-1, count).clone()
    for tap in range(-reach, reach + 1):
        weight = (step - abs(tap)) / step**2
        result.add_(padded[:, reach + tap :: step][:, :count], alpha=weight)
    return result


def _repeat_edges(plane: Tensor, before: int, after: int) -> Tensor:
    first, last = plane[:, :1].expand(-1, before), plane[:, -1:].expand(-1, after)
    return torch.cat([first, plane, last], 1)
