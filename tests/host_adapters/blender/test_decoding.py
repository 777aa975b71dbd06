"""Movies decoded for a version of Blender, against what that version renders."""

from __future__ import annotations

import itertools
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from slowglass.core.media.movies.source import MovieSource
from tests.core.media.made_movies import write_movie
from tests.host_adapters.blender.bpy_process import Blender
from tests.tolerances import HOST_DECODING_CODES

FORMATS = ("yuv420p", "yuv422p", "yuv420p10le", "yuv444p10le")
UNTAGGED, BT709 = 2, 1
HEIGHT = 40
NOT_FOLLOWED = {("4.2", "yuv420p10le")}
"""Chroma a line too low: docs/colour.md."""


@pytest.fixture(scope="module", params=[1, 2], ids=["limited", "full"])
def movies(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[Path, str]:
    """One movie of each format and matrix, with its format."""
    folder = tmp_path_factory.mktemp("movies")
    return {
        write_noise(folder / f"{name}_{matrix}.mkv", name, matrix, request.param): name
        for name in FORMATS
        for matrix in (UNTAGGED, BT709)
    }


def test_movies_look_as_this_version_shows_them(blender: Blender, movies: dict[Path, str]) -> None:
    for path, file in zip(movies, blender.run("movies", paths=[*map(str, movies)]), strict=True):
        if (blender.version, movies[path]) in NOT_FOLLOWED:
            continue
        with MovieSource(path, host=f"blender-{blender.version}") as source:
            ours: Any = source.read(0).layers[0].pixels * 255
        assert np.abs(ours - np.load(file)).max() <= HOST_DECODING_CODES, path.name


def test_turned_movies_stand_as_this_version_shows_them(blender: Blender, tmp_path: Path) -> None:
    path = write_movie(tmp_path / "phone.mkv", "ffv1", rotation_degrees=90, frame_count=2)
    [file] = blender.run("movies", paths=[str(path)])
    with MovieSource(path, host=f"blender-{blender.version}") as source:
        ours: Any = source.read(0).layers[0].pixels * 255
        is_turned = source.info.height > source.info.width
        assert any("upright" in note for note in source.info.notes) == is_turned
    assert is_turned == (blender.version != "4.2")
    assert np.abs(ours - np.load(file)).max() <= HOST_DECODING_CODES


def write_noise(path: Path, pixel_format: str, matrix: int, colour_range: int) -> Path:
    """Write two frames in which no pixel is like its neighbours.

    No two movies have the same size: Blender 4.2 mixes up those that differ in the rest alone.
    """
    kinds = [*itertools.product(FORMATS, (UNTAGGED, BT709), (1, 2))]
    width = 64 + 8 * kinds.index((pixel_format, matrix, colour_range))
    generator, rate = np.random.default_rng(7), Fraction(24)
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("ffv1", rate)
        stream.width, stream.height, stream.pix_fmt = width, HEIGHT, pixel_format
        stream.codec_context.colorspace = matrix
        stream.codec_context.color_range = colour_range
        for k in range(2):
            frame = av.VideoFrame(width, HEIGHT, pixel_format)
            bits = frame.format.components[0].bits
            for plane in frame.planes:
                kind = np.uint8 if bits == 8 else np.uint16
                codes = generator.integers(16, 236, plane.buffer_size // kind().itemsize)
                plane.update((codes << (bits - 8)).astype(kind).tobytes())
            frame.colorspace, frame.color_range = matrix, colour_range
            frame.pts, frame.time_base = k, 1 / rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path
