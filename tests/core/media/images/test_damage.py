"""Files that are not what they should be, disks that are full, writers that are killed."""

import random
import signal
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path

import numpy as np
import pytest

from slowglass.core.atomic import sweep
from slowglass.core.errors import (
    MissingInputError,
    OutputError,
    UnreadableMediaError,
    UnsupportedMediaError,
)
from slowglass.core.job import OutputFormat
from slowglass.core.media.images.exr import write_plain_exr
from slowglass.core.media.images.file import verify_picture
from slowglass.core.media.images.sink import ImageSequenceSink
from slowglass.core.media.images.source import ImageSequenceSource
from tests.core.media.image_files import clip_info, made_frame, random_pixels, write_file

SUFFIXES = (".exr", ".png", ".tif", ".dpx", ".jpg")
KILL_ROUNDS = 3


def whole_file(folder: Path, suffix: str) -> Path:
    path = folder / f"s.0001{suffix}"
    sample_type = "float16" if suffix == ".exr" else "uint8"
    write_file(path, random_pixels(sample_type, 3, 64, 64))
    return path


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("kept", [0.0, 0.001, 0.5, 0.95])
def test_a_file_that_is_cut_off_is_unreadable(tmp_path: Path, suffix: str, kept: float) -> None:
    path = whole_file(tmp_path, suffix)
    verify_picture(path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    with pytest.raises(UnreadableMediaError) as caught:
        ImageSequenceSource(path).read(0)
    assert caught.value.path == str(path)
    with pytest.raises(UnreadableMediaError):
        verify_picture(path)


def test_an_exr_without_its_last_byte_is_unreadable(tmp_path: Path) -> None:
    path = whole_file(tmp_path, ".exr")
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(UnreadableMediaError, match="missing or corrupted"):
        verify_picture(path)


@pytest.mark.parametrize("suffix", [".exr", ".png"])
def test_flipped_bytes_are_found_where_the_format_has_checksums(
    tmp_path: Path, suffix: str
) -> None:
    path = whole_file(tmp_path, suffix)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 64] = bytes(255 - byte for byte in content[middle : middle + 64])
    path.write_bytes(content)
    with pytest.raises(UnreadableMediaError):
        verify_picture(path)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_text_with_the_name_of_a_picture_is_unreadable(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"s.0001{suffix}"
    path.write_text("not a picture\n" * 100)
    with pytest.raises(UnreadableMediaError):
        ImageSequenceSource(path)


def test_a_folder_with_the_name_of_a_picture_is_missing_input(tmp_path: Path) -> None:
    (tmp_path / "s.0001.exr").mkdir()
    for ask in (ImageSequenceSource, verify_picture):
        with pytest.raises(MissingInputError):
            ask(tmp_path / "s.0001.exr")


def test_a_picture_of_another_format_is_unsupported_and_named(tmp_path: Path) -> None:
    write_file(tmp_path / "s.0001.bmp", random_pixels("uint8", 3))
    with pytest.raises(UnsupportedMediaError, match="bmp"):
        ImageSequenceSource(tmp_path / "s.0001.bmp")


def test_the_content_counts_and_not_the_suffix(tmp_path: Path) -> None:
    whole_file(tmp_path, ".exr").rename(tmp_path / "s.0001.png")
    assert ImageSequenceSource(tmp_path).info.format == "openexr"


def test_an_exr_header_of_65535_squared_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.0001.exr"
    write_plain_exr(path, {"Y": np.zeros((4, 4), np.float16)})
    small, large = (struct.pack("<iiii", 0, 0, size, size) for size in (3, 65534))
    path.write_bytes(path.read_bytes().replace(small, large))
    with pytest.raises(UnreadableMediaError, match="exceed"):
        ImageSequenceSource(path)


def test_a_png_bomb_is_refused(tmp_path: Path) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    header = struct.pack(">IIBBBBB", 40000, 40000, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(1000), 9)
    path = tmp_path / "s.0001.png"
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )
    with pytest.raises(UnreadableMediaError, match="exceed"):
        ImageSequenceSource(path)


@pytest.mark.skipif(sys.platform == "win32", reason="RLIMIT_FSIZE stands in for a full disk")
@pytest.mark.parametrize("suffix", [".exr", ".png", ".tif", ".dpx"])
@pytest.mark.parametrize("limit", [0, 600, 60_000, 190_000])
def test_a_disk_that_fills_leaves_nothing(tmp_path: Path, suffix: str, limit: int) -> None:
    import resource  # POSIX only

    settings = OutputFormat(compression="none") if suffix in (".exr", ".tif") else OutputFormat()
    sink = ImageSequenceSink(
        tmp_path / f"o.####{suffix}", first_number=1, source_info=clip_info(), format=settings
    )
    frame = made_frame(np.random.default_rng(0).random((256, 256, 3), np.float32))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        with pytest.raises(OutputError) as caught:
            sink.write(0, frame)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert caught.value.path == str(tmp_path / f"o.0001{suffix}")
    assert list(tmp_path.iterdir()) == []


ENDLESS_WRITER = """
import sys
import numpy as np
from slowglass.core.media.images.sink import ImageSequenceSink
from tests.core.media.image_files import clip_info, made_frame
sink = ImageSequenceSink(sys.argv[1], first_number=0, source_info=clip_info())
frame = made_frame(np.random.default_rng(0).random((256, 256, 3), np.float32))
sink.write(0, frame)
print("started", flush=True)
for index in range(1_000_000):
    sink.write(index, frame)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
@pytest.mark.parametrize("suffix", [".exr", ".png"])
def test_a_killed_writer_leaves_only_whole_frames_under_final_names(
    tmp_path: Path, suffix: str
) -> None:
    pattern = tmp_path / f"o.####{suffix}"
    delays = random.Random(7)
    for _ in range(KILL_ROUNDS):
        with subprocess.Popen(
            [sys.executable, "-c", ENDLESS_WRITER, str(pattern)],
            stdout=subprocess.PIPE,
            env={"PYTHONPATH": ":".join(path for path in sys.path if path)},
        ) as writer:
            assert writer.stdout is not None and writer.stdout.readline() == b"started\n"
            time.sleep(delays.uniform(0, 0.1))
            writer.send_signal(signal.SIGKILL)
    sweep(tmp_path)
    left = sorted(tmp_path.iterdir())
    assert left
    for path in left:
        assert path.name.startswith("o.")
        verify_picture(path)
