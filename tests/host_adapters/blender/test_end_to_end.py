"""Strips that are read, made by the engine, inserted, and rendered by Blender's sequencer."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from slowglass.core import retime
from slowglass.core.job_json import job_from_json
from tests.clips import Picture, texture, write_movie, write_sequence
from tests.host_adapters.blender.bpy_process import VERSIONS, Blender
from tests.tolerances import MOVED_PIXELS, SHOWN_CODES

FRAMES, WIDTH, HEIGHT = 10, 96, 48
LEFT, SIDE, SPEED = 8, 22, 3
BRIGHT_CODE = 125
CASES = [
    *(f"movie {name}" for name in ("at 25 %", "trimmed", "ramp", "reversed", "60 in 24")),
    *(f"exr {name}" for name in ("at 25 %", "trimmed", "ramp", "reversed")),
    "png at 25 %",
]


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A bright square that moves by 3 pixels a frame, as H.264, as linear EXR and as 8-bit PNG."""
    folder = tmp_path_factory.mktemp("clips # 50% é")
    pictures = [bright_square(k) for k in range(FRAMES)]
    made: dict[str, Any] = {"width": WIDTH, "height": HEIGHT}
    for name, rate in (("movie", 24), ("60", 60)):
        path = folder / f"{rate}.mp4"
        made[name] = str(write_movie(path, pictures, Fraction(rate), "libx264", "yuv420p"))
    write_sequence(folder / "exr", [picture**2.2 for picture in pictures])
    write_sequence(folder / "png", pictures, "shot.{:04d}.png", sample_type="uint8")
    return {**made, "exr": str(folder / "exr"), "png": str(folder / "png")}


@pytest.fixture(scope="module")
def results(
    blender: Blender, media: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Any]]:
    """What each version shows of every case, and of the sources."""
    folder = str(tmp_path_factory.mktemp("frames"))
    jobs = blender.run("end_to_end", folder=folder, media=media, frames=False)
    documents = list(jobs.values())
    if blender.version == VERSIONS[-1]:  # test_extension starts the engine in every version
        last = blender.run("work", python=sys.executable, document=documents.pop())
        assert last["event"] == "done", last
    for document in documents:  # in this process, which has the engine loaded already
        retime(job_from_json(document))
    yield blender.run("end_to_end", folder=folder, media=media, frames=True)


@pytest.mark.parametrize("case", CASES)
def test_blender_shows_what_each_position_asks_for(results: dict[str, Any], case: str) -> None:
    sources = [np.load(path) for path in results["60" if "60" in case else case.split()[0]]]
    seen, whole, between = results[case], 0, 0
    assert len(seen["pictures"]) == len(seen["positions"])
    for text, path in zip(seen["positions"], seen["pictures"], strict=True):
        position, picture = Fraction(text), np.load(path)
        if position.denominator == 1:
            error = np.abs(picture - sources[int(position)]).max()
            assert error <= SHOWN_CODES, (case, text)
            whole += 1
        elif 0 <= position < FRAMES - 1:
            wanted = LEFT + SPEED * float(position) + SIDE / 2
            assert abs(centre(picture) - wanted) <= MOVED_PIXELS, (case, text, centre(picture))
            between += 1
    assert whole >= 2 and between >= 2, (whole, between)


def bright_square(index: int) -> Picture:
    """Return a frame: a bright square over a dark ground, both textured."""
    picture: Picture = 0.25 * texture(HEIGHT, WIDTH, 5)
    left = LEFT + SPEED * index
    picture[12 : 12 + SIDE, left : left + SIDE] = 0.65 + 0.35 * texture(SIDE, SIDE, 6)
    return picture


def centre(picture: Picture) -> float:
    """Return the mean column of what is bright, in pixels from the left edge."""
    weight = (picture.mean(axis=2) > BRIGHT_CODE).sum(axis=0)
    return float((weight * (np.arange(WIDTH) + 0.5)).sum() / weight.sum())
