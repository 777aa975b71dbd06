"""Outlines that move apart from what is behind them: each surface's part goes its own way."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import torch

from slowglass.core.composition import FramePair
from slowglass.core.field import WarpField
from slowglass.core.frames import Frame
from slowglass.core.models import load_model
from tests.core.models.vector_frames import (
    FAR,
    GROUND_SPEED,
    SQUARE_SPEED,
    Plane,
    soft_square_frame,
    square_frame,
    square_mask,
)
from tests.tolerances import FADED_SURFACE, FLOAT32_ROUNDING

HALF = Fraction(1, 2)
CPU = torch.device("cpu")
JUST_BEFORE = FAR * 0.85


def field_between(left: Frame, right: Frame) -> WarpField:
    return load_model("vectors", "cpu").frame_motion(left, right).field(HALF)


def colour(frame: Frame) -> Plane:
    return np.asarray(frame.layers[0].pixels[..., :3], np.float32)


def error(
    one: Plane, other: Plane, where: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
) -> float:
    return float(np.sqrt(np.mean((one - other)[where] ** 2)))


def test_shared_pixels_are_nearer_to_the_truth_than_if_they_went_whole() -> None:
    (left, _), (right, _), (truth, shared) = (soft_square_frame(k) for k in (0, 1, 0.5))
    made = FramePair(left, right, CPU).at(field_between(left, right))
    # by whole pixels, so that nothing but what is behind is wrong
    across, down = (speed // 2 for speed in SQUARE_SPEED)
    whole = np.roll(colour(left), (down, across), (0, 1))
    ours = error(colour(made), colour(truth), shared)
    assert ours < error(whole, colour(truth), shared)


def test_what_is_behind_an_outline_goes_its_own_way() -> None:
    (left, _), (right, _), (_, shared) = (soft_square_frame(k) for k in (0, 1, 0.5))
    field = field_between(left, right)
    assert field.sides == (0, 1, 0, 1)
    np.testing.assert_allclose(field.weight.sum(1), 1, **FLOAT32_ROUNDING)
    front, behind = field.weight[0, :2].sum(0).numpy(), field.weight[0, 2:].sum(0).numpy()
    assert (behind[shared] > 0).all()
    assert (front[shared] > 0).all()
    apart = (field.flow[0, 3] - field.flow[0, 2]).numpy()
    seen = behind > 0.5  # the part of it that lies beside the square, so that no step is taken
    assert np.median(apart[0][seen]) == pytest.approx(GROUND_SPEED[0], abs=0.1)


def test_where_vectors_are_not_averaged_pixels_go_whole() -> None:
    assert field_between(square_frame(0), square_frame(1)).sides == (0, 1)


def test_what_comes_to_light_is_as_far_as_it_is_and_not_as_what_hid_it() -> None:
    left, right, truth = (square_frame(k, JUST_BEFORE) for k in (0, 1, 0.5))
    made = FramePair(left, right, CPU).at(field_between(left, right))
    now = square_mask(0.5)
    near = np.zeros_like(now)
    for down in (-1, 0, 1):
        for across in (-1, 0, 1):
            near |= np.roll(now, (down, across), (0, 1)) != now
    np.testing.assert_allclose(colour(made)[~near], colour(truth)[~near], **FADED_SURFACE)
