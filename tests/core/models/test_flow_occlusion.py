"""What only one frame sees: a textured square over a textured background, both moving."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.composition.sampling import compose
from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.models.flow.both_ways import FlowMotion
from slowglass.core.models.flow.model import FlowModel
from slowglass.core.models.flow.projection import simple_projection
from slowglass.core.quality.metrics import interpolation_error
from tests.tolerances import OCCLUDED_ERROR_RATIO

HEIGHT, WIDTH, SIDE = 256, 384, 128
SQUARE_X, SQUARE_Y, MARGIN = 100, 64, 32
MIDDLE = torch.tensor([0.5])


def texture(height: int, width: int, seed: int) -> Tensor:
    """Return noise of two coarsenesses, (1, 3, height, width) in 0..1."""
    generator = torch.Generator().manual_seed(seed)
    layers = [
        functional.interpolate(
            torch.rand(1, 3, height // cell + 2, width // cell + 2, generator=generator),
            size=(height, width),
            mode="bicubic",
        )
        for cell in (8, 32)
    ]
    return ((layers[0] + layers[1]) / 2).clamp(0, 1)


def scene(square_speed: int, background_speed: int) -> tuple[list[Tensor], Tensor]:
    """Return the frames at 0, 1/2 and 1, and where the middle is seen in just one of the others.

    Speeds are in pixels to the right from the first frame to the last, even numbers.
    """
    wide = texture(HEIGHT, WIDTH + 2 * MARGIN, seed=3)
    square = texture(SIDE, SIDE, seed=103)
    frames, covered = [], []
    for half in (0, 1, 2):
        start = MARGIN - background_speed * half // 2
        frame = wide[..., start : start + WIDTH].clone()
        x = SQUARE_X + square_speed * half // 2
        where = (..., slice(SQUARE_Y, SQUARE_Y + SIDE), slice(x, x + SIDE))
        frame[where] = square
        mask = torch.zeros(1, 1, HEIGHT, WIDTH, dtype=torch.bool)
        mask[where] = True
        frames.append(frame)
        covered.append(mask)
    hidden_left = covered[0].roll(background_speed // 2, 3)
    hidden_right = covered[2].roll(-background_speed // 2, 3)
    return frames, (hidden_left ^ hidden_right) & ~covered[1]


def plain_warp(motion: FlowMotion) -> WarpField:
    """Return the field of plain warping: each flow read in place, weighted by time."""
    plain = simple_projection(motion.forward, motion.backward, MIDDLE[:, None, None, None])
    weight = torch.cat([plain.left_weight, 1 - plain.left_weight], 1)
    return WarpField((LEFT, RIGHT), torch.stack([plain.to_left, plain.to_right], 1), weight)


def error_inside(made: Tensor, truth: Tensor, mask: Tensor) -> float:
    inside = mask.expand_as(made)
    return interpolation_error(
        made[inside].view(1, 1, 1, -1), truth[inside].view(1, 1, 1, -1)
    ).item()


@pytest.mark.parametrize(("square", "background"), [(16, -8), (24, 0), (8, -8)])
def test_occluded_band_is_better_than_plain_warping(square: int, background: int) -> None:
    (left, middle, right), band = scene(square, background)
    model = FlowModel()
    motion = model.estimate(left, right)
    ours = compose(left, right, model.field(motion, MIDDLE))
    plain = compose(left, right, plain_warp(motion))
    inside = error_inside(ours, middle, band), error_inside(plain, middle, band)
    assert inside[0] < OCCLUDED_ERROR_RATIO * inside[1]
    assert interpolation_error(ours, middle) < interpolation_error(plain, middle)
