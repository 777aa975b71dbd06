"""Light and code: what a target holds, and that nothing else changes."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from slowglass.core.colour import srgb_to_linear
from slowglass.core.frames import Encoding, Frame, Layer, NativeFile, Pixels, Window
from slowglass.core.pipeline.colour.convert import to_transfer


def frame(pixels: Pixels, channels: tuple[str, ...], encoding: Encoding) -> Frame:
    layer = Layer(pixels, channels, encoding)
    return Frame((layer,), Window(0, 0, 5, 4), native=NativeFile("a.png"))


def codes(channels: int = 3, dtype: str = "uint8") -> Pixels:
    return np.random.default_rng(1).integers(0, 256, (4, 5, channels)).astype(dtype)


def test_a_frame_that_is_right_already_is_passed_on_with_its_file() -> None:
    given = frame(codes(), ("R", "G", "B"), Encoding("srgb"))
    assert to_transfer(given, "srgb") is given
    assert to_transfer(given, "any") is given


@pytest.mark.parametrize("transfer", ["log", "data"])
def test_what_is_neither_light_nor_display_code_is_left_alone(transfer: str) -> None:
    given = frame(codes(), ("R", "G", "B"), Encoding(transfer))  # type: ignore[arg-type]
    assert to_transfer(given, "linear") is given


def test_codes_become_light_and_the_file_is_no_longer_theirs() -> None:
    made = to_transfer(frame(codes(), ("R", "G", "B"), Encoding("srgb")), "linear")
    light = srgb_to_linear(torch.from_numpy(codes().astype(np.float32) / 255)).numpy()
    np.testing.assert_allclose(made.layers[0].pixels, light, rtol=1e-6)
    assert made.native is None
    assert made.layers[0].stored_type == "float16"
    assert made.layers[0].encoding.colour_space == "lin_rec709_scene"


def test_half_light_holds_every_8_bit_code_apart() -> None:
    every = np.arange(256, dtype=np.uint8).reshape(16, 16, 1).repeat(3, 2)
    made = to_transfer(frame(every, ("R", "G", "B"), Encoding("srgb")), "linear")
    stored = made.layers[0].with_pixels(made.layers[0].pixels.astype(np.float16).astype(np.float32))
    back = to_transfer(Frame((stored,), Window(0, 0, 16, 16)), "srgb")
    assert np.array_equal(np.round(back.layers[0].pixels * 255).astype(np.uint8), every)


def test_alpha_and_data_do_not_go_through_the_curve() -> None:
    pixels = codes(5, "float32") / 255
    given = frame(pixels, ("R", "G", "B", "A", "Z"), Encoding("linear", "straight"))
    made = to_transfer(given, "srgb").layers[0].pixels
    assert np.array_equal(made[:, :, 3:], pixels[:, :, 3:])
    assert not np.array_equal(made[:, :, :3], pixels[:, :, :3])


def test_premultiplied_colour_is_taken_apart_for_the_curve() -> None:
    straight = np.full((4, 5, 4), (0.5, 0.25, 0.75, 1.0), np.float32)
    faint = straight * np.float32(0.5)
    encoding = Encoding("linear", "premultiplied")
    opaque = to_transfer(frame(straight, tuple("RGBA"), encoding), "srgb").layers[0].pixels
    half = to_transfer(frame(faint, tuple("RGBA"), encoding), "srgb").layers[0].pixels
    np.testing.assert_allclose(half, opaque * 0.5, rtol=1e-6)


def test_light_without_alpha_survives_the_curve() -> None:
    glow = np.full((4, 5, 4), (3.0, 2.0, 1.0, 0.0), np.float32)
    made = to_transfer(frame(glow, tuple("RGBA"), Encoding("linear", "premultiplied")), "srgb")
    assert (made.layers[0].pixels[:, :, :3] > 0.99).all()


def test_float_light_holds_every_16_bit_code_apart() -> None:
    every = np.arange(65536, dtype=np.uint16).reshape(256, 256, 1).repeat(3, 2)
    made = to_transfer(frame(every, ("R", "G", "B"), Encoding("srgb")), "linear")
    assert made.layers[0].stored_type == "float32"
    back = to_transfer(Frame(made.layers, Window(0, 0, 256, 256)), "srgb")
    assert np.array_equal(np.round(back.layers[0].pixels * 65535).astype(np.uint16), every)
