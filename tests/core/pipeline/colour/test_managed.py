"""Frames from one colour space to another: light is converted, and nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from slowglass.core.frames import Encoding, Frame, Layer, NativeFile, Pixels, Window
from slowglass.core.media.colour_spaces.config import BUILT_IN, ColourConfig
from slowglass.core.media.images.metadata import Attribute
from slowglass.core.pipeline.colour.managed import ManagedColour
from tests.tolerances import FLOAT32_ROUNDING

HEIGHT, WIDTH = 4, 6
LINEAR, CODE = "ACEScg", "srgb_rec709_scene"


@pytest.fixture(scope="module")
def config() -> ColourConfig:
    return ColourConfig(BUILT_IN)


def managed(
    config: ColourConfig, source: str, target: str, *overrides: tuple[str, str]
) -> ManagedColour:
    return ManagedColour(config, config.space(source), config.space(target), overrides, ())


def noise(channels: int, sample_type: str = "float32") -> Pixels:
    values = np.random.default_rng(channels).random((HEIGHT, WIDTH, channels))
    scale = np.iinfo(sample_type).max if sample_type.startswith("uint") else 1
    return (values * scale).astype(sample_type)


def frame(*layers: Layer, **attributes: Any) -> Frame:
    window = Window(0, 0, WIDTH, HEIGHT)
    return Frame(layers, window, attributes, native=NativeFile("a.exr"))


def light(channels: str, pixels: Pixels, **encoding: Any) -> Layer:
    return Layer(pixels, tuple(channels.split()), Encoding("linear", **encoding))


def test_one_space_on_both_sides_leaves_the_frame_and_its_file(config: ColourConfig) -> None:
    given = frame(light("R G B", noise(3)))
    assert managed(config, "ACEScg", "lin_ap1_scene").to_target(given) is given


def test_a_converted_frame_says_what_it_is_and_has_no_file(config: ColourConfig) -> None:
    made = managed(config, LINEAR, CODE).to_target(frame(light("R G B", noise(3))))
    expected = config.convert(noise(3), LINEAR, config.space(CODE).name)
    assert np.array_equal(made.layers[0].pixels, expected)
    encoding = made.layers[0].encoding
    assert (encoding.transfer, encoding.colour_space) == ("srgb", "srgb_rec709_scene")
    assert made.native is None


def test_colour_is_converted_without_its_alpha_and_multiplied_again(config: ColourConfig) -> None:
    colour = managed(config, LINEAR, CODE)
    opaque = np.full((HEIGHT, WIDTH, 4), (0.8, 0.4, 0.2, 1.0), np.float32)
    faint = opaque * np.float32(0.25)
    layers = [light("R G B A", pixels, alpha="premultiplied") for pixels in (opaque, faint)]
    whole, part = (colour.to_target(frame(layer)).layers[0].pixels for layer in layers)
    np.testing.assert_allclose(part, whole * np.float32(0.25), **FLOAT32_ROUNDING)
    assert np.array_equal(part[..., 3], faint[..., 3])


def test_straight_colour_does_not_heed_its_alpha(config: ColourConfig) -> None:
    pixels = noise(4)
    made = managed(config, LINEAR, CODE).to_target(
        frame(light("R G B A", pixels, alpha="straight"))
    )
    alone = managed(config, LINEAR, CODE).to_target(frame(light("R G B", pixels[..., :3].copy())))
    assert np.array_equal(made.layers[0].pixels[..., :3], alone.layers[0].pixels)
    assert np.array_equal(made.layers[0].pixels[..., 3], pixels[..., 3])


def test_what_only_glows_is_converted_as_it_is(config: ColourConfig) -> None:
    glow = np.full((HEIGHT, WIDTH, 4), (3.0, 2.0, 1.0, 0.0), np.float32)
    layer = light("R G B A", glow, alpha="premultiplied")
    made = managed(config, LINEAR, CODE).to_target(frame(layer)).layers[0].pixels
    alone = config.convert(glow[..., :3], LINEAR, config.space(CODE).name)
    np.testing.assert_allclose(made[..., :3], alone, **FLOAT32_ROUNDING)


def test_what_is_empty_stays_empty_where_black_has_a_code_of_its_own(
    config: ColourConfig,
) -> None:
    empty = light("R G B A", np.zeros((HEIGHT, WIDTH, 4), np.float32), alpha="premultiplied")
    made = managed(config, LINEAR, "ARRI LogC4").to_target(frame(empty)).layers[0].pixels
    assert not made.any()
    black = light("R G B", np.zeros((HEIGHT, WIDTH, 3), np.float32))
    assert managed(config, LINEAR, "ARRI LogC4").to_target(frame(black)).layers[0].pixels.all()


def test_glow_of_logarithmic_code_comes_back(config: ColourConfig) -> None:
    glow = np.full((HEIGHT, WIDTH, 4), (3.0, 1e-7, 0.5, 0.0), np.float32)
    layer = light("R G B A", glow, alpha="premultiplied")
    code = managed(config, "lin_awg4", "ARRI LogC4").to_target(frame(layer))
    assert 0 <= code.layers[0].pixels[0, 0, 1] < 1e-5
    back = managed(config, "ARRI LogC4", "lin_awg4").to_target(code)
    np.testing.assert_allclose(back.layers[0].pixels, glow, **FLOAT32_ROUNDING)


def test_light_passes_are_converted_and_data_are_not(config: ColourConfig) -> None:
    names = "D.R D.G D.B G.R G.G G.B Z N.X N.Y N.Z V.Depth.Z CryptoObject00.R CryptoObject00.G"
    pixels = noise(13)
    ids = Layer(noise(1, "uint32"), ("objectId",), Encoding("data"))
    made = managed(config, LINEAR, "ACES2065-1").to_target(frame(light(names, pixels), ids))
    passes = [pixels[..., :3], pixels[..., 3:6]]
    expected = np.concatenate([config.convert(p, LINEAR, "ACES2065-1") for p in passes], axis=2)
    np.testing.assert_allclose(made.layers[0].pixels[..., :6], expected, **FLOAT32_ROUNDING)
    assert not np.array_equal(expected, pixels[..., :6])
    assert np.array_equal(made.layers[0].pixels[..., 6:], pixels[..., 6:])
    assert made.layers[1] is ids


def test_what_the_user_calls_data_is_not_converted(config: ColourConfig) -> None:
    given = frame(light("R G B UVs.R UVs.G UVs.B", noise(6)))
    colour = managed(config, LINEAR, CODE, ("UVs.*", "nearest"))
    made = colour.to_target(given).layers[0].pixels
    assert np.array_equal(made[..., 3:], noise(6)[..., 3:])
    assert not np.array_equal(made[..., :3], noise(6)[..., :3])


def test_grey_is_converted_like_equal_red_green_and_blue(config: ColourConfig) -> None:
    made = managed(config, LINEAR, CODE).to_target(frame(light("Y", noise(1))))
    three = config.convert(np.repeat(noise(1), 3, axis=2), LINEAR, config.space(CODE).name)
    np.testing.assert_allclose(made.layers[0].pixels, three[..., :1], **FLOAT32_ROUNDING)


@pytest.mark.parametrize(
    ("sample_type", "target", "stored"),
    [
        ("uint8", "Display P3 - Display", "uint8"),
        ("uint16", "Display P3 - Display", "uint16"),
        ("uint8", "ACEScg", "float16"),
        ("uint16", "ACEScg", "float32"),
        ("float16", "ACEScg", "float16"),
    ],
)
def test_codes_stay_codes_and_light_gets_floats(
    config: ColourConfig, sample_type: str, target: str, stored: str
) -> None:
    layer = Layer(noise(3, sample_type), ("R", "G", "B"), Encoding("srgb"))
    made = managed(config, CODE, target).to_target(frame(layer)).layers[0]
    assert (made.pixels.dtype.name, made.stored_type) == ("float32", stored)


def test_attributes_of_the_old_space_do_not_stay(config: ColourConfig) -> None:
    given = frame(
        light("R G B", noise(3)),
        chromaticities=Attribute("float[8]", (0.0,) * 8),
        ICCProfile=Attribute("uint8[3]", (1, 2, 3)),
        owner=Attribute("string", "us"),
    )
    kept = managed(config, "ACEScg", "lin_rec709_scene").to_target(given).attributes
    assert kept["chromaticities"].value == pytest.approx(
        (0.64, 0.33, 0.3, 0.6, 0.15, 0.06, 0.3127, 0.329)
    )
    assert kept["colorInteropID"].value == "lin_rec709_scene"
    assert kept["owner"].value == "us"
    assert "ICCProfile" not in kept
