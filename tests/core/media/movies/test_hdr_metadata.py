"""HDR10 metadata and HLG tags: carried to HEVC, told of where they cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from slowglass.core.media.movies.hdr_metadata import CONTENT_LIGHT, MASTERING_DISPLAY, HdrMetadata
from slowglass.core.media.movies.sink import MovieSink
from slowglass.core.media.movies.source import MovieSource
from tests.core.media.made_movies import write_movie

DISPLAY = "G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50)"
LIGHT = "1000,400"
PQ, HLG = (9, 1, 9, 16), (9, 1, 9, 18)


def hdr_movie(path: Path, tags: tuple[int, int, int, int], more: str = "") -> Path:
    options = {"x265-params": f"log-level=none{more}"}
    return write_movie(path, "libx265", "yuv420p10le", frame_count=3, tags=tags, options=options)


def copy_movie(source: Path, target: Path, codec: str) -> MovieSink:
    with MovieSource(source) as movie:
        info = movie.info
        sink = MovieSink(
            target,
            width=info.width,
            height=info.height,
            frame_rate=info.clock.frame_rate,
            codec=codec,
            source=info,
        )
        with sink:
            for index in range(3):
                sink.write(index, movie.read(index))
    return sink


@pytest.mark.parametrize("name", ["o.mp4", "o.mov", "o.mkv"])
def test_mastering_metadata_arrives_in_hevc(tmp_path: Path, name: str) -> None:
    more = f":hdr10=1:master-display={DISPLAY}:max-cll={LIGHT}"
    source = hdr_movie(tmp_path / "a.mp4", PQ, more)
    sink = copy_movie(source, tmp_path / name, "hevc")
    with MovieSource(tmp_path / name) as movie:
        metadata = movie.info.metadata
    assert metadata[MASTERING_DISPLAY] == DISPLAY
    assert metadata[CONTENT_LIGHT] == LIGHT
    assert metadata["color_trc"] == PQ[3]
    assert not any("HDR10" in note for note in sink.notes)


def test_what_is_not_there_is_not_made_up(tmp_path: Path) -> None:
    source = hdr_movie(tmp_path / "a.mp4", HLG)
    copy_movie(source, tmp_path / "o.mp4", "hevc")
    with MovieSource(tmp_path / "o.mp4") as movie:
        metadata = movie.info.metadata
    assert HdrMetadata.from_metadata(metadata) == HdrMetadata()
    assert (metadata["colorspace"], metadata["color_trc"]) == (HLG[0], HLG[3])


def test_other_codecs_say_what_they_lose(tmp_path: Path) -> None:
    source = hdr_movie(tmp_path / "a.mp4", PQ, f":hdr10=1:max-cll={LIGHT}")
    sink = copy_movie(source, tmp_path / "o.mkv", "ffv1")
    assert any("HDR10" in note for note in sink.notes)
