"""Flows of a pair brought to a time between, as `core.models.flow` defines it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from slowglass.core.kernels.machine import over_pixels, pixel
from slowglass.core.kernels.motion.splat import fill_holes, splat_flow
from slowglass.core.kernels.motion.trust import box_mean
from slowglass.core.kernels.places import least

Array = Any


@dataclass(frozen=True)
class Rules:
    """What decides where a time's pixels lie; `core.models.flow.projection` explains them."""

    hole_coverage: float
    seen_coverage: float
    other_side_share: float
    one_motion_pixels: float


def project(
    forward: Array, backward: Array, trusts: tuple[Array, Array], t: float, rules: Rules
) -> tuple[Array, Array]:
    """Return where the pixels at a time lie in both frames, by two ways, left and right in turns.

    Args:
        forward: (2, H, W) float32, left to right, pixels.
        backward: (2, H, W), right to left.
        trusts: of both, (H, W).
        t: 0..1.
        rules: the numbers behind it.

    Returns:
        Flows (4, 2, H, W) and weights (4, H, W), float32.
    """
    height, width = forward.shape[1:]
    flow, weight = (
        np.empty((4, 2, height, width), np.float32),
        np.empty((4, height, width), np.float32),
    )
    left, right = splat_flow(forward, trusts[0], t), splat_flow(backward, trusts[1], 1 - t)
    sums = np.empty((2, height, width, 3), np.float32)
    over_pixels(join_pixel, height, width, left, right, np.float32(rules.other_side_share), sums)
    means = [fill_holes(side, rules.hole_coverage) for side in sums]
    numbers = [np.float32(n) for n in (t, rules.seen_coverage, rules.one_motion_pixels)]
    covers = left[..., 3].copy(), right[..., 3].copy()
    both = forward, backward, *means, *covers
    over_pixels(project_pixel, height, width, *both, *numbers, flow, weight)
    return flow, weight


@pixel
def join_pixel(left: Array, right: Array, share: Any, sums: Array, y: int, x: int) -> None:
    """Add a little of the other side's motion, turned round, to each side's."""
    for c in range(2):
        sums[0, y, x, c] = left[y, x, c] - share * right[y, x, c]
        sums[1, y, x, c] = right[y, x, c] - share * left[y, x, c]
    sums[0, y, x, 2] = left[y, x, 2] + share * right[y, x, 2]
    sums[1, y, x, 2] = right[y, x, 2] + share * left[y, x, 2]


@pixel
def project_pixel(
    forward: Array,
    backward: Array,
    from_left: Array,
    from_right: Array,
    left_cover: Array,
    right_cover: Array,
    t: Any,
    seen: Any,
    one_motion: Any,
    flow: Array,
    weight: Array,
    y: int,
    x: int,
) -> None:
    """Write the four samples of a pixel; two that lead to one place become one."""
    one, half = np.float32(1), np.float32(0.5)
    rest = one - t
    seen_left = least(box_mean(left_cover, y, x) / seen, one)
    seen_right = least(box_mean(right_cover, y, x) / seen, one)
    only_right, only_left = (one - seen_left) * seen_right, (one - seen_right) * seen_left
    left = rest * (one - only_right) + t * only_left
    for c in range(2):
        flow[0, c, y, x] = t * backward[c, y, x]
        flow[1, c, y, x] = rest * forward[c, y, x]
        flow[2, c, y, x] = -t * from_left[y, x, c]
        flow[3, c, y, x] = -rest * from_right[y, x, c]
    weight[0, y, x], weight[1, y, x] = rest * half, t * half
    weight[2, y, x], weight[3, y, x] = left * half, (one - left) * half
    for k in range(2):
        away_x = flow[k + 2, 0, y, x] - flow[k, 0, y, x]
        away_y = flow[k + 2, 1, y, x] - flow[k, 1, y, x]
        apart = (away_x * away_x + away_y * away_y) / (one_motion * one_motion)
        if apart < one:
            joined = least(np.float32(2) * (one - apart), one)
            total = weight[k, y, x] + weight[k + 2, y, x]
            part = weight[k + 2, y, x] / total if total > 0 else half
            flow[k, 0, y, x] += joined * part * away_x
            flow[k, 1, y, x] += joined * part * away_y
            flow[k + 2, 0, y, x] -= joined * (one - part) * away_x
            flow[k + 2, 1, y, x] -= joined * (one - part) * away_y
            moved = joined * weight[k + 2, y, x]
            weight[k, y, x] += moved
            weight[k + 2, y, x] -= moved
