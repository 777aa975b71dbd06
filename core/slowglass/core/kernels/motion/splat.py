"""Flows pushed to where they lead, with the holes between them filled."""

from __future__ import annotations

from typing import Any

import numpy as np

from slowglass.core.kernels.machine import over_pixels, pixel, run_pixels
from slowglass.core.kernels.places import least, most
from slowglass.core.kernels.scaling import between, middle

Array = Any
_LEAST_SUM = 1e-6
_SMALLEST_SIDE = 4


def splat_flow(flow: Array, trust: Array, part: float) -> Array:
    """Return what lands on each pixel once every flow has gone a part of its way.

    Pixels of one picture land on the same pixel of the other, so one thread does it.

    Args:
        flow: (2, H, W) float32, pixels.
        trust: (H, W) float32, how much each counts.
        part: of the way, 0..1.

    Returns:
        (H, W, 4) float32: sums of trust times flow, x and y, of trust, and of how much landed.
    """
    sums = np.zeros((*trust.shape, 4), np.float32)
    run_pixels(splat_pixel, *trust.shape, flow, trust, np.float32(part), sums)
    return sums


def fill_holes(sums: Array, coverage: float) -> Array:
    """Return mean flows (H, W, 2), little known ones from coarser and coarser averages.

    Args:
        sums: (H, W, 3) float32 or more: weight times flow, x and y, and the weight.
        coverage: below so much weight a pixel takes part of its motion from around it.

    Source: Gortler, Grzeszczuk, Szeliski, Cohen, "The Lumigraph", SIGGRAPH 1996, section 3.4
    (pull-push).
    """
    height, width = sums.shape[:2]
    mean = np.empty((height, width, 2), np.float32)
    if min(height, width) < _SMALLEST_SIDE:
        coarse, share = np.zeros((1, 1, 2), np.float32), np.float32(0)
    else:
        smaller = np.empty((-(-height // 2), -(-width // 2), 3), np.float32)
        over_pixels(pull_pixel, *smaller.shape[:2], sums, smaller)
        coarse, share = fill_holes(smaller, coverage), np.float32(coverage)
    over_pixels(push_pixel, height, width, sums, coarse, share, mean)
    return mean


@pixel
def splat_pixel(flow: Array, trust: Array, part: Any, sums: Array, y: int, x: int) -> None:
    """Add a pixel's flow to the four pixels around where it lands."""
    height, width = trust.shape
    heft, flow_x, flow_y = trust[y, x], flow[0, y, x], flow[1, y, x]
    to_x, to_y = np.float32(x) + part * flow_x, np.float32(y) + part * flow_y
    if not (to_x > -1 and to_y > -1 and to_x < width and to_y < height):
        return
    column, row = np.floor(to_x), np.floor(to_y)
    x_part, y_part = to_x - column, to_y - row
    for j in range(2):
        line = int(row) + j
        down = y_part if j == 1 else np.float32(1) - y_part
        for i in range(2):
            place = int(column) + i
            if 0 <= line < height and 0 <= place < width:
                share = down * (x_part if i == 1 else np.float32(1) - x_part)
                counts = heft * share
                sums[line, place, 0] += flow_x * counts
                sums[line, place, 1] += flow_y * counts
                sums[line, place, 2] += counts
                sums[line, place, 3] += share


@pixel
def pull_pixel(sums: Array, smaller: Array, y: int, x: int) -> None:
    """Average up to four pixels; a weight above 1 becomes 1."""
    bottom, right = min(2 * y + 2, sums.shape[0]), min(2 * x + 2, sums.shape[1])
    flow_x = flow_y = heft = np.float32(0)
    for j in range(2 * y, bottom):
        for i in range(2 * x, right):
            flow_x += sums[j, i, 0]
            flow_y += sums[j, i, 1]
            heft += sums[j, i, 2]
    count = np.float32((bottom - 2 * y) * (right - 2 * x))
    excess = most(heft / count, np.float32(1)) * count
    smaller[y, x, 0] = flow_x / excess
    smaller[y, x, 1] = flow_y / excess
    smaller[y, x, 2] = heft / excess


@pixel
def push_pixel(sums: Array, coarse: Array, coverage: Any, mean: Array, y: int, x: int) -> None:
    """Mix the mean of a pixel with that of the coarser level; of no coverage, it stands alone."""
    heft = sums[y, x, 2]
    enough = most(heft, np.float32(_LEAST_SUM))
    known = least(heft / coverage, np.float32(1)) if coverage > 0 else np.float32(1)
    rows = middle(y, sums.shape[0], coarse.shape[0])
    columns = middle(x, sums.shape[1], coarse.shape[1])
    for c in range(2):
        own = sums[y, x, c] / enough
        around = between(coarse[:, :, c], rows, columns)
        mean[y, x, c] = around + (own - around) * known
