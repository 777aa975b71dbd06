"""A finished movie is opened again before it gets its name."""

from __future__ import annotations

import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from slowglass.core.errors import OutputError
from slowglass.core.media.movies import sink as movie_sink
from slowglass.core.media.movies.check import verify_movie
from slowglass.core.media.movies.sink import MovieSink
from tests import clips
from tests.core.media import made_movies
from tests.core.media.image_files import made_frame

FILM = Fraction(24000, 1001)
FRAMES = 12


@pytest.fixture(scope="module")
def movie(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("movie") / "clip.mp4"
    return made_movies.write_movie(path, frame_count=FRAMES, rate=FILM)


def test_a_whole_movie_passes(movie: Path) -> None:
    verify_movie(movie, movie, FRAMES, FILM)


WORK = """
import sys
from fractions import Fraction
from slowglass.core import JobSpec, retime
from slowglass.core.timing import ConstantSpeed
half = ConstantSpeed(Fraction(1, 2))
retime(JobSpec(*sys.argv[1:], half, model="nearest", cuts="none"))
"""


def test_nothing_is_read_from_memory_that_was_given_back(movie: Path, tmp_path: Path) -> None:
    # glibc then fills what is freed; elsewhere it changes nothing.
    environment = {**os.environ, "MALLOC_PERTURB_": "85"}
    output = tmp_path / "slow.mkv"
    command = [sys.executable, "-c", WORK, str(movie), str(output)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    verify_movie(output, output, 2 * FRAMES, FILM)


@pytest.mark.parametrize(
    ("frames", "rate", "says"),
    [(FRAMES + 1, FILM, "13 frames"), (FRAMES, Fraction(22), "last frame")],
)
def test_another_length_is_refused_under_the_final_name(
    movie: Path, frames: int, rate: Fraction, says: str
) -> None:
    with pytest.raises(OutputError, match=says) as caught:
        verify_movie(movie, Path("final.mp4"), frames, rate)
    assert caught.value.path == "final.mp4"


@pytest.mark.parametrize("part", [0.0, 0.5])
def test_a_movie_that_is_cut_off_is_refused(movie: Path, tmp_path: Path, part: float) -> None:
    short = tmp_path / "short.mp4"
    short.write_bytes(movie.read_bytes()[: int(movie.stat().st_size * part)])
    with pytest.raises(OutputError, match="whole movie"):
        verify_movie(short, short, FRAMES, FILM)


def test_a_movie_that_is_not_what_was_encoded_gets_no_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "o.mkv"
    sink = MovieSink(path, width=clips.WIDTH, height=clips.HEIGHT, frame_rate=FILM)
    sink.write(0, made_frame(clips.moving_square(0)))

    def lose_a_frame(path: Path, final: Path, count: int, rate: Fraction) -> None:
        verify_movie(path, final, count + 1, rate)

    monkeypatch.setattr(movie_sink, "verify_movie", lose_a_frame)
    with pytest.raises(OutputError, match="2 frames"):
        sink.close()
    assert not list(tmp_path.iterdir())


ENCODE = """
import sys
from pathlib import Path
import numpy as np
from slowglass.core.media.movies import MovieSink
from tests.core.media.image_files import made_frame
from fractions import Fraction
noise = np.random.default_rng(1)
with MovieSink(Path(sys.argv[1]), width=160, height=90, frame_rate=Fraction(24)) as sink:
    for index in range(12):
        sink.write(index, made_frame(noise.random((90, 160, 3), np.float32)))
"""


def test_h264_is_the_same_whatever_lay_in_memory_before(tmp_path: Path) -> None:
    movies = []
    for perturb in ("0", "85", "170"):
        path = tmp_path / f"{perturb}.mp4"
        environment = {**os.environ, "MALLOC_PERTURB_": perturb}
        command = [sys.executable, "-c", ENCODE, str(path)]
        subprocess.run(command, env=environment, check=True)
        movies.append(path.read_bytes())
    assert movies[0] == movies[1] == movies[2]
