"""Movies that lie on a side, stand on their heads or are mirrored: turned as players show them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.frame import VideoFrame

from slowglass.core.media.movies.source import MovieSource

STORED = np.array([[40, 80], [120, 200]])
"""Codes of the corners."""


def write(path: Path, degrees: int, hflip: bool, vflip: bool) -> None:
    with av.open(str(path), "w") as movie:
        stream = movie.add_stream("libx264", 25, {"crf": "1"})
        stream.width, stream.height, stream.pix_fmt = 64, 32, "yuv420p"
        stream.set_display_rotation(degrees, hflip=hflip, vflip=vflip)
        codes = np.kron(STORED, np.ones((16, 32)))[..., None].repeat(3, 2).astype(np.uint8)
        picture = VideoFrame.from_ndarray(codes, format="rgb24").reformat(format="yuv420p")
        picture.pts, picture.time_base = 0, Fraction(1, 25)
        movie.mux(stream.encode(picture))
        movie.mux(stream.encode())


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
@pytest.mark.parametrize(("hflip", "vflip"), [(False, False), (True, False), (False, True)])
def test_a_picture_is_turned_and_then_mirrored(
    tmp_path: Path, degrees: int, hflip: bool, vflip: bool
) -> None:
    write(tmp_path / "a.mov", degrees, hflip, vflip)
    seen = np.rot90(STORED, degrees // 90)
    seen = seen[:, ::-1] if hflip else seen
    seen = seen[::-1] if vflip else seen
    with MovieSource(tmp_path / "a.mov") as movie:
        frame, luma = movie.read(0), movie.read_luma(0, 64)
        info = movie.info
    size = (32, 64) if degrees % 180 else (64, 32)
    assert (info.width, info.height) == size
    height, width = frame.layers[0].pixels.shape[:2]
    assert (width, height) == size
    corners = [frame.layers[0].pixels[y, x, 1] for y in (4, -4) for x in (4, -4)]
    np.testing.assert_allclose(np.array(corners) * 255, seen.ravel(), atol=4)
    assert (frame.native is None) is (not np.array_equal(seen, STORED))
    brightest = np.unravel_index(int(luma.argmax()), luma.shape)
    expected = np.unravel_index(int(seen.argmax()), seen.shape)
    assert (np.array(brightest) >= np.array(luma.shape) // 2).tolist() == list(map(bool, expected))
    told = [note for note in info.notes if note.startswith("turned upright")]
    assert ["mirrored" in note for note in told] == (
        [] if frame.native is not None else [hflip or vflip]
    )
