"""What a failed write leaves of an EXR is found in its chunks, however the file is laid out."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from slowglass.core.errors import OutputError, UnreadableMediaError
from slowglass.core.frames import Encoding, Frame, Layer, Window
from slowglass.core.job import OutputFormat
from slowglass.core.media.images.exr import check_chunks
from slowglass.core.media.images.file import verify_picture
from slowglass.core.media.images.metadata import PARTS, TILE, Attribute
from slowglass.core.media.images.sink import ImageSequenceSink
from tests.core.media.image_files import clip_info

SIDE = 40
NAMES = [{"oiio:subimagename": Attribute("string", name)} for name in ("one", "two")]
LAYOUTS: dict[str, tuple[str, int, Mapping[str, Any]]] = {
    "lines": ("zip", 1, {}),
    "uncompressed": ("none", 1, {}),
    "wavelets": ("piz", 1, {}),
    "lossy": ("dwaa", 1, {}),
    "from the last line": ("zips", 1, {"openexr:lineOrder": Attribute("string", "decreasingY")}),
    "tiles": ("zip", 1, {TILE: (16, 16)}),
    "parts": ("zip", 2, {**NAMES[0], PARTS: (NAMES[1],)}),
}
"""Compression, parts and attributes."""


def write(folder: Path, layout: str) -> Path:
    """Write a frame of noise through the sink; return its path."""
    compression, parts, attributes = LAYOUTS[layout]
    noise = np.random.default_rng(0).random((parts, SIDE, SIDE, 3), np.float32)
    layers = tuple(
        Layer(pixels.astype(np.float16), ("R", "G", "B"), Encoding("linear"), part=part)
        for part, pixels in enumerate(noise)
    )
    frame = Frame(layers, Window(0, 0, SIDE, SIDE), attributes)
    sink = ImageSequenceSink(
        folder / "o.####.exr",
        first_number=1,
        source_info=clip_info("openexr"),
        format=OutputFormat(compression=compression),
    )
    return Path(sink.write(0, frame))


def table(content: bytes) -> range:
    """Return the places of the table's entries: it ends where its smallest entry says."""
    for start in range(8, len(content)):
        first = int.from_bytes(content[start : start + 8], "little")
        entries = range(start, first, 8)
        if start < first <= start + 8 * SIDE * 2 and (first - start) % 8 == 0:
            places = [int.from_bytes(content[k : k + 8], "little") for k in entries]
            if places == sorted(places) and places[-1] < len(content):
                return entries
    raise AssertionError("expected a table")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_file_is_whole_up_to_its_last_byte(tmp_path: Path, layout: str) -> None:
    content = write(tmp_path, layout).read_bytes()
    cut = tmp_path / "cut.exr"
    cut.write_bytes(content)
    check_chunks(cut)
    for kept in (*range(0, len(content), 37), len(content) - 1):
        cut.write_bytes(content[:kept])
        with pytest.raises(UnreadableMediaError):
            check_chunks(cut)


@pytest.mark.parametrize("layout", ["lines", "uncompressed", "tiles", "parts"])
def test_a_table_that_was_not_filled_in_is_found_although_the_file_decodes(
    tmp_path: Path, layout: str
) -> None:
    path = write(tmp_path, layout)
    content, entries = path.read_bytes(), table(path.read_bytes())
    for entry in entries:
        path.write_bytes(content[:entry] + bytes(8) + content[entry + 8 :])
        with pytest.raises(UnreadableMediaError, match="chunks are missing"):
            check_chunks(path)
    path.write_bytes(content[: entries[0]] + bytes(8 * len(entries)) + content[entries[-1] + 8 :])
    with pytest.raises(UnreadableMediaError, match="chunks are missing"):
        check_chunks(path)
    if layout != "parts":  # of several parts OpenEXR finds none
        verify_picture(path)


@contextmanager
def disk_of(size: int) -> Iterator[None]:
    """Let no file grow beyond ``size`` bytes."""
    import resource  # POSIX only

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.skipif(sys.platform == "win32", reason="RLIMIT_FSIZE stands in for a full disk")
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("size", [0, 1000, 5000])
def test_what_fails_on_the_way_is_not_published(tmp_path: Path, layout: str, size: int) -> None:
    with disk_of(size), pytest.raises(OutputError):
        write(tmp_path, layout)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="RLIMIT_FSIZE stands in for a full disk")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_fails_as_the_file_is_closed_is_not_published(tmp_path: Path, layout: str) -> None:
    whole = write(tmp_path, layout)
    size = whole.stat().st_size
    whole.unlink()
    for limit in (size - 1, size - size % 4096 + 1):  # within the last that the C library keeps
        with disk_of(limit), pytest.raises(OutputError):
            write(tmp_path, layout)
        assert list(tmp_path.iterdir()) == []
