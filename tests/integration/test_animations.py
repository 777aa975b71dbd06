"""GIF, animated PNG and animated WebP: clips, or a refusal that says what to do."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
import pytest
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from slowglass.core import JobSpec, retime
from slowglass.core.errors import UnsupportedMediaError
from slowglass.core.media import open_source
from slowglass.core.media.images import find_sequence, is_animated
from slowglass.core.timing import ConstantSpeed
from tests.core.media.image_files import read_file

EVEN, UNEVEN = (10,) * 6, (10, 10, 50, 10, 10, 50)
"""Delays in hundredths of a second."""


def write(path: Path, delays: tuple[int, ...] = EVEN, pixel_format: str = "rgba") -> Path:
    """Write an animation: a square of 16 pixels that moves by 4 on what was there before."""
    kind = "gif" if path.suffix == ".gif" else "apng"
    with av.open(str(path), "w", format=kind) as movie:
        stream = cast(VideoStream, movie.add_stream(cast(Any, kind), 100))
        stream.width, stream.height = 64, 48
        stream.pix_fmt = "rgb8" if kind == "gif" else pixel_format
        stream.codec_context.time_base = Fraction(1, 100)
        for number, start in enumerate(np.cumsum([0, *delays[:-1]])):
            picture = VideoFrame.from_ndarray(square(number), format="rgba")
            picture = picture.reformat(format=stream.pix_fmt)
            picture.pts, picture.time_base = int(start), Fraction(1, 100)
            movie.mux(stream.encode(picture))
        movie.mux(stream.encode())
    return path


def square(number: int) -> np.ndarray[Any, np.dtype[np.uint8]]:
    pixels = np.zeros((48, 64, 4), np.uint8)
    pixels[..., 3] = 255
    pixels[16:32, 4 * number : 4 * number + 16, :3] = 255
    return pixels


@pytest.mark.parametrize("name", ["a.gif", "a.apng", "a.png", "A.PNG"])
def test_an_animation_is_a_clip_of_all_its_frames(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name)
    with open_source(str(path)) as source:
        assert source.info.kind == "movie"
        assert source.info.clock.frame_count == 6
        for number in (5, 0, 3, 1):
            seen = source.read(number).layers[0].pixels[..., 0] > 0.5
            np.testing.assert_array_equal(seen, square(number)[..., 0] > 127)
    pattern = tmp_path / "o" / "s.####.png"
    job = JobSpec(str(path), str(pattern), ConstantSpeed(Fraction(1, 2)), model="blend")
    assert retime(job).frames == 12
    assert len(find_sequence(pattern).paths) == 12
    assert not is_animated(tmp_path / "o" / "s.0000.png")


@pytest.mark.parametrize("name", ["a.gif", "a.png"])
def test_delays_are_the_times_of_the_frames(tmp_path: Path, name: str) -> None:
    with open_source(str(write(tmp_path / name, UNEVEN))) as source:
        clock = source.info.clock
        times = [clock.seconds_at(Fraction(k)) for k in range(6)]
    assert times == [Fraction(t, 100) for t in (0, 10, 20, 70, 80, 90)]


def test_alpha_of_an_animation_is_kept(tmp_path: Path) -> None:
    source = write(tmp_path / "a.png")
    pattern = tmp_path / "o" / "s.####.png"
    retime(JobSpec(str(source), str(pattern), model="blend"))
    _, pixels = read_file(next(iter(find_sequence(pattern).paths.values())))
    assert pixels.shape[2] == 4


def test_an_animated_webp_is_refused_with_what_to_do(tmp_path: Path) -> None:
    """A header of the extended format, with the flag for animation, and one frame of no content."""
    still = tmp_path / "still.webp"
    with av.open(str(still), "w", format="webp") as movie:
        stream = movie.add_stream("libwebp", 25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "bgra"
        picture = VideoFrame.from_ndarray(square(0), format="rgba").reformat(format="bgra")
        picture.pts = 0
        movie.mux(stream.encode(picture))
        movie.mux(stream.encode())
    assert not is_animated(still)
    content = still.read_bytes()
    body = content[content.index(b"VP8L") :] if b"VP8L" in content else content[12:]
    frame = bytes(6) + (63).to_bytes(3, "little") + (47).to_bytes(3, "little") + bytes(4) + body
    chunks = b"VP8X" + (10).to_bytes(4, "little") + b"\x02\0\0\0"
    chunks += (63).to_bytes(3, "little") + (47).to_bytes(3, "little")
    chunks += b"ANIM" + (6).to_bytes(4, "little") + bytes(6)
    chunks += b"ANMF" + len(frame).to_bytes(4, "little") + frame
    path = tmp_path / "a.webp"
    path.write_bytes(b"RIFF" + (len(chunks) + 4).to_bytes(4, "little") + b"WEBP" + chunks)
    assert is_animated(path)
    with pytest.raises(UnsupportedMediaError, match="animation") as caught:
        open_source(str(path))
    assert "coalesce" in caught.value.hint


def test_an_animation_among_pictures_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "a.0001.png")
    with pytest.raises(UnsupportedMediaError, match="got an animation"):
        open_source(str(tmp_path))
