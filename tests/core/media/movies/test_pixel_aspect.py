"""The pixel aspect arrives in every container that holds one, and no other byte is disturbed."""

from __future__ import annotations

import struct
import zlib
from fractions import Fraction
from pathlib import Path

import pytest

from slowglass.core.errors import OutputError
from slowglass.core.media.movies.pixel_aspect import store_pixel_aspect
from slowglass.core.media.movies.sink import MovieSink
from slowglass.core.media.movies.source import MovieSource
from tests.core.media.image_files import clip_info
from tests.core.media.made_movies import HEIGHT, WIDTH, write_movie
from tests.core.media.movies.test_sink import LARGE, copy_movie, made_frame, planes_of

WRITTEN = [
    (".mp4", "h264"),
    (".mov", "prores"),
    (".mkv", "h264"),
    (".mkv", "hevc"),
    (".mkv", "prores"),
    (".mkv", "ffv1"),
    (".mxf", "dnxhr"),
]


@pytest.mark.parametrize(("suffix", "codec"), WRITTEN)
@pytest.mark.parametrize("aspect", [Fraction(64, 45), Fraction(2), Fraction(1, 2)])
def test_pixel_aspect_is_carried(tmp_path: Path, suffix: str, codec: str, aspect: Fraction) -> None:
    path, (width, height) = tmp_path / f"out{suffix}", LARGE
    info = clip_info("png", "sequence", pixel_aspect=aspect)
    with MovieSink(
        path, width=width, height=height, frame_rate=Fraction(25), codec=codec, source=info
    ) as sink:
        sink.write(0, made_frame(*LARGE))
        sink.write(1, made_frame(*LARGE))
    with MovieSource(path) as movie:
        assert movie.info.pixel_aspect == aspect
        assert movie.info.clock.frame_count == 2
    assert not [note for note in sink.notes if "aspect" in note]


def test_avi_cannot_and_that_is_said(tmp_path: Path) -> None:
    source = write_movie(tmp_path / "in.mov", frame_count=2, pixel_aspect=Fraction(2))
    sink = copy_movie(source, tmp_path / "out.avi")
    assert "avi does not hold the pixel aspect 2: choose mkv to keep it" in sink.notes


def test_matroska_stays_a_file_of_the_same_length_whose_checksum_fits(tmp_path: Path) -> None:
    path = write_movie(tmp_path / "a.mkv", "ffv1", frame_count=2)
    before = path.read_bytes()
    planes = planes_of(path)
    store_pixel_aspect(path, (WIDTH, HEIGHT), Fraction(16, 15))
    after = path.read_bytes()
    assert len(after) == len(before)
    tracks = after.rindex(bytes.fromhex("1654ae6b"))
    head, kind = tracks + 4, after[tracks + 4]
    size_bytes = 9 - kind.bit_length()
    length = int.from_bytes(after[head : head + size_bytes], "big") & ((1 << 7 * size_bytes) - 1)
    content = after[head + size_bytes : head + size_bytes + length]
    assert content[:2] == bytes.fromhex("bf84")
    assert struct.unpack("<I", content[2:6])[0] == zlib.crc32(content[6:])
    assert [a.tobytes() for f in planes for a in f] == [
        a.tobytes() for f in planes_of(path) for a in f
    ]


def test_a_file_built_otherwise_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = write_movie(tmp_path / "a.mov", frame_count=2).rename(tmp_path / "a.mkv")
    before = path.read_bytes()
    with pytest.raises(OutputError, match="pixel aspect of 2"):
        store_pixel_aspect(path, (WIDTH, HEIGHT), Fraction(2))
    assert path.read_bytes() == before
