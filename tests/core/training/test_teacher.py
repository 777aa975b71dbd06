"""What is taught about real frames: right where it says it is sure, silent where it cannot know."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from slowglass.core.training.teacher import Picture, taught_flows
from tests.tolerances import TAUGHT_PIXELS

SHIFT = 10
"""Pixels to the right from left to right frame; the one between lies at 0.4 of the way."""

SIDE = 128


def texture(seed: int) -> Picture:
    """Detail of several sizes, as surfaces have it."""
    random, picture = np.random.default_rng(seed), np.zeros((SIDE, 2 * SIDE, 3), np.float32)
    for cell in (4, 8, 16):
        coarse = random.uniform(0, 85, (SIDE // cell, 2 * SIDE // cell, 3)).astype(np.float32)
        picture += cv2.resize(coarse, (2 * SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    return picture.clip(0, 255).astype(np.uint8)


def plane(moved: int) -> Picture:
    """A textured plane that went ``moved`` pixels to the right."""
    return texture(1)[:, SIDE // 2 - moved : 3 * SIDE // 2 - moved]


def with_square(moved: int, at: int) -> Picture:
    """The plane with another texture in front of it."""
    picture = plane(moved).copy()
    picture[40:88, at : at + 48] = texture(2)[:48, :48]
    return picture


def test_a_plane_that_slides_is_taught_all_over() -> None:
    flow, sure = taught_flows(plane(0), plane(4), plane(SHIFT))
    assert flow.shape == (8, SIDE, SIDE)
    assert sure.shape == (4, SIDE, SIDE)
    for number, across in enumerate((SHIFT, -SHIFT, -4, SHIFT - 4)):
        known = sure[number] == 1
        assert known[16:-16, 16:-16].mean() > 0.95
        error = np.abs(flow[2 * number : 2 * number + 2] - np.array([across, 0])[:, None, None])
        assert error[:, known].mean() < TAUGHT_PIXELS


def test_what_leaves_the_picture_is_not_taught() -> None:
    _, sure = taught_flows(plane(0), plane(4), plane(SHIFT))
    assert not sure[0, :, -SHIFT + 1 :].any()
    assert not sure[1, :, : SHIFT - 1].any()


def test_what_becomes_hidden_is_not_taught_wrongly() -> None:
    """The square comes 24 pixels to the left over a plane that stands still."""
    flow, sure = taught_flows(with_square(0, 64), with_square(0, 52), with_square(0, 40))
    hidden = np.s_[48:80, 44:60]
    wrong = np.linalg.norm(flow[:2], axis=0)[hidden] > 1
    assert (sure[0][hidden] * wrong).mean() < 0.1
    inside = np.s_[48:80, 72:104]
    assert sure[0][inside].mean() > 0.8
    assert np.median(flow[0][inside]) == pytest.approx(-24, abs=0.5)


def test_a_cut_teaches_nothing() -> None:
    other = texture(5)[:, :SIDE]
    _, sure = taught_flows(plane(0), plane(4), other)
    assert sure[[0, 1, 3]].mean() < 0.05
    assert sure[2].mean() > 0.8
