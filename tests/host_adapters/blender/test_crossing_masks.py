"""Two squares that cross, retimed in Blender: what a mask over each gains, and what is written."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from slowglass.core import retime
from slowglass.core.job_json import job_from_json
from tests.clips import read_picture, write_sequence
from tests.core.layers import crossing
from tests.core.layers.crossing import SIDE, SQUARES, Square
from tests.core.layers.matte_clips import time_of
from tests.host_adapters.blender.bpy_process import VERSIONS, Blender
from tests.tolerances import MATTE_GAIN_DB

FRAMES = 3
SIZE = crossing.WIDTH, crossing.HEIGHT


def corners(square: Square, index: int) -> list[tuple[float, float]]:
    """Where the corners of a square are in a frame."""
    x, y = (at + step * time_of(index) for at, step in zip(square.start, square.speed, strict=True))
    return [(x, y), (x + SIDE, y), (x + SIDE, y + SIDE), (x, y + SIDE)]


@pytest.fixture(scope="module")
def jobs(blender: Blender, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The jobs, done: by Blender itself in the newest version, for the time that it takes."""
    images, folder = (tmp_path_factory.mktemp(name) for name in ("crossing", "results"))
    pictures = [crossing.picture(time_of(k)) for k in range(FRAMES)]
    write_sequence(images, pictures, "shot.{:04d}.png", sample_type="uint8")
    squares = [[corners(square, k) for k in (0, FRAMES - 1)] for square in SQUARES]
    by_blender = ["with"] if blender.version == VERSIONS[-1] else []
    documents: dict[str, Any] = blender.run(
        "crossing_masks",
        folder=str(folder),
        images=str(images),
        size=SIZE,
        squares=squares,
        engine=sys.executable if by_blender else "",
    )
    for name in documents.keys() - by_blender:
        retime(replace(job_from_json(documents[name]), overwrite="always"))
    return documents


def psnr_in_band(document: dict[str, Any]) -> float:
    """In dB, of the frame between the first two, where one of these hides what is seen."""
    path = Path(document["output"].replace("####", "0002"))
    error = (read_picture(path)[..., :3] - crossing.picture(0.25)) ** 2
    return float(-10 * np.log10(error[crossing.occluded(0.25, 0.5)].mean()))


def test_a_mask_over_each_gives_what_they_hide(jobs: dict[str, Any]) -> None:
    assert psnr_in_band(jobs["with"]) > psnr_in_band(jobs["without"]) + MATTE_GAIN_DB


def test_the_manifest_names_the_matte_beside_it(jobs: dict[str, Any]) -> None:
    [manifest] = Path(jobs["with"]["output"]).parent.glob("*.slowglass.json")
    [path] = json.loads(manifest.read_text("utf-8"))["job"]["mattes"]
    assert Path(path).parent == manifest.parent
    assert "mattes" not in jobs["without"]
