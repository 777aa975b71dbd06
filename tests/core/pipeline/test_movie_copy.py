"""A movie that stays as it is, is copied as it is."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from slowglass.core import JobSpec, RetimeResult, retime
from slowglass.core.errors import OutputExistsError, UnreadableMediaError
from slowglass.core.job import OutputFormat
from slowglass.core.timing import Conform, ConstantSpeed, TimeMap
from tests.core.media import made_movies

FRAMES = 12
FILM = Fraction(24000, 1001)
SAME = ConstantSpeed(Fraction(1))


@pytest.fixture(scope="module")
def movie(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("movie") / "clip.mov"
    return made_movies.write_movie(
        path, frame_count=FRAMES, rate=FILM, timecode="01:00:00:00", pixel_aspect=Fraction(4, 3)
    )


def run(source: Path, output: Path, time: TimeMap = SAME, **options: object) -> RetimeResult:
    spec: dict[str, object] = {"model": "blend", "device": "cpu", "cuts": "none", **options}
    return retime(JobSpec(str(source), str(output), time, **spec))  # type: ignore[arg-type]


@pytest.mark.parametrize("time", [SAME, Conform(FILM)])
@pytest.mark.parametrize("codec", ["", "h264"])
def test_a_movie_at_full_speed_is_the_same_file(
    movie: Path, tmp_path: Path, time: TimeMap, codec: str
) -> None:
    result = run(movie, tmp_path / "same.mov", time, format=OutputFormat(codec=codec))
    assert (tmp_path / "same.mov").read_bytes() == movie.read_bytes()
    assert any("copied as it is" in note for note in result.notes)
    assert result.counts["copied"] == FRAMES
    assert run(movie, tmp_path / "same.mov", time, format=OutputFormat(codec=codec)).made == 0


@pytest.mark.parametrize(
    ("name", "time", "options"),
    [
        ("other.mkv", SAME, {}),
        ("other.mov", SAME, {"format": OutputFormat(codec="hevc")}),
        ("other.mov", SAME, {"last": FRAMES - 2}),
        ("other.mov", SAME, {"first": 1}),
        ("other.mov", SAME, {"source_rate": Fraction(25)}),
        ("other.mov", SAME, {"frame_rate": Fraction(12)}),
        ("other.mov", ConstantSpeed(Fraction(2)), {}),
        ("other.mov", Conform(Fraction(25)), {}),
    ],
)
def test_whatever_else_is_asked_is_made_anew(
    movie: Path, tmp_path: Path, name: str, time: TimeMap, options: dict[str, object]
) -> None:
    result = run(movie, tmp_path / name, time, **options)
    assert not any("copied as it is" in note for note in result.notes)
    assert (tmp_path / name).read_bytes() != movie.read_bytes()


def test_a_damaged_movie_is_not_copied_unseen(tmp_path: Path) -> None:
    movie = made_movies.write_movie(tmp_path / "clip.mov", "prores_aw", "yuv422p10le")
    content = bytearray(movie.read_bytes())
    middle = len(content) // 2
    content[middle - 2000 : middle + 2000] = bytes(4000)
    movie.write_bytes(content)
    with pytest.raises(UnreadableMediaError, match="frame"):
        run(movie, tmp_path / "same.mov")
    assert not (tmp_path / "same.mov").exists()


@pytest.mark.parametrize("options", [{"overwrite": "always"}, {"preview": "clip.mov"}])
def test_the_source_is_never_written_over(
    movie: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: dict[str, object]
) -> None:
    source = tmp_path / "clip.mov"
    source.write_bytes(movie.read_bytes())
    monkeypatch.chdir(tmp_path)
    output = tmp_path / "o.mov" if "preview" in options else source
    with pytest.raises(OutputExistsError, match="source"):
        run(source, output, SAME, **options)
    assert source.read_bytes() == movie.read_bytes()
