from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import OpenImageIO as oiio
import pytest

from slowglass.core.errors import (
    MissingInputError,
    SequenceGapError,
    TimeMapError,
    UnsupportedMediaError,
)
from slowglass.core.frames import NativeFile, Window
from slowglass.core.media.images.frame import read_picture, read_seen
from slowglass.core.media.images.metadata import PARTS, exact_rate
from slowglass.core.media.images.source import ImageSequenceSource
from tests.core.media.image_files import output_for, random_pixels, write_file, write_numbered

STORED = [
    (".exr", "float16"),
    (".exr", "float32"),
    (".exr", "uint32"),
    (".png", "uint8"),
    (".png", "uint16"),
    (".tif", "uint8"),
    (".tif", "uint16"),
    (".tif", "float16"),
    (".tif", "float32"),
    (".dpx", "uint8"),
    (".dpx", "uint16"),
]


@pytest.mark.parametrize(("suffix", "sample_type"), STORED)
@pytest.mark.parametrize("channels", ["RGB", "RGBA"])
def test_samples_come_with_the_type_and_the_bits_of_the_file(
    tmp_path: Path, suffix: str, sample_type: str, channels: str
) -> None:
    pixels = random_pixels(sample_type, len(channels))
    path = tmp_path / f"shot.0001{suffix}"
    write_file(path, pixels, channels, {"oiio:UnassociatedAlpha": 1})
    frame = ImageSequenceSource(path).read(0)
    (layer,) = frame.layers
    assert layer.pixels.dtype == sample_type
    assert layer.channels == tuple(channels)
    assert layer.pixels.tobytes() == pixels.tobytes()
    assert frame.native == NativeFile(str(path))
    assert (frame.display_window, layer.data_window) == (Window(0, 0, 16, 12), None)


def test_a_jpeg_sequence_is_read(tmp_path: Path) -> None:
    write_numbered(tmp_path, (1, 2), ".jpg")
    source = ImageSequenceSource(tmp_path)
    assert source.info.format == "jpeg"
    np.testing.assert_array_equal(source.read(1).layers[0].pixels, np.full((12, 16, 3), 2))


@pytest.mark.parametrize("bits", [10, 12])
def test_dpx_of_fewer_bits_remembers_how_many(tmp_path: Path, bits: int) -> None:
    codes = random_pixels("uint16", 3) >> (16 - bits)
    pixels = (codes << (16 - bits) | codes >> (2 * bits - 16)).astype(np.uint16)
    write_file(tmp_path / "s.0001.dpx", pixels, settings={"oiio:BitsPerSample": bits})
    frame = ImageSequenceSource(tmp_path).read(0)
    np.testing.assert_array_equal(frame.layers[0].pixels, pixels)
    assert frame.attributes["oiio:BitsPerSample"].value == bits


def write_two_parts(path: Path) -> None:
    """Half colour and float depth in part 0, uint32 IDs in part 1, in a window of their own."""
    first = oiio.ImageSpec(8, 6, 4, "half")
    first.channelnames = ("R", "G", "B", "Z")
    first.channelformats = (oiio.TypeDesc("half"),) * 3 + (oiio.TypeDesc("float"),)
    second = oiio.ImageSpec(8, 6, 1, "uint")
    second.channelnames = ("id",)
    for spec, name in ((first, "beauty"), (second, "matte")):
        spec["oiio:subimagename"] = name
        spec.x, spec.y = -2, 3
        spec.full_x, spec.full_y, spec.full_width, spec.full_height = 0, 0, 10, 12
        spec["role"] = f"{name} pass"
    output = output_for(path)
    assert output.open(str(path), (first, second))
    assert output.write_image(np.full((6, 8, 4), 1 / 3, np.float32))
    assert output.open(str(path), second, "AppendSubimage")
    assert output.write_image(np.full((6, 8, 1), 4_000_000_001, np.uint32))
    assert output.close()


def test_parts_and_types_come_as_layers(tmp_path: Path) -> None:
    write_two_parts(tmp_path / "s.0001.exr")
    source = ImageSequenceSource(tmp_path)
    frame = source.read(0)
    half, full, ids = frame.layers
    assert (half.part, full.part, ids.part) == (0, 0, 1)
    assert [layer.channels for layer in frame.layers] == [("R", "G", "B"), ("Z",), ("id",)]
    assert set(half.pixels.ravel()) == {np.float16(1 / 3)}
    assert set(full.pixels.ravel()) == {np.float32(1 / 3)}
    assert set(ids.pixels.ravel()) == {np.uint32(4_000_000_001)}
    assert frame.display_window == Window(0, 0, 10, 12)
    assert {layer.data_window for layer in frame.layers} == {Window(-2, 3, 8, 6)}
    assert ids.encoding.transfer == "data"
    assert frame.attributes["role"].value == "beauty pass"
    assert frame.attributes[PARTS][0]["role"].value == "matte pass"
    assert source.info.pixel_format == "half,float,uint"
    assert (source.info.width, source.info.height) == (10, 12)


def test_what_people_see_is_read_alone_and_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "s.0001.exr"
    write_two_parts(path)
    for beauty, seen in (("", ("R", "G", "B")), ("Z", ("Z",)), ("id", ("id",))):
        whole, alone = read_picture(path, beauty), read_seen(path, beauty)
        expected = whole.colour()
        (layer,) = alone.layers
        assert layer.channels == seen
        expected_pixels = expected.layer.pixels[..., expected.colour]
        assert layer.pixels.tobytes() == expected_pixels.tobytes()
        assert (layer.encoding, layer.data_window) == (
            expected.layer.encoding,
            expected.layer.data_window,
        )


def rate(value: Any) -> dict[str, Any]:
    return {"FramesPerSecond": (oiio.TypeRational, value)}


@pytest.mark.parametrize(
    ("suffix", "settings", "expected"),
    [
        (".exr", rate((24000, 1001)), Fraction(24000, 1001)),
        (".exr", {"captureRate": (oiio.TypeRational, (48, 1))}, Fraction(48)),
        (".dpx", {"dpx:FrameRate": 23.976}, Fraction(24000, 1001)),
        (".dpx", {"dpx:TemporalFrameRate": 25.0}, Fraction(25)),
    ],
)
def test_the_rate_in_the_file_is_exact(
    tmp_path: Path, suffix: str, settings: dict[str, Any], expected: Fraction
) -> None:
    sample_type = "float16" if suffix == ".exr" else "uint8"
    write_file(tmp_path / f"s.0001{suffix}", random_pixels(sample_type, 3), settings=settings)
    assert ImageSequenceSource(tmp_path).info.clock.frame_rate == expected
    assert ImageSequenceSource(tmp_path, Fraction(30)).info.clock.frame_rate == 30


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (29.97, Fraction(30000, 1001)),
        (59.94, Fraction(60000, 1001)),
        (23.98, Fraction(2398, 100)),
        (12.5, Fraction(25, 2)),
    ],
)
def test_a_rounded_rate_is_taken_for_ntsc_only_where_it_is_near(
    value: float, expected: Fraction
) -> None:
    assert float(exact_rate(value)) == pytest.approx(float(expected), abs=1e-9)


def test_an_assumed_rate_and_colour_space_are_told(tmp_path: Path) -> None:
    write_numbered(tmp_path, [1])
    info = ImageSequenceSource(tmp_path).info
    assert info.clock.frame_rate == 24
    assert any("24 frames/s assumed" in note for note in info.notes)
    assert any("scene-linear" in note for note in info.notes)


def test_a_rate_of_nothing_is_refused(tmp_path: Path) -> None:
    write_numbered(tmp_path, [1])
    with pytest.raises(TimeMapError):
        ImageSequenceSource(tmp_path, Fraction(-24))


@pytest.mark.parametrize(
    ("suffix", "sample_type", "settings", "transfer", "alpha"),
    [
        (".exr", "float16", {}, "linear", "premultiplied"),
        (".exr", "float16", {"oiio:ColorSpace": "ACEScct"}, "log", "premultiplied"),
        (".png", "uint8", {}, "srgb", "straight"),
        (".tif", "uint16", {"Exif:ColorSpace": 1}, "srgb", "premultiplied"),
        (".tif", "uint16", {"oiio:UnassociatedAlpha": 1}, "srgb", "straight"),
        (".tif", "float32", {}, "linear", "premultiplied"),
        (".dpx", "uint16", {"dpx:Transfer": "Logarithmic"}, "log", "premultiplied"),
    ],
)
def test_encodings(
    tmp_path: Path,
    suffix: str,
    sample_type: str,
    settings: dict[str, Any],
    transfer: str,
    alpha: str,
) -> None:
    write_file(tmp_path / f"s.0001{suffix}", random_pixels(sample_type, 4), "RGBA", settings)
    encoding = ImageSequenceSource(tmp_path).read(0).layers[0].encoding
    assert (encoding.transfer, encoding.alpha) == (transfer, alpha)
    assert bool(encoding.assumed) == (not encoding.colour_space or suffix == ".png")


def test_timecode_and_pixel_aspect(tmp_path: Path) -> None:
    settings = {
        "smpte:TimeCode": (oiio.TypeTimeCode, (0x01020304, 0)),
        "PixelAspectRatio": 4 / 3,
    }
    write_file(tmp_path / "s.0001.exr", random_pixels("float16", 3), settings=settings)
    info = ImageSequenceSource(tmp_path).info
    assert info.timecode == "01:02:03:04"
    assert info.pixel_aspect == Fraction(4, 3)


def test_gaps_count_as_frames_and_cannot_be_read(tmp_path: Path) -> None:
    write_numbered(tmp_path, (8, 9, 12))
    source = ImageSequenceSource(tmp_path)
    assert source.info.clock.frame_count == 5
    assert source.info.first_number == 8
    assert source.info.missing == (10, 11)
    assert source.read(4).layers[0].pixels[0, 0, 0] == 12
    for read in (lambda: source.read(2), lambda: source.read_luma(2, 8)):
        with pytest.raises(SequenceGapError) as caught:
            read()
        assert caught.value.frame == 10


@pytest.mark.parametrize("index", [-1, 2])
def test_an_index_outside_is_missing_input(tmp_path: Path, index: int) -> None:
    write_numbered(tmp_path, (1, 2))
    with pytest.raises(MissingInputError, match="0 to 1"):
        ImageSequenceSource(tmp_path).read(index)


@pytest.mark.parametrize(
    ("height", "channels", "told"),
    [(13, "RGB", "16x12, got 16x13"), (12, "RGBA", "R, G, B, got R, G, B, A")],
)
def test_a_frame_unlike_the_first_is_refused_and_both_are_named(
    tmp_path: Path, height: int, channels: str, told: str
) -> None:
    write_numbered(tmp_path, [1])
    odd = random_pixels("float16", len(channels), height)
    write_file(tmp_path / "shot.0002.exr", odd, channels)
    with pytest.raises(UnsupportedMediaError, match=told) as caught:
        ImageSequenceSource(tmp_path).read(1)
    assert "shot.0001.exr" in caught.value.message
    assert caught.value.path == str(tmp_path / "shot.0002.exr")


def test_a_data_window_may_move_from_frame_to_frame(tmp_path: Path) -> None:
    for number in (1, 2):
        spec = oiio.ImageSpec(4, 4, 3, "half")
        spec.x, spec.full_width, spec.full_height = number, 16, 12
        output = output_for(tmp_path / "s.exr")
        assert output.open(str(tmp_path / f"s.{number}.exr"), spec)
        assert output.write_image(np.zeros((4, 4, 3), np.float16)) and output.close()
    source = ImageSequenceSource(tmp_path)
    windows = [source.read(index).layers[0].data_window for index in (0, 1)]
    assert windows == [Window(1, 0, 4, 4), Window(2, 0, 4, 4)]


def test_luma_is_the_mean_of_blocks_of_the_display_code(tmp_path: Path) -> None:
    pixels = np.zeros((12, 16, 3), np.uint8)
    pixels[:, 8:] = 255
    pixels[6:, :8, 1] = 255
    write_file(tmp_path / "s.0001.png", pixels)
    luma = ImageSequenceSource(tmp_path).read_luma(0, 2)
    assert luma.shape == (2, 2) and luma.dtype == np.float32
    expected = np.array([[0, 1], [0.7152, 1]], np.float32)
    np.testing.assert_allclose(luma, expected, rtol=1e-6)


def test_luma_of_linear_light_is_compressed_into_0_to_1(tmp_path: Path) -> None:
    pixels = np.zeros((4, 4, 3), np.float16)
    pixels[0], pixels[1], pixels[2], pixels[3] = -5, 1, 60000, np.nan
    write_file(tmp_path / "s.0001.exr", pixels)
    luma = ImageSequenceSource(tmp_path).read_luma(0, 4)[:, 0]
    assert luma[0] == 0 and luma[3] == 0
    assert luma[1] == pytest.approx(0.5 ** (1 / 2.2), rel=1e-5)
    assert 0.99 < luma[2] <= 1
