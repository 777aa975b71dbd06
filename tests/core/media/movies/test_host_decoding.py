"""Movies as an editor shows them: against pixels that the editor itself rendered."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from numpy.typing import NDArray

from slowglass.core.choices import Colour
from slowglass.core.frames import NativePlanes
from slowglass.core.media.movies.host_decoding import HOSTS, as_host_shows
from slowglass.core.media.movies.source import MovieSource
from tests.core.media.made_movies import write_movie
from tests.tolerances import HOST_DECODING_CODES

UNTAGGED, BT709 = (2, 0), (1, 1)

# The first four pixels of two rows and the last four of the last row of `planes`, stored as FFV1,
# from a 16-bit PNG that Blender 4.5.15 rendered (sequencer, Standard view, no dither).
BLENDER_8_BIT = {
    UNTAGGED: [
        [[115, 0, 0], [149, 10, 0], [136, 49, 0], [170, 82, 19]],
        [[177, 38, 0], [210, 71, 0], [198, 110, 47], [232, 144, 80]],
        [[0, 85, 139], [29, 118, 172], [17, 157, 255], [50, 191, 255]],
    ],
    BT709: [
        [[129, 0, 0], [163, 14, 0], [145, 53, 0], [178, 87, 15]],
        [[191, 42, 0], [225, 76, 0], [206, 115, 43], [240, 149, 76]],
        [[0, 79, 142], [21, 113, 176], [3, 152, 255], [36, 186, 255]],
    ],
}
BLENDER_4_2 = {
    UNTAGGED: [
        [[114, 0, 0], [147, 8, 0], [135, 48, 0], [169, 82, 18]],
        [[175, 36, 0], [209, 70, 0], [197, 110, 46], [231, 144, 80]],
        [[0, 83, 138], [28, 116, 171], [16, 156, 255], [50, 190, 255]],
    ],
    BT709: [
        [[129, 0, 0], [162, 12, 0], [144, 52, 0], [178, 86, 14]],
        [[190, 40, 0], [224, 74, 0], [206, 114, 42], [240, 148, 76]],
        [[0, 78, 142], [19, 111, 175], [1, 151, 255], [35, 185, 255]],
    ],
}
BLENDER_10_BIT = {
    UNTAGGED: [
        [[29419, 0, 0], [38288, 2708, 0], [35212, 12472, 0], [43783, 21042, 4965]],
        [[45292, 9713, 0], [53862, 18283, 0], [51086, 28345, 12268], [59656, 36915, 20839]],
        [[0, 21782, 36113], [7619, 30353, 44683], [4545, 40216, 65535], [13115, 48786, 65535]],
    ],
    BT709: [
        [[33044, 0, 0], [41912, 3849, 0], [37402, 13728, 0], [45972, 22298, 3972]],
        [[48916, 10854, 0], [57487, 19424, 0], [53276, 29602, 11275], [61846, 38173, 19845]],
        [[0, 20425, 37033], [5455, 28995, 45603], [945, 38930, 65535], [9515, 47498, 65535]],
    ],
}


def planes(bits: int, tags: tuple[int, int]) -> NativePlanes:
    """A picture of 8 x 4 pixels in 4:2:0, colour in steps that any interpolation would show."""
    step = 2 ** (bits - 8)
    y, x = np.mgrid[0:4, 0:8]
    luma = (16 + (x * 29 + y * 53) % 220) * step + (x * 3 + y) % step
    y, x = np.mgrid[0:2, 0:4]
    blue = (40 + x * 47 + y * 31) * step + (x + y) % step
    red = (200 - x * 29 - y * 57) * step + (2 * x) % step
    kind = np.uint8 if bits == 8 else np.uint16
    name = "yuv420p" if bits == 8 else "yuv420p10le"
    return NativePlanes(
        tuple(p.astype(kind) for p in (luma, blue, red)), name, *tags, *tags[:1] * 2
    )


def shown_corners(native: NativePlanes, largest: int, host: str = "blender") -> NDArray[Any]:
    """The pixels that the tables hold, as codes."""
    picture = as_host_shows(native, host).transpose(1, 2, 0) * largest
    return np.stack([picture[0, :4], picture[1, :4], picture[3, 4:]])


@pytest.mark.parametrize("tags", [UNTAGGED, BT709], ids=["untagged", "BT.709"])
def test_8_bit_movies_look_as_in_blender(tags: tuple[int, int]) -> None:
    shown = shown_corners(planes(8, tags), 255)
    assert np.array_equal(shown, np.round(shown))
    assert np.abs(shown - BLENDER_8_BIT[tags]).max() <= HOST_DECODING_CODES


@pytest.mark.parametrize("tags", [UNTAGGED, BT709], ids=["untagged", "BT.709"])
def test_8_bit_movies_look_as_in_blender_4_2(tags: tuple[int, int]) -> None:
    shown = shown_corners(planes(8, tags), 255, "blender-4.2")
    assert np.abs(shown - BLENDER_4_2[tags]).max() <= HOST_DECODING_CODES


def test_blender_4_2_keeps_8_bits_of_10() -> None:
    codes = as_host_shows(planes(10, BT709), "blender-4.2") * 255
    np.testing.assert_allclose(codes, np.round(codes), atol=1e-3)


@pytest.mark.parametrize("tags", [UNTAGGED, BT709], ids=["untagged", "BT.709"])
def test_10_bit_movies_look_as_in_blender(tags: tuple[int, int]) -> None:
    shown = shown_corners(planes(10, tags), 65535)
    assert np.abs(shown - BLENDER_10_BIT[tags]).max() <= HOST_DECODING_CODES


def test_untagged_hd_is_taken_for_bt601_by_blender_and_for_bt709_by_us(tmp_path: Path) -> None:
    path = write_movie(tmp_path / "clip.mkv", "ffv1", frame_count=2, tags=(2, 0, 2, 2))
    with MovieSource(path, host="blender") as source:
        shown = source.read(1)
        assert "BT.601 as Blender takes it" in source.info.encoding.assumed
        assert source.info.notes == (source.info.encoding.assumed,)
    assert shown.native is None
    codes = shown.layers[0].pixels * 255
    np.testing.assert_allclose(codes, np.round(codes), atol=1e-3)


def test_grey_and_alpha_keep_their_channels() -> None:
    grey = NativePlanes((np.full((4, 8), 235, np.uint8),), "gray", 2, 1)
    assert as_host_shows(grey, "blender").shape == (1, 4, 8)
    full = tuple(np.full((4, 8), code, np.uint8) for code in (235, 128, 128, 51))
    clear = as_host_shows(NativePlanes(full, "yuva444p", 1, 1), "blender")
    np.testing.assert_allclose(clear[:, 0, 0] * 255, [255, 255, 255, 51], atol=1e-3)


def test_a_job_can_name_every_host() -> None:
    assert get_args(Colour) == ("exact", "keep_code", *(f"match_host:{name}" for name in HOSTS))


@pytest.mark.parametrize("host", ["blender", "blender-4.2"])
def test_a_picture_is_decoded_alike_each_time(host: str) -> None:
    """Rows without padding, of a width that the scaler's steps do not divide, on many threads."""
    random = np.random.default_rng(7)
    sizes = ((600, 72), (300, 36), (300, 36))
    native = NativePlanes(
        planes=tuple(random.integers(16, 236, size).astype(np.uint8) for size in sizes),
        pixel_format="yuv420p",
        colorspace=2,
        color_range=2,
        color_primaries=2,
        color_trc=2,
    )
    first = as_host_shows(native, host)
    assert all(np.array_equal(as_host_shows(native, host), first) for _ in range(200))
