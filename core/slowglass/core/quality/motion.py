"""How evenly a made sequence moves: what the quality of single frames cannot show.

Motion is measured alike in the made and in the true sequence, by Dense Inverse Search, and
compared. A sequence is the first frame, those between, and the last frame; the outer two are given.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.errors import ShapeError
from slowglass.core.models.flow import SMALLEST_SIDE, dis_flow, grey

LONGEST_SIDE = 960
"""Larger pictures are brought below this by a whole number before motion is measured."""

SLIGHTEST_MOTION = 0.05
"""Root-mean-square pixels below which there is no pace to speak of."""


def motion_scores(made: Sequence[Tensor], truth: Sequence[Tensor]) -> dict[str, float]:
    """Return ``step_error_pixels`` and ``pace_error_percent`` of a sequence.

    Nothing is returned of pictures too small for the search.

    Args:
        made: pictures (1, 3, H, W) in 0..1, equally spaced; the ends are the given frames.
        truth: as many true ones.

    Raises:
        ShapeError: they are not as many or not of one size.
    """
    if len(made) != len(truth) or len({picture.shape for picture in (*made, *truth)}) != 1:
        raise ShapeError("expected two sequences of one length and size")
    if min(made[0].shape[-2:]) < SMALLEST_SIDE:
        return {}
    factor = -(-max(made[0].shape[-2:]) // LONGEST_SIDE)
    made, truth = ([functional.avg_pool2d(p, factor) for p in row] for row in (made, truth))
    return {
        "step_error_pixels": factor * step_error(made, truth),
        "pace_error_percent": 100 * pace_error(made, truth),
    }


def step_error(made: Sequence[Tensor], truth: Sequence[Tensor]) -> float:
    """Return by how many pixels the motion from each frame to the next is wrong, on average.

    Judder is motion that is too short in one step and too long in the next: each of its frames
    may look right.

    Source: Chu, Xie, Mayer, Leal-Taixe, Thuerey, "Learning Temporal Coherence via
    Self-Supervision for GAN-based Video Generation", ACM TOG 39(4), 2020, section 4 (tOF), with
    end-point distance and Dense Inverse Search.
    """
    errors = [
        (measured(made[k], made[k + 1]) - measured(truth[k], truth[k + 1])).norm(dim=1).mean()
        for k in range(len(made) - 1)
    ]
    return float(torch.stack(errors).mean())


def pace_error(made: Sequence[Tensor], truth: Sequence[Tensor]) -> float:
    """Return by what part of the span frames show a time that is not theirs, on average.

    For the frame at time t, d away from the nearer end: with F the motion from that end to the
    true frame and E that to the made one, least squares gives the speed s = sum(E F) / sum(F F)
    at which the made frame went; it is early or late by d |s - 1|. A cross-fade, which moves
    nothing, is late by d.
    """
    last = len(truth) - 1
    errors = []
    for k in range(1, last):
        end, distance = (0, k) if 2 * k <= last else (last, last - k)
        moved = measured(truth[end], truth[k])
        if float(moved.square().mean().sqrt()) < SLIGHTEST_MOTION:
            errors.append(0.0)
            continue
        speed = float((measured(truth[end], made[k]) * moved).sum() / moved.square().sum())
        errors.append(distance / last * abs(speed - 1))
    return sum(errors) / len(errors)


def measured(first: Tensor, second: Tensor) -> Tensor:
    """Return the flow (1, 2, H, W) from one picture to another, in pixels."""
    return dis_flow(grey(first), grey(second))
