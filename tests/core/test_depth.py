"""Depth found among channels, as distances, and told from what means nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from slowglass.core.depth import FARTHEST, distances, find_depth, tells_nothing
from slowglass.core.frames import Encoding, Frame, Layer, Window


def frame_of(values: Any, dtype: str = "float32", names: tuple[str, ...] = ("Z",)) -> Frame:
    pixels = np.asarray(values, dtype).reshape(1, -1, len(names))
    layer = Layer(pixels, names, Encoding("linear"))
    return Frame((layer,), Window(0, 0, pixels.shape[1], 1))


def found(frame: Frame) -> tuple[Layer, int]:
    depth = find_depth(frame)
    assert depth is not None
    return depth


@pytest.mark.parametrize("dtype", ["float16", "float32"])
def test_nothing_is_far_away_and_signs_do_not_count(dtype: str) -> None:
    frame = frame_of([2, -3, 0, np.inf, np.nan], dtype)
    away = distances(frame, *found(frame))
    np.testing.assert_array_equal(away, [[2, 3, FARTHEST, FARTHEST, FARTHEST]])


def test_the_usual_name_is_taken_before_others() -> None:
    frame = frame_of([[1, 2, 3]], names=("fog.depth", "Depth.Z", "R"))
    assert found(frame)[1] == 1
    assert find_depth(frame_of([[1, 2, 3]], names=("R", "G", "B"))) is None


@pytest.mark.parametrize("dtype", ["float16", "float32"])
@pytest.mark.parametrize(
    ("values", "why"),
    [
        ([4, 4, 4], "the same everywhere"),
        ([np.inf, np.nan, 0], "no pixel"),
        ([-1, 2, 3], "below 0"),
        ([1, 2, np.inf], ""),
        ([-1, -2, 0], ""),
    ],
)
def test_what_means_nothing_is_told(values: list[float], why: str, dtype: str) -> None:
    frame = frame_of(values, dtype)
    said = tells_nothing(frame, *found(frame))
    assert (why in said) and bool(said) == bool(why)
