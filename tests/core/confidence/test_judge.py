"""Confidence is high where both sides show one thing, and low where a frame is wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import Tensor

from slowglass.core.composition import compose
from slowglass.core.confidence import VISIBLE, Confidence, confidence_of
from slowglass.core.field import LEFT, RIGHT, WarpField
from tests import clips

HEIGHT, WIDTH, SHIFT = 144, 192, 12.0


def picture(array: clips.Picture) -> Tensor:
    return torch.from_numpy(array).permute(2, 0, 1)[None].contiguous()


@pytest.fixture(scope="module")
def shifted() -> tuple[Tensor, Tensor]:
    """A texture that moves to the right by `SHIFT`, and nothing else."""
    wide = picture(clips.texture(HEIGHT, WIDTH + 64, 3))
    return wide[..., 32 : 32 + WIDTH], wide[..., 32 - int(SHIFT) : 32 + WIDTH - int(SHIFT)]


def field_of(motion: float, t: float, size: tuple[int, int] = (HEIGHT, WIDTH)) -> WarpField:
    """Return the field of a picture that moves to the right by ``motion`` pixels of its own."""
    flow = torch.zeros(1, 2, 2, *size)
    flow[:, 0, 0], flow[:, 1, 0] = -t * motion, (1 - t) * motion
    weight = torch.stack([torch.full(size, 1 - t), torch.full(size, t)])[None]
    return WarpField((LEFT, RIGHT), flow, weight)


def test_the_true_motion_is_trusted_and_none_is_not(shifted: tuple[Tensor, Tensor]) -> None:
    right, wrong = (confidence_of(field_of(m, 0.25), *shifted, 0.25) for m in (SHIFT, 0.0))
    assert right.value > 0.95
    assert wrong.value < 0.5
    assert right.map.shape == wrong.map.shape == (24, 32)
    assert (right.map[:, 3:-3] > wrong.map[:, 3:-3]).mean() > 0.9


def test_a_field_of_half_the_size_is_judged_alike(shifted: tuple[Tensor, Tensor]) -> None:
    half = field_of(SHIFT / 2, 0.5, (HEIGHT // 2, WIDTH // 2))
    values = [confidence_of(f, *shifted, 0.5).value for f in (field_of(SHIFT, 0.5), half)]
    assert values[0] == pytest.approx(values[1], abs=1e-4)


@pytest.mark.parametrize("side", [LEFT, RIGHT])
def test_a_field_of_one_side_is_judged_as_if_motion_went_straight_on(
    shifted: tuple[Tensor, Tensor], side: int
) -> None:
    both = field_of(SHIFT, 0.25)
    one = replace(both, sides=(side,), flow=both.flow[:, [side]], weight=both.weight[:, :1])
    expected = confidence_of(both, *shifted, 0.25).value
    assert confidence_of(one, *shifted, 0.25).value == pytest.approx(expected, abs=1e-3)


def test_where_something_is_hidden_and_the_frame_wrong_the_map_says_so() -> None:
    left, truth, right = (
        picture(clips.moving_square(at, speed=24, height=HEIGHT, width=WIDTH)) for at in (0, 0.5, 1)
    )
    field = field_of(0.0, 0.5)
    seen = confidence_of(field, left, right, 0.5)
    wrong = parts(compose(left, right, field) - truth, seen) > VISIBLE
    assert 0.02 < wrong.float().mean() < 0.3
    doubt = torch.from_numpy(1 - seen.map)
    pairs = doubt[wrong][:, None] - doubt[~wrong][None]
    assert (pairs > 0).float().mean() > 0.9


def parts(difference: Tensor, like: Confidence) -> Tensor:
    """Return the root-mean-square difference of each part of a map."""
    squared = difference.square().mean(1, keepdim=True)
    return torch.nn.functional.adaptive_avg_pool2d(squared, like.map.shape)[0, 0].sqrt()
