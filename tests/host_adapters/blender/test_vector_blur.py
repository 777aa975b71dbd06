"""Vectors of ours in Blender's compositor: pictures are blurred along their motion, as far."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import OpenImageIO as oiio
import pytest
from numpy.typing import NDArray

from slowglass.plugin.cli.app import main
from tests import clips
from tests.host_adapters.blender.bpy_process import Blender
from tests.tolerances import BLURRED_PIXELS

HEIGHT, WIDTH, SIDE = 96, 128, 32
STEP = np.array([12.0, 6.0])
"""Pixels to the right and down."""
PLACES = (0, 0, 1, 2)
"""Of the square, in steps: it stands, then moves."""

FAINT = 0.08
"""Light beyond the ground's; that of the square is 0.4 and more."""

Plane = NDArray[np.float64]


@pytest.fixture(scope="module")
def vectors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a bright square's frames with their motion."""
    folder = tmp_path_factory.mktemp("vectors")
    ground = 0.2 * clips.texture(HEIGHT, WIDTH, 3)
    square = 0.6 + 0.4 * clips.texture(SIDE, SIDE, 4)
    frames = []
    for place in PLACES:
        picture = ground.copy()
        left, top = (np.array([30, 24]) + place * STEP).astype(int)
        picture[top : top + SIDE, left : left + SIDE] = square
        frames.append(picture)
    source = clips.write_sequence(folder / "in", frames)
    words = ["vectors", source, "-o", str(folder / "vec.####.exr"), "--model", "flow"]
    assert main([*words, "--device", "cpu"]) == 0
    return folder


def light(path: Path, prefix: str = "") -> Plane:
    """What is brighter than the ground."""
    reader = oiio.ImageInput.open(str(path))
    assert reader is not None, oiio.geterror()
    names = list(reader.spec().channelnames)
    pixels = np.asarray(reader.read_image("float"), np.float64)
    reader.close()
    picture = pixels[..., [names.index(f"{prefix}{c}") for c in "RGB"]]
    return np.asarray((picture.mean(2) - 0.2).clip(0, None))


def edges(plane: Plane) -> NDArray[np.int_]:
    """Where light begins and ends: left, top, right and bottom."""
    lit = plane > FAINT
    columns, rows = np.flatnonzero(lit.any(0)), np.flatnonzero(lit.any(1))
    return np.array([columns[0], rows[0], columns[-1], rows[-1]])


@pytest.mark.parametrize(
    ("number", "grown"),
    [(1002, [0, 0, *STEP / 2]), (1003, [*-STEP / 2, *STEP / 2])],
    ids=["begins to move", "moves on"],
)
def test_what_moves_is_blurred_along_its_way(
    blender: Blender, vectors: Path, tmp_path: Path, number: int, grown: list[float]
) -> None:
    source, target = vectors / f"vec.{number}.exr", tmp_path / "blurred.exr"
    size = {"width": WIDTH, "height": HEIGHT}
    blender.run("vector_blur", source=str(source), target=str(target.with_suffix("")), **size)
    change = edges(light(target)) - edges(light(source, "ViewLayer.Combined."))
    assert np.abs(change - grown).max() <= BLURRED_PIXELS
