"""Pictures that say that they lie on a side are read as viewers show them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import OpenImageIO as oiio
import pytest

from slowglass.core import JobSpec, retime
from slowglass.core.media.images import ImageSequenceSource
from tests.core.media.image_files import read_file, write_file

PICTURE = np.zeros((8, 16, 3), np.uint8)
PICTURE[:4, :8], PICTURE[:4, 8:], PICTURE[4:, :8] = 50, 100, 150
CORNERS = {
    1: (50, 100, 150, 0),
    2: (100, 50, 0, 150),
    3: (0, 150, 100, 50),
    4: (150, 0, 50, 100),
    5: (50, 150, 100, 0),
    6: (150, 50, 0, 100),
    7: (0, 100, 150, 50),
    8: (100, 0, 50, 150),
}
"""Top left, top right, bottom left, bottom right of the picture seen, by orientation."""
INT = oiio.TypeDesc("int")


@pytest.mark.parametrize("suffix", [".jpg", ".tif"])
@pytest.mark.parametrize("orientation", CORNERS)
def test_the_picture_is_turned_upright(tmp_path: Path, suffix: str, orientation: int) -> None:
    settings = {"Orientation": (INT, orientation)}
    for number in (1, 2):
        write_file(tmp_path / f"a.{number:04}{suffix}", PICTURE, settings=settings)
    source = ImageSequenceSource(tmp_path)
    frame, info = source.read(0), source.info
    size = (8, 16) if orientation >= 5 else (16, 8)
    assert (info.width, info.height) == (frame.display_window.width, frame.display_window.height)
    assert (info.width, info.height) == size
    pixels = frame.layers[0].pixels
    seen = [int(pixels[y, x, 0]) for y in (1, -2) for x in (1, -2)]
    np.testing.assert_allclose(seen, CORNERS[orientation], atol=3)
    assert (frame.native is None) is (orientation != 1)
    turned = "turned upright, as the orientation in the files says"
    assert (turned in info.notes) is (orientation != 1)


def test_a_result_stands_upright_and_says_so_no_more(tmp_path: Path) -> None:
    settings = {"Orientation": (INT, 6), "XResolution": 72.0, "PixelAspectRatio": 2.0}
    for number in (1, 2):
        write_file(tmp_path / f"a.{number:04}.tif", PICTURE, settings=settings)
    assert ImageSequenceSource(tmp_path).info.pixel_aspect == Fraction(1, 2)
    pattern = tmp_path / "o" / "a.####.tif"
    retime(JobSpec(str(tmp_path), str(pattern), model="blend", cuts="none"))
    spec, pixels = read_file(tmp_path / "o" / "a.0001.tif")
    assert pixels.shape == (16, 8, 3)
    assert spec.get_int_attribute("Orientation", 1) == 1
    assert spec.get_float_attribute("PixelAspectRatio") == 0.5
