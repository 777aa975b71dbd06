"""Planes to RGB and back: analytic values."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from slowglass.core.errors import UnsupportedMediaError
from slowglass.core.frames import NativePlanes
from slowglass.core.media.planes.chroma import downsample, upsample
from slowglass.core.media.planes.colour_tags import FULL, LIMITED, ColourTags
from slowglass.core.media.planes.formats import pixel_format
from slowglass.core.media.planes.native import make_frame, take_planes
from slowglass.core.media.planes.rgb import from_rgb, to_rgb
from tests.tolerances import FLOAT32_ROUNDING

HD = ColourTags(1, LIMITED, 1, 1)
HD_FULL = ColourTags(1, FULL, 1, 1)
RGB = ColourTags(0, FULL, 1, 13)
EXACT_FORMATS = {
    "yuv444p": HD,
    "yuv444p10le": HD,
    "yuv444p12le": HD,
    "yuv444p16le": HD,
    "gbrp": RGB,
    "gbrp10le": RGB,
    "gbrp16le": RGB,
    "rgb24": RGB,
    "bgr0": RGB,
    "rgb48le": RGB,
    "rgb48be": RGB,
    "rgba64le": RGB,
}


def one_pixel(
    y: int, u: int, v: int, name: str, matrix: int = 1, range_: int = LIMITED
) -> list[float]:
    kind = np.uint8 if pixel_format(name).bits == 8 else np.uint16
    planes = tuple(np.full((1, 1), code, kind) for code in (y, u, v))
    native = NativePlanes(planes, name, matrix, range_)
    return [float(x) for x in to_rgb(native)[:, 0, 0]]


@pytest.mark.parametrize(
    ("bits", "name"),
    [(8, "yuv444p"), (10, "yuv444p10le"), (12, "yuv444p12le"), (16, "yuv444p16le")],
)
def test_nominal_black_and_white_are_exactly_0_and_1(bits: int, name: str) -> None:
    step = 1 << (bits - 8)
    assert one_pixel(235 * step, 128 * step, 128 * step, name) == [1.0, 1.0, 1.0]
    assert one_pixel(16 * step, 128 * step, 128 * step, name) == [0.0, 0.0, 0.0]


def test_full_range_uses_all_codes() -> None:
    assert one_pixel(1023, 512, 512, "yuv444p10le", range_=FULL) == [1.0, 1.0, 1.0]
    assert one_pixel(0, 512, 512, "yuv444p10le", range_=FULL) == [0.0, 0.0, 0.0]


def test_ten_bit_white_is_940_again() -> None:
    planes = from_rgb(torch.ones(3, 2, 2), "yuv444p10le", HD).planes
    assert [plane[0, 0] for plane in planes] == [940, 512, 512]


def test_what_lies_above_white_and_below_black_survives() -> None:
    assert one_pixel(1000, 512, 512, "yuv444p10le")[0] == pytest.approx(936 / 876)
    assert one_pixel(20, 512, 512, "yuv444p10le")[0] == pytest.approx(-44 / 876)
    super_white = torch.full((3, 2, 2), 936 / 876)
    assert from_rgb(super_white, "yuv444p10le", HD).planes[0][0, 0] == 1000


@pytest.mark.parametrize(
    ("matrix", "red", "blue"),
    [
        (1, 0.2126, 0.0722),
        (4, 0.30, 0.11),
        (6, 0.299, 0.114),
        (7, 0.212, 0.087),
        (9, 0.2627, 0.0593),
    ],
)
def test_luma_of_pure_colours_is_the_weight_of_the_standard(
    matrix: int, red: float, blue: float
) -> None:
    for channel, weight in enumerate((red, 1 - red - blue, blue)):
        picture = torch.zeros(3, 1, 1)
        picture[channel] = 1
        native = from_rgb(picture, "yuv444p16le", ColourTags(matrix, FULL, 1, 1))
        assert native.planes[0][0, 0] / 65535 == pytest.approx(weight, abs=1 / 65535)
        np.testing.assert_allclose(to_rgb(native), picture, atol=4 / 65535)


@pytest.mark.parametrize("name", EXACT_FORMATS)
def test_codes_survive_the_way_to_floats_and_back(name: str) -> None:
    native = random_planes(name, EXACT_FORMATS[name])
    made = from_rgb(to_rgb(native), name, EXACT_FORMATS[name])
    for before, after in zip(native.planes, made.planes, strict=True):
        np.testing.assert_array_equal(after, before)


@pytest.mark.parametrize("name", EXACT_FORMATS)
def test_frames_of_ffmpeg_hold_the_same_samples(name: str) -> None:
    native = random_planes(name, EXACT_FORMATS[name], width=18)
    taken = take_planes(make_frame(native, 18, 6))
    assert ColourTags.of(taken) == EXACT_FORMATS[name]
    for before, after in zip(native.planes, taken.planes, strict=True):
        np.testing.assert_array_equal(after, before)


def test_dither_keeps_whole_codes_and_the_mean() -> None:
    tags = EXACT_FORMATS["yuv444p"]
    native = random_planes("yuv444p", tags)
    same = from_rgb(to_rgb(native), "yuv444p", tags, dither_seed=3)
    np.testing.assert_array_equal(same.planes[0], native.planes[0])
    between = torch.full((3, 128, 128), (100.25 - 16) / 219)
    luma = from_rgb(between, "yuv444p", tags, dither_seed=3).planes[0]
    assert set(np.unique(luma)) == {100, 101}
    assert luma.mean() == pytest.approx(100.25, abs=0.02)


def test_dither_is_the_same_for_the_same_seed_only() -> None:
    grey = torch.full((3, 32, 32), 0.3)
    one, again, other = (
        from_rgb(grey, "yuv444p", HD, dither_seed=seed).planes[0] for seed in (7, 7, 8)
    )
    np.testing.assert_array_equal(one, again)
    assert (one != other).any()


def test_alpha_goes_both_ways() -> None:
    picture = torch.rand(4, 4, 6, generator=torch.Generator().manual_seed(2))
    native = from_rgb(picture, "yuva444p12le", HD)
    assert native.planes[3].dtype == np.uint16
    np.testing.assert_allclose(to_rgb(native), picture, atol=2 / 4095)


def test_a_picture_without_alpha_is_opaque() -> None:
    assert from_rgb(torch.zeros(3, 2, 2), "gbrap16le", RGB).planes[3].min() == 65535


def test_grey_is_one_channel() -> None:
    native = NativePlanes((np.full((2, 2), 940, np.uint16),), "gray10le", color_range=LIMITED)
    assert to_rgb(native).shape == (1, 2, 2)
    assert to_rgb(native).min() == 1.0


def test_packed_422_is_taken_apart() -> None:
    row = np.array([[81, 90, 81, 240, 81, 90, 81, 240]], np.uint8)
    planar = (
        np.full((1, 4), 81, np.uint8),
        np.full((1, 2), 90, np.uint8),
        np.full((1, 2), 240, np.uint8),
    )
    packed = to_rgb(NativePlanes((row,), "yuyv422", 6, LIMITED))
    np.testing.assert_array_equal(packed, to_rgb(NativePlanes(planar, "yuv422p", 6, LIMITED)))


@pytest.mark.parametrize("siting", ["left", "centre", "topleft"])
def test_a_ramp_of_chroma_lies_where_its_siting_says(siting: str) -> None:
    offset_x, offset_y = {"left": (0, 0.5), "centre": (0.5, 0.5), "topleft": (0, 0)}[siting]
    x = torch.arange(8) * 2 + offset_x
    y = torch.arange(6) * 2 + offset_y
    ramp = (x + 10 * y[:, None]).float()
    stretched = upsample(ramp, 12, 16, siting)  # type: ignore[arg-type]
    expected = torch.arange(16) + 10 * torch.arange(12)[:, None]
    inner = np.s_[2:-2, 2:-2]
    np.testing.assert_allclose(stretched[inner], expected[inner], **FLOAT32_ROUNDING)
    shrunk = downsample(expected.float(), 2, 2, siting)  # type: ignore[arg-type]
    np.testing.assert_allclose(shrunk[1:-1, 1:-1], ramp[1:-1, 1:-1], **FLOAT32_ROUNDING)


@pytest.mark.parametrize("name", ["yuv420p", "yuv422p10le", "yuv411p", "yuv440p"])
def test_flat_colour_survives_subsampling_at_odd_sizes(name: str) -> None:
    colour = torch.tensor([0.8, 0.3, 0.1])[:, None, None].expand(3, 7, 13)
    native = from_rgb(colour, name, HD)
    np.testing.assert_allclose(to_rgb(native), colour, atol=2 / 219)


def test_what_is_not_a_number_is_black() -> None:
    picture = torch.full((3, 2, 2), float("nan"))
    picture[:, 1] = float("inf")
    luma = from_rgb(picture, "yuv444p10le", HD).planes[0]
    assert luma.tolist() == [[64, 64], [1019, 1019]]


@pytest.mark.parametrize("name", ["pal8", "gbrpf32le", "bayer_rggb8", "monow", "xyz12le"])
def test_formats_without_an_exact_way_are_refused(name: str) -> None:
    with pytest.raises(UnsupportedMediaError, match=name):
        pixel_format(name)


def test_an_unknown_matrix_is_refused() -> None:
    with pytest.raises(UnsupportedMediaError, match="MatrixCoefficients 14"):
        one_pixel(512, 512, 512, "yuv444p10le", matrix=14)


def random_planes(name: str, tags: ColourTags, width: int = 16) -> NativePlanes:
    """Return random legal codes for a format without subsampling."""
    layout = pixel_format(name)
    rng = np.random.default_rng(5)
    step = 1 << (layout.bits - 8)
    low, high = (64 * step, 192 * step) if layout.model == "yuv" else (0, 1 << layout.bits)
    kind = np.uint8 if layout.bits == 8 else np.uint16

    def codes() -> NDArray[np.integer]:
        return rng.integers(low, high, (6, width)).astype(kind)

    if layout.is_planar:
        planes = tuple(codes() for _ in layout.order)
    else:
        blank = np.zeros((6, width), kind)
        parts = [blank if channel == "_" else codes() for channel in layout.order]
        planes = (np.stack(parts, 2).reshape(6, -1),)
    return NativePlanes(
        planes, name, tags.colorspace, tags.color_range, tags.color_primaries, tags.color_trc
    )
