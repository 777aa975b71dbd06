"""Sequences stored in tiles stay so, made frames and copied ones alike."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import OpenImageIO as oiio
import pytest

from slowglass.core import JobSpec, retime
from slowglass.core.media.images import find_sequence
from slowglass.core.timing import ConstantSpeed
from tests.core.media.image_files import output_for, random_pixels

TILE = (32, 16)


def write_tiled(path: Path, types: tuple[str, ...], window: tuple[int, int]) -> None:
    pixels = random_pixels("uint8", len(types), 40, 70).astype(np.float32)
    spec = oiio.ImageSpec(70, 40, len(types), types[0])
    spec.channelnames = ("R", "G", "B", "id")[: len(types)]
    if len(set(types)) > 1:
        spec.channelformats = tuple(oiio.TypeDesc(one) for one in types)
    spec.tile_width, spec.tile_height = TILE
    spec.x, spec.y = window
    spec.full_width, spec.full_height = 70, 40
    output = output_for(path)
    assert output.open(str(path), spec), output.geterror()
    assert output.write_image(pixels)
    assert output.close()


def write_levels(path: Path) -> None:
    settings = oiio.ImageSpec()
    settings.tile_width, settings.tile_height = TILE
    settings.format = oiio.HALF
    picture = oiio.ImageBuf(np.zeros((40, 70, 3), np.float32))
    assert oiio.ImageBufAlgo.make_texture(oiio.MakeTxTexture, picture, str(path), settings)


def kinds(pattern: Path) -> set[tuple[Any, ...]]:
    """Return tile sizes and levels of all files of a sequence."""
    found = set()
    for path in find_sequence(pattern).paths.values():
        picture = oiio.ImageInput.open(str(path))
        assert picture is not None
        spec = picture.spec()
        found.add((spec.tile_width, spec.tile_height, picture.seek_subimage(0, 1)))
        picture.close()
        oiio.geterror()
    return found


def slowed(folder: Path, pattern: Path) -> list[str]:
    job = JobSpec(
        str(folder), str(pattern), ConstantSpeed(Fraction(1, 2)), model="blend", cuts="none"
    )
    return list(retime(job).notes)


@pytest.mark.parametrize(
    ("suffix", "types", "window"),
    [
        (".exr", ("half",) * 3, (0, 0)),
        (".exr", ("half",) * 3, (-5, 3)),
        (".exr", ("half", "half", "half", "uint"), (0, 0)),
        (".tif", ("uint8",) * 3, (0, 0)),
    ],
)
def test_a_tiled_sequence_stays_tiled(
    tmp_path: Path, suffix: str, types: tuple[str, ...], window: tuple[int, int]
) -> None:
    (tmp_path / "in").mkdir()
    for number in (1, 2):
        write_tiled(tmp_path / "in" / f"a.{number:04}{suffix}", types, window)
    pattern = tmp_path / "o" / f"a.####{suffix}"
    slowed(tmp_path / "in", pattern)
    assert kinds(pattern) == {(*TILE, False)}


def test_levels_are_left_out_of_every_frame_and_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in (1, 2):
        write_levels(tmp_path / "in" / f"a.{number:04}.exr")
    pattern = tmp_path / "o" / "a.####.exr"
    notes = slowed(tmp_path / "in", pattern)
    assert kinds(pattern) == {(*TILE, False)}
    assert "mip levels are left out, in copied frames too: the largest one is kept" in notes


def test_tiles_of_another_format_are_not_asked_for(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in (1, 2):
        write_tiled(tmp_path / "in" / f"a.{number:04}.exr", ("half",) * 3, (0, 0))
    pattern = tmp_path / "o" / "a.####.png"
    slowed(tmp_path / "in", pattern)
    assert kinds(pattern) == {(0, 0, False)}
