"""Motion carried on beyond a pair."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import torch

from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.models.loaded import LoadedModel
from slowglass.core.models.spec import ModelSpec
from slowglass.core.pipeline.making import extrapolated_field
from tests import clips

SPEED = 3.0


class Translation:
    """Knows that everything moves ``SPEED`` pixels a frame to the right."""

    spec = ModelSpec("translation", "for tests", "Apache-2.0")

    def estimate(self, left: torch.Tensor, right: torch.Tensor) -> tuple[int, int]:
        return (left.shape[-2], left.shape[-1])

    def field(self, motion: tuple[int, int], t: torch.Tensor) -> WarpField:
        flow = torch.zeros(len(t), 2, 2, *motion)
        flow[:, LEFT, 0] = (-SPEED * t)[:, None, None]
        flow[:, RIGHT, 0] = (SPEED * (1 - t))[:, None, None]
        return WarpField((LEFT, RIGHT), flow, torch.full((len(t), 2, *motion), 0.5))


def picture(shift: int) -> torch.Tensor:
    wide = clips.texture(40, 80, 4)[:, 10 - shift : 70 - shift]
    return torch.from_numpy(np.ascontiguousarray(wide.transpose(2, 0, 1)))[None]


def extrapolated(left: torch.Tensor, right: torch.Tensor, t: Fraction) -> WarpField:
    motion = LoadedModel(Translation(), torch.device("cpu")).motion(left, right)
    return extrapolated_field(motion, left, right, t)


def test_constant_motion_goes_on_forwards_from_the_right_frame() -> None:
    field = extrapolated(picture(0), picture(3), Fraction(3, 2))
    assert field.sides == (RIGHT,)
    torch.testing.assert_close(
        field.flow[..., 8:-8], torch.zeros_like(field.flow[..., 8:-8]) + _x(-1.5)
    )


def test_constant_motion_goes_on_backwards_from_the_left_frame() -> None:
    field = extrapolated(picture(0), picture(3), Fraction(-1, 2))
    assert field.sides == (LEFT,)
    torch.testing.assert_close(
        field.flow[..., 8:-8], torch.zeros_like(field.flow[..., 8:-8]) + _x(1.5)
    )


def test_motion_stops_after_one_frame() -> None:
    far = extrapolated(picture(0), picture(3), Fraction(9, 2))
    one = extrapolated(picture(0), picture(3), Fraction(2))
    assert torch.equal(far.flow, one.flow)


def test_where_the_frames_disagree_the_picture_is_held() -> None:
    left, right = picture(0), 1 - picture(3)
    trusted = extrapolated(picture(0), picture(3), Fraction(3, 2)).flow[:, 0, 0].abs().mean()
    doubted = extrapolated(left, right, Fraction(3, 2)).flow[:, 0, 0].abs().mean()
    assert doubted < 0.4 * trusted


def _x(pixels: float) -> torch.Tensor:
    return torch.tensor([pixels, 0.0])[None, None, :, None, None]
