"""Flows into both sides made exact below a pixel, at the time itself.

Source: Lucas, Kanade, "An Iterative Image Registration Technique with an Application to Stereo
Vision", IJCAI 1981, with both pictures moved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from slowglass.core.kernels.alignment import MISMATCH, XD, XX, XY, YD, YY, alignment_sums
from slowglass.core.kernels.machine import loop, over_rows, pixel

Array = Any


@dataclass(frozen=True)
class Steps:
    """How flows are refined."""

    count: int = 4
    radius: int = 3
    """Of the window whose pixels move together; it is averaged over twice."""
    damping: float = 2e-4
    tolerated: float = 0.02
    """Difference in colour, 0..1, at which a pixel counts half."""
    farthest: float = 1.0
    """Pixels that a step leads at most."""


def refine_flows(
    pictures: tuple[Array, Array], flows: tuple[Array, Array], t: float, steps: Steps
) -> tuple[Array, Array]:
    """Return flows moved along the line between the sides, where these then match better.

    Args:
        pictures: left and right, (C, H, W) float32 in 0..1.
        flows: from the grid at ``t`` into both, (2, H, W) float32, pixels.
        t: 0..1.
        steps: how often and how far.
    """
    height = flows[0].shape[1]
    now = flows[0].copy(), flows[1].copy()
    numbers = [np.float32(number) for number in (t, steps.damping, steps.farthest)]
    how = steps.tolerated, steps.radius
    before = sums = alignment_sums(pictures, now, *how)
    for _ in range(steps.count):
        over_rows(_step_rows, height, sums, *numbers, *now)
        sums = alignment_sums(pictures, now, *how)
    over_rows(_keep_rows, height, before[MISMATCH], sums[MISMATCH], *flows, *now)
    return now


@pixel
def step_pixel(
    sums: Array,
    t: Any,
    damping: Any,
    farthest: Any,
    to_left: Array,
    to_right: Array,
    y: int,
    x: int,
) -> None:
    """Move both flows of a pixel to where the sides differ least."""
    xx, xy, yy = sums[XX, y, x] + damping, sums[XY, y, x], sums[YY, y, x] + damping
    xd, yd = sums[XD, y, x], sums[YD, y, x]
    scale = np.float32(1) / (xx * yy - xy * xy)
    change_x, change_y = (yy * xd - xy * yd) * scale, (xx * yd - xy * xd) * scale
    length = np.sqrt(change_x * change_x + change_y * change_y)
    if length > farthest:
        change_x, change_y = change_x * farthest / length, change_y * farthest / length
    rest = np.float32(1) - t
    to_left[0, y, x] += t * change_x
    to_left[1, y, x] += t * change_y
    to_right[0, y, x] -= rest * change_x
    to_right[1, y, x] -= rest * change_y


@pixel
def keep_pixel(
    before: Array,
    after: Array,
    old_left: Array,
    old_right: Array,
    to_left: Array,
    to_right: Array,
    y: int,
    x: int,
) -> None:
    """Give a pixel back its old flows, as far as those around it matched better by them."""
    better = count = np.float32(0)
    for j in range(max(y - 1, 0), min(y + 2, before.shape[0])):
        for i in range(max(x - 1, 0), min(x + 2, before.shape[1])):
            count += np.float32(1)
            if after[j, i] < before[j, i]:
                better += np.float32(1)
    for c in range(2):
        old = old_left[c, y, x]
        to_left[c, y, x] = old + (to_left[c, y, x] - old) * better / count
        old = old_right[c, y, x]
        to_right[c, y, x] = old + (to_right[c, y, x] - old) * better / count


@loop
def _step_rows(
    sums: Array,
    t: Any,
    damping: Any,
    farthest: Any,
    to_left: Array,
    to_right: Array,
    top: int,
    bottom: int,
) -> None:
    for y in range(top, bottom):
        for x in range(sums.shape[2]):
            step_pixel(sums, t, damping, farthest, to_left, to_right, y, x)


@loop
def _keep_rows(
    before: Array,
    after: Array,
    old_left: Array,
    old_right: Array,
    to_left: Array,
    to_right: Array,
    top: int,
    bottom: int,
) -> None:
    for y in range(top, bottom):
        for x in range(before.shape[1]):
            keep_pixel(before, after, old_left, old_right, to_left, to_right, y, x)
