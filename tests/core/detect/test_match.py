"""How much of one picture is found in another."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.detection_footage import make_canvas
from slowglass.core.detect.match import compare, make_picture
from slowglass.core.errors import ShapeError
from tests import tolerances


def window(seed: int, x: int = 100, y: int = 100) -> np.ndarray:
    canvas = make_canvas(np.random.default_rng(seed), 1.0)
    return canvas[y : y + 72, x : x + 128]


def test_a_picture_has_everything_of_itself() -> None:
    picture = make_picture(window(1))
    change = compare(picture, picture)
    assert change.unmatched < tolerances.SAME_PICTURE_UNMATCHED
    assert change.brightness == 0


def test_gain_and_offset_change_the_brightness_and_leave_the_match() -> None:
    luma = window(2)
    change = compare(make_picture(luma), make_picture(luma * 0.5 + 0.3))
    assert change.unmatched < tolerances.SAME_PICTURE_UNMATCHED
    assert change.brightness == pytest.approx(
        np.abs(luma * 0.5 - 0.3).mean(), rel=tolerances.REDUCED_BRIGHTNESS_RELATIVE
    )


@pytest.mark.parametrize("shift", [(6, 0), (-40, 0), (0, 16), (30, -12)])
def test_motion_within_reach_is_found_again(shift: tuple[int, int]) -> None:
    left = make_picture(window(3))
    moved = make_picture(window(3, 100 + shift[0], 100 + shift[1]))
    other = make_picture(window(4))
    assert compare(left, moved).unmatched < compare(left, other).unmatched / 2


def test_a_picture_of_any_shape_is_reduced_to_its_mean() -> None:
    for shape in ((1, 1), (54, 128), (228, 128), (7, 300)):
        luma = np.full(shape, 0.25, np.float32)
        assert np.allclose(make_picture(luma).pixels, 0.25)


def test_luma_with_a_channel_axis_is_refused() -> None:
    with pytest.raises(ShapeError, match="height, width"):
        make_picture(np.zeros((72, 128, 1), np.float32))
