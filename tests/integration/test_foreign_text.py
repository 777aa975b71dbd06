"""Text in headers that is no UTF-8 neither stops a retime nor changes a byte of itself."""

from __future__ import annotations

import struct
import zlib
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import OpenImageIO as oiio
import pytest

from slowglass.core import JobSpec, RetimeResult, retime
from slowglass.core.errors import UnsupportedMediaError, UsageError
from slowglass.core.media.images import ImageSequenceSource
from slowglass.core.media.movies import MovieSource
from slowglass.core.timing import ConstantSpeed
from slowglass.plugin.cli.app import main
from tests import clips

PLAIN, LATIN = b"Studio MXller", b"Studio M\xfcller"


def picture(path: Path, value: float, names: tuple[str, ...] = ("R", "G", "B")) -> None:
    kind = "half" if path.suffix == ".exr" else "uint8"
    spec = oiio.ImageSpec(16, 16, len(names), kind)
    spec.channelnames = names
    spec["Artist" if path.suffix != ".exr" else "owner"] = PLAIN.decode()
    spec["Copyright"] = PLAIN.decode()
    spec["numberX"] = 7
    output = oiio.ImageOutput.create(str(path))
    assert output is not None
    assert output.open(str(path), spec)
    output.write_image(np.full((16, 16, len(names)), value, np.float32))
    output.close()


def sequence(folder: Path, suffix: str) -> str:
    """Write four frames with a text in Latin-1."""
    folder.mkdir()
    for number in range(4):
        path = folder / f"s.{number:04d}{suffix}"
        picture(path, number / 4)
        content = path.read_bytes().replace(PLAIN, LATIN)
        path.write_bytes(with_checksums(content) if suffix == ".png" else content)
    return str(folder / f"s.####{suffix}")


def with_checksums(png: bytes) -> bytes:
    """Return a PNG with the checksums of its chunks made anew."""
    out, position = png[:8], 8
    while position < len(png):
        length = struct.unpack_from(">I", png, position)[0]
        chunk = png[position + 4 : position + 8 + length]
        out += png[position : position + 4] + chunk + struct.pack(">I", zlib.crc32(chunk))
        position += 12 + length
    return out


def run(source: str, output: Path) -> RetimeResult:
    half = ConstantSpeed(Fraction(1, 2))
    return retime(JobSpec(source, str(output), half, model="blend", device="cpu", cuts="none"))


@pytest.mark.parametrize("suffix", [".png", ".exr", ".tif", ".dpx"])
def test_made_frames_carry_the_bytes_that_copied_ones_do(tmp_path: Path, suffix: str) -> None:
    source = sequence(tmp_path / "in", suffix)
    assert LATIN in (tmp_path / "in" / f"s.0000{suffix}").read_bytes()
    result = run(source, tmp_path / "out" / f"o.####{suffix}")
    assert result.frames == 8
    frames = sorted((tmp_path / "out").glob(f"o.*{suffix}"))
    assert all(LATIN in frame.read_bytes() for frame in frames)


def test_a_name_that_is_no_utf8_is_left_out_and_told(tmp_path: Path) -> None:
    source = sequence(tmp_path / "in", ".exr")
    for path in (tmp_path / "in").iterdir():
        path.write_bytes(path.read_bytes().replace(b"numberX\0", b"number\xfc\0"))
    assert any("number\\udcfc" in note for note in ImageSequenceSource(source).info.notes)
    assert run(source, tmp_path / "out" / "o.####.exr").frames == 8


def test_a_channel_of_such_a_name_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.0001.exr"
    picture(path, 0.5, ("R", "G", "B", "depthX"))
    path.write_bytes(path.read_bytes().replace(b"depthX\0", b"depth\xfc\0"))
    with pytest.raises(UnsupportedMediaError, match="channel names in UTF-8"):
        ImageSequenceSource(path)


def test_a_movie_of_such_a_title_is_read(tmp_path: Path) -> None:
    movie = clips.write_movie(tmp_path / "clip.mkv", clips.movie_frames(3))
    titled = tmp_path / "titled.mkv"
    with av.open(str(movie)) as source, av.open(str(titled), "w") as made:
        made.metadata["title"] = PLAIN.decode()
        stream = made.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(source.streams.video[0]):
            if packet.dts is not None:
                packet.stream = stream
                made.mux(packet)
    titled.write_bytes(titled.read_bytes().replace(PLAIN, LATIN))
    assert LATIN in titled.read_bytes()
    with MovieSource(titled) as opened:
        assert opened.info.clock.frame_count == 3
    assert run(str(titled), tmp_path / "o.mkv").frames == 6
    assert LATIN in (tmp_path / "o.mkv").read_bytes()


def test_names_of_files_that_openimageio_cannot_take_are_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = sequence(tmp_path / "in", ".png")
    strange = "sl\udcfct.####.png"
    with pytest.raises(UsageError, match="UTF-8"):
        run(source, tmp_path / "out" / strange)
    try:
        (tmp_path / "in" / "s.0000.png").rename(tmp_path / strange.replace("####", "0001"))
    except OSError:
        pytest.skip("the file system takes no such name")
    assert main(["probe", str(tmp_path / strange)]) == 3
    assert "UTF-8" in capsys.readouterr().err
