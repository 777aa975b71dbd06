"""The index must be what decoding shows, in whatever way a container stores time."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import pytest

from slowglass.core.errors import UnreadableMediaError
from slowglass.core.media.movies.indexing.index import read_index
from slowglass.core.media.movies.indexing.movie_index import MovieIndex
from slowglass.core.media.movies.source import MovieSource
from tests.core.media.made_movies import write_movie

MILLISECONDS = Fraction(1, 1000)
VARIABLE_TIMES = [0, 40, 80, 120, 220, 240, 300, 301, 420, 460]
NTSC = Fraction(24000, 1001)


def decoded_timestamps(path: Path) -> list[int]:
    with av.open(str(path)) as container:
        return [frame.pts for frame in container.decode(video=0) if frame.pts is not None]


@pytest.mark.parametrize(
    ("name", "encoder", "options"),
    [
        ("b_frames.mp4", "libx264", {"bf": "3", "g": "12"}),
        ("b_frames.mkv", "libx264", {"bf": "3", "g": "12"}),
        ("stream.ts", "libx264", {"bf": "2", "g": "12"}),
        ("program.mpg", "mpeg2video", {"bf": "2", "g": "12"}),
        (
            "hidden.webm",
            "libvpx",
            {"auto-alt-ref": "1", "lag-in-frames": "16", "deadline": "realtime"},
        ),
        ("intra.avi", "mjpeg", {}),
    ],
)
def test_index_is_what_decoding_shows(
    tmp_path: Path, name: str, encoder: str, options: dict[str, str]
) -> None:
    pixel_format = "yuvj420p" if encoder == "mjpeg" else "yuv420p"
    path = write_movie(tmp_path / name, encoder, pixel_format, options=options)
    index = read_index(path)
    assert index.has_timestamps
    assert list(index.timestamps) == decoded_timestamps(path)
    assert index.key_frames[0] == 0


def test_quicktime_masters_are_indexed_without_reading_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_movie(tmp_path / "master.mov", "prores_ks", "yuv422p10le", rate=NTSC)
    monkeypatch.setattr("slowglass.core.media.movies.indexing.index.read_packets", None)
    index = read_index(path)
    assert list(index.timestamps) == decoded_timestamps(path)
    assert list(index.key_frames) == list(range(48))
    assert index.last_duration * index.time_base == 1 / NTSC


def test_an_edited_master_is_read_packet_by_packet(tmp_path: Path) -> None:
    path = edited(tmp_path / "edited.mov", dropped=5, encoder="prores_ks")
    index = read_index(path)
    assert len(index) == 43
    assert list(index.timestamps) == decoded_timestamps(path)


def test_a_master_that_is_cut_off_lacks_its_last_frames_or_is_refused(tmp_path: Path) -> None:
    options = {"movflags": "faststart"}
    path = write_movie(tmp_path / "m.mov", "prores_ks", "yuv422p10le", container_options=options)
    whole = path.read_bytes()
    path.write_bytes(whole[:-300])
    index = read_index(path)
    assert (len(index), index.lost, list(index.key_frames)) == (48, (47,), list(range(47)))
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UnreadableMediaError, match="cut off"):
        read_index(path)


def test_frames_outside_the_edit_list_are_not_counted(tmp_path: Path) -> None:
    path = edited(tmp_path / "edited.mp4", dropped=5)
    index = read_index(path)
    assert len(index) == 43
    assert list(index.timestamps) == decoded_timestamps(path)


@pytest.mark.parametrize(("name", "format_name"), [("b.avi", "avi"), ("raw.h264", "h264")])
def test_without_timestamps_frames_are_counted(tmp_path: Path, name: str, format_name: str) -> None:
    path = write_movie(tmp_path / name, options={"bf": "2"}, format_name=format_name)
    index = read_index(path)
    assert not index.has_timestamps
    assert len(index) == 48


def test_a_stream_cut_between_key_frames_starts_at_its_first_whole_picture(tmp_path: Path) -> None:
    path = write_movie(tmp_path / "whole.ts", options={"bf": "2", "g": "12", "sc_threshold": "0"})
    data = path.read_bytes()
    cut = tmp_path / "cut.ts"
    cut.write_bytes(data[: 188 * 3] + data[len(data) // 5 // 188 * 188 :])
    index = read_index(cut)
    assert 12 < len(index) < 48
    assert list(index.timestamps) == decoded_timestamps(cut)
    assert index.leading_lost > 0
    with MovieSource(cut) as movie:
        assert any(f"{index.leading_lost} frames late" in note for note in movie.info.notes)


@pytest.mark.parametrize("rate", [Fraction(24), NTSC, Fraction(30000, 1001), Fraction(60)])
def test_a_constant_rate_is_found_through_rounded_timestamps(
    tmp_path: Path, rate: Fraction
) -> None:
    path = write_movie(tmp_path / "rounded.mkv", rate=rate)
    with MovieSource(path) as movie:
        assert movie.info.clock.is_constant
        assert movie.info.clock.frame_rate == rate
        assert movie.info.clock.frame_count == 48


def test_a_variable_rate_keeps_every_time(tmp_path: Path) -> None:
    path = write_movie(tmp_path / "vfr.mkv", timestamps=VARIABLE_TIMES, time_base=MILLISECONDS)
    with MovieSource(path) as movie:
        clock = movie.info.clock
        assert clock.times == tuple(t * MILLISECONDS for t in VARIABLE_TIMES)
        assert any("variable frame rate" in note for note in movie.info.notes)


def test_a_rate_that_is_given_replaces_that_of_the_file(tmp_path: Path) -> None:
    path = write_movie(tmp_path / "vfr.mkv", timestamps=VARIABLE_TIMES, time_base=MILLISECONDS)
    with MovieSource(path, NTSC) as movie:
        assert movie.info.clock.is_constant
        assert movie.info.clock.frame_rate == NTSC
        assert movie.info.clock.frame_count == len(VARIABLE_TIMES)


@pytest.mark.parametrize("container_options", [{}, {"movflags": "faststart"}])
@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_a_file_cut_in_half_is_refused(
    tmp_path: Path, suffix: str, container_options: dict[str, str]
) -> None:
    options = container_options if suffix == ".mp4" else {}
    path = write_movie(tmp_path / f"whole{suffix}", container_options=options)
    data = path.read_bytes()
    cut = tmp_path / f"cut{suffix}"
    cut.write_bytes(data[: len(data) // 2])
    with pytest.raises(UnreadableMediaError):
        read_index(cut)


def test_finding_a_timestamp() -> None:
    index = MovieIndex((0, 10, 25), Fraction(1, 100), (0, 2), 10)
    assert [index.find(t) for t in (0, 10, 25, 5, 30, None)] == [0, 1, 2, None, None, None]
    assert [index.is_key(k) for k in (0, 1, 2)] == [True, False, True]


def edited(path: Path, dropped: int, encoder: str = "libx264") -> Path:
    """Write a movie whose edit list starts ``dropped`` frames after the first one stored."""
    intra = encoder == "prores_ks"
    return write_movie(
        path,
        encoder,
        "yuv422p10le" if intra else "yuv420p",
        timestamps=range(-dropped, 48 - dropped),
        options={} if intra else {"bf": "0", "g": "48"},
        container_options={"avoid_negative_ts": "disabled", "movflags": "use_metadata_tags"},
    )
