"""A mend within a matte: what lies outside stays as it was, to the bit."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from slowglass.core.errors import SlowglassError
from slowglass.core.mattes import DrawnMattes, MatteKey, MatteLayer, MatteShape, write_mattes
from slowglass.core.media.images import ImageSequenceSource, read_picture, write_codes
from slowglass.core.pipeline.mends import redo, undo
from tests.plugin.review.made_result import HEIGHT, WIDTH, make_result

FRAME = 2


@pytest.fixture
def result(tmp_path: Path) -> Path:
    return make_result(tmp_path, model="nearest")


def pixels(result: Path) -> Any:
    return read_picture(result / f"slow.{FRAME + 1:04}.exr").layers[0].pixels.astype(np.float32)


def draw(path: Path, left: float) -> str:
    points = ((left, 10.0), (left + 60.0, 60.0))
    shape = MatteShape("rectangle", (MatteKey(Fraction(0), points),))
    write_mattes(DrawnMattes(WIDTH, HEIGHT, (MatteLayer("box", "alone", (shape,)),)), path)
    return f"{path}:box"


@pytest.mark.parametrize("how", ["blend", "hold-left"])
def test_only_what_the_drawn_layer_covers_is_new(result: Path, tmp_path: Path, how: str) -> None:
    old = pixels(result)
    redo(str(result), [FRAME], how)
    new = pixels(result)
    undo(str(result))
    redo(str(result), [FRAME], how, matte=draw(tmp_path / "a.json", 8.5))
    seen = pixels(result)
    expected = old.copy()
    expected[10:60, 9:68] = new[10:60, 9:68]
    inside = np.ones((HEIGHT, WIDTH), bool)
    inside[:, [8, 68]] = False  # where half a pixel is covered
    np.testing.assert_array_equal(seen[inside], expected[inside])
    half = (old[10:60, 8] + new[10:60, 8]) / 2
    np.testing.assert_allclose(seen[10:60, 8], half, atol=2e-3)
    assert not np.array_equal(old, new)


def test_a_picture_is_a_matte_and_undo_gives_the_bytes_back(result: Path, tmp_path: Path) -> None:
    file = result / f"slow.{FRAME + 1:04}.exr"
    before, old = file.read_bytes(), pixels(result)
    codes = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    codes[:, :40] = 255
    write_codes(codes, tmp_path / "matte.png")
    redo(str(result), [FRAME], "blend", matte=str(tmp_path / "matte.png"))
    np.testing.assert_array_equal(pixels(result)[:, 40:], old[:, 40:])
    assert file.read_bytes() != before
    undo(str(result))
    assert file.read_bytes() == before


@pytest.mark.parametrize("matte", ["none.png", "none.json:box", "small.png", "a.json:other"])
def test_a_matte_that_does_not_fit_changes_nothing(
    result: Path, tmp_path: Path, matte: str
) -> None:
    draw(tmp_path / "a.json", 8.0)
    write_codes(np.zeros((4, 4, 3), np.uint8), tmp_path / "small.png")
    before = pixels(result)
    with pytest.raises(SlowglassError):
        redo(str(result), [FRAME], "blend", matte=str(tmp_path / matte))
    np.testing.assert_array_equal(pixels(result), before)
    assert ImageSequenceSource(result / "slow.0001.exr").info.clock.frame_count == 20
