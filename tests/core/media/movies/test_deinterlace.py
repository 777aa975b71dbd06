"""Interlaced movies: one whole frame for each frame, on request."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from slowglass.core import JobSpec, retime
from slowglass.core.errors import UnsupportedMediaError
from slowglass.core.frames import NativePlanes
from slowglass.core.media.movies.deinterlace import SENTENCE
from slowglass.core.media.movies.source import MovieSource
from slowglass.core.timing import ConstantSpeed
from tests.core.media.made_movies import write_movie
from tests.tolerances import LOSSY_CODES

WIDTH, HEIGHT, COUNT = 128, 64, 6
RATE = Fraction(25)


def luma(time: float) -> NDArray[np.uint8]:
    """Return waves that move 6 pixels a frame, at a time in frames."""
    columns = np.arange(WIDTH) - 6 * time
    row = 128 + 100 * np.sin(columns * 2 * np.pi / 32)
    return np.repeat(row[None], HEIGHT, 0).astype(np.uint8)


@pytest.fixture
def interlaced(tmp_path: Path) -> Path:
    """Give a movie with the lower field first, as x264 marks it."""
    path = tmp_path / "fields.mp4"
    with av.open(str(path), "w") as container:
        options = {"flags": "+ildct+ilme", "crf": "1"}
        stream = container.add_stream("libx264", RATE, options=options)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.codec_context.colorspace = 1
        for k in range(COUNT):
            codes = np.full((HEIGHT * 3 // 2, WIDTH), 128, np.uint8)
            codes[1:HEIGHT:2], codes[0:HEIGHT:2] = luma(k)[1::2], luma(k + 0.5)[::2]
            frame = av.VideoFrame.from_ndarray(codes, "yuv420p")
            frame.pts, frame.time_base, frame.colorspace = k, 1 / RATE, 1
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def planes_of(movie: MovieSource, index: int) -> NDArray[np.uint8]:
    native = movie.read(index).native
    assert isinstance(native, NativePlanes)
    assert native.colorspace == 1
    return native.planes[0]


@pytest.mark.parametrize("order", [range(COUNT), reversed(range(COUNT)), (3, 0, 5, 1)])
def test_each_frame_shows_the_moment_of_its_first_field(
    interlaced: Path, order: Iterable[int]
) -> None:
    with MovieSource(interlaced, deinterlace=True) as movie:
        assert movie.info.clock.frame_count == COUNT
        assert SENTENCE in movie.info.notes
        for index in order:
            error = np.abs(planes_of(movie, index).astype(float) - luma(index))
            assert error.mean() < LOSSY_CODES


def test_unasked_it_is_refused_with_advice(interlaced: Path) -> None:
    with pytest.raises(UnsupportedMediaError, match="interlaced") as caught:
        MovieSource(interlaced)
    assert "--deinterlace" in caught.value.hint


def test_whole_frames_stay_as_they_are(tmp_path: Path) -> None:
    path = write_movie(tmp_path / "a.mp4", frame_count=3)
    with MovieSource(path) as plain, MovieSource(path, deinterlace=True) as asked:
        assert SENTENCE not in asked.info.notes
        for index in range(3):
            np.testing.assert_array_equal(planes_of(plain, index), planes_of(asked, index))


@pytest.mark.parametrize("speed", [Fraction(1, 2), Fraction(1)])
def test_a_job_may_ask_for_it(interlaced: Path, tmp_path: Path, speed: Fraction) -> None:
    output = tmp_path / "o.mp4"
    job = JobSpec(
        str(interlaced),
        str(output),
        ConstantSpeed(speed),
        model="blend",
        device="cpu",
        cuts="none",
        deinterlace=True,
    )
    result = retime(job)
    assert SENTENCE in result.notes
    with MovieSource(output) as movie:
        assert movie.info.clock.frame_count == COUNT / speed
        made = planes_of(movie, int(2 / speed)).astype(float)
    assert np.abs(made - luma(2)).mean() < 3 * LOSSY_CODES
