"""Small grey pictures of decoded planes: analytic values, and the filter that torch has for it."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional

from slowglass.core.frames import NativePlanes
from slowglass.core.media.planes.colour_tags import FULL, LIMITED
from slowglass.core.media.planes.luma import shrink, small_luma
from tests.tolerances import FLOAT32_ROUNDING


def test_luma_is_the_first_plane_in_its_range() -> None:
    codes = np.random.default_rng(1).integers(0, 1024, (6, 8)).astype(np.uint16)
    chroma = np.full((6, 8), 512, np.uint16)
    native = NativePlanes((codes, chroma, chroma), "yuv444p10le", 1, LIMITED)
    luma = small_luma(native, 6, 8)
    assert luma.dtype == np.float32
    np.testing.assert_allclose(luma, (codes.astype(np.float64) - 64) / 876, **FLOAT32_ROUNDING)


@pytest.mark.parametrize("name", ["gbrp", "bgr0"])
def test_luma_of_rgb_is_that_of_bt709(name: str) -> None:
    red, green, blue = (np.full((2, 4), code, np.uint8) for code in (255, 102, 51))
    packed = np.stack([blue, green, red, red], 2).reshape(2, -1)
    planes = (green, blue, red) if name == "gbrp" else (packed,)
    luma = small_luma(NativePlanes(planes, name, 0, FULL), 1, 2)
    expected = 0.2126 + 0.7152 * 102 / 255 + 0.0722 * 51 / 255
    np.testing.assert_allclose(luma, np.full((1, 2), expected), **FLOAT32_ROUNDING)


def test_packed_luma_is_taken_from_between_the_chroma() -> None:
    row = np.array([[81, 90, 235, 240, 16, 90, 81, 240]], np.uint8)
    luma = small_luma(NativePlanes((row,), "yuyv422", 6, LIMITED), 1, 4)
    np.testing.assert_allclose(luma, [[65 / 219, 1, 0, 65 / 219]], **FLOAT32_ROUNDING)


@pytest.mark.parametrize(
    ("size", "small"), [((54, 96), (27, 48)), ((37, 91), (12, 30)), ((9, 64), (9, 13))]
)
def test_a_plane_is_shrunk_by_a_triangle_as_wide_as_its_samples_lie_apart(
    size: tuple[int, int], small: tuple[int, int]
) -> None:
    plane = np.random.default_rng(2).integers(0, 256, size).astype(np.uint8)
    expected = functional.interpolate(
        torch.from_numpy(plane).float()[None, None], size=small, mode="bilinear", antialias=True
    )
    np.testing.assert_allclose(shrink(plane, *small), expected[0, 0], **FLOAT32_ROUNDING)


def test_a_plane_of_one_value_keeps_it() -> None:
    plane = np.full((31, 47), 235, np.uint8)
    np.testing.assert_allclose(shrink(plane, 7, 11), 235, **FLOAT32_ROUNDING)
