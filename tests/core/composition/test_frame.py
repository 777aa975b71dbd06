"""Whole frames: every layer by its own rule, in its own window."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from slowglass.core.composition.frame import compose_frame
from slowglass.core.errors import UnsupportedMediaError
from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.frames import Encoding, Frame, Layer, Pixels, Window

CPU = torch.device("cpu")
DISPLAY = Window(0, 0, 16, 12)
LINEAR = Encoding("linear", "premultiplied")


def field(right_weight: float = 0.25, shift: float = 0.0) -> WarpField:
    flow = torch.zeros(1, 2, 2, 12, 16)
    flow[:, LEFT, 0], flow[:, RIGHT, 0] = shift, shift
    weight = torch.tensor([1 - right_weight, right_weight])[None, :, None, None]
    return WarpField((LEFT, RIGHT), flow, weight.expand(1, 2, 12, 16))


def layer(
    dtype: str,
    channels: tuple[str, ...],
    seed: int,
    encoding: Encoding = LINEAR,
    window: Window | None = None,
) -> Layer:
    generator = np.random.default_rng(seed)
    size = (12, 16) if window is None else (window.height, window.width)
    pixels: Pixels = generator.random((*size, len(channels))) * 200
    return Layer(pixels.astype(dtype), channels, encoding, window)


def frame(*layers: Layer) -> Frame:
    return Frame(layers, DISPLAY)


def test_half_colour_is_mixed_in_float_and_remembers_its_type() -> None:
    left, right = (layer("float16", ("R", "G", "B"), seed) for seed in (1, 2))
    (made,) = compose_frame(frame(left), frame(right), field(), CPU).layers
    expected = left.pixels.astype(np.float32) * 0.75 + right.pixels.astype(np.float32) * 0.25
    np.testing.assert_allclose(made.pixels, expected, rtol=1e-6)
    assert made.pixels.dtype == np.float32
    assert made.stored_type == "float16"


def test_depth_and_colour_of_one_layer_go_by_their_own_rules() -> None:
    names = ("B", "G", "R", "ViewLayer.Depth.Z")
    left, right = (layer("float32", names, seed) for seed in (1, 2))
    (made,) = compose_frame(frame(left), frame(right), field(), CPU).layers
    depths = (picture.pixels[:, :, 3] for picture in (left, right))
    near, far = next(depths), next(depths)
    apart = np.abs(near - far) > 0.25 * np.maximum(near, far)
    assert apart.sum() > 50
    assert np.array_equal(made.pixels[apart, 3], near[apart])
    assert not np.array_equal(made.pixels[:, :, 0], left.pixels[:, :, 0])


def test_ids_keep_every_bit_and_come_from_one_side() -> None:
    generator = np.random.default_rng(1)
    ids = generator.integers(0, 2**32, (2, 12, 16, 1), np.uint32)
    left, right = (Layer(one, ("id",), Encoding("data")) for one in ids)
    (made,) = compose_frame(frame(left), frame(right), field(0.75, shift=1.0), CPU).layers
    assert made.pixels.dtype == np.uint32
    assert np.array_equal(made.pixels[:, :-1], right.pixels[:, 1:])


def test_codes_of_eight_bits_become_parts_of_one() -> None:
    left, right = (layer("uint8", ("R", "G", "B"), s, Encoding("srgb")) for s in (1, 2))
    (made,) = compose_frame(frame(left), frame(right), field(0.5), CPU).layers
    expected = (left.pixels.astype(float) + right.pixels) / 510
    np.testing.assert_allclose(made.pixels, expected, rtol=1e-5)
    assert made.stored_type == "uint8"


def test_hidden_straight_colour_does_not_bleed_into_what_is_seen() -> None:
    straight = Encoding("srgb", "straight")
    pixels = np.zeros((2, 12, 16, 4), np.float32)
    pixels[0] = (1, 0, 0, 1)
    pixels[1] = (0, 1, 0, 0)
    left, right = (Layer(one, ("R", "G", "B", "A"), straight) for one in pixels)
    (made,) = compose_frame(frame(left), frame(right), field(0.5), CPU).layers
    np.testing.assert_allclose(made.pixels[0, 0], (1, 0, 0, 0.5))


def test_straight_colour_under_no_alpha_at_all_is_kept() -> None:
    straight = Encoding("srgb", "straight")
    pixels = np.zeros((12, 16, 4), np.float32)
    pixels[...] = (0.3, 0.2, 0.1, 0)
    left, right = (Layer(pixels.copy(), ("R", "G", "B", "A"), straight) for _ in range(2))
    (made,) = compose_frame(frame(left), frame(right), field(0.5), CPU).layers
    assert np.array_equal(made.pixels, pixels)


def test_light_without_alpha_survives_where_colour_is_premultiplied() -> None:
    pixels = np.zeros((12, 16, 4), np.float32)
    pixels[...] = (50, 20, 10, 0)
    left, right = (Layer(pixels.copy(), ("R", "G", "B", "A"), LINEAR) for _ in range(2))
    (made,) = compose_frame(frame(left), frame(right), field(0.5), CPU).layers
    assert np.array_equal(made.pixels, pixels)


def test_data_windows_are_joined_and_what_is_missing_is_zero() -> None:
    left = layer("float32", ("R", "G", "B"), 1, window=Window(-2, 3, 8, 6))
    right = layer("float32", ("R", "G", "B"), 2, window=Window(1, 1, 9, 6))
    (made,) = compose_frame(frame(left), frame(right), field(0.25), CPU).layers
    assert made.data_window == Window(-2, 1, 12, 8)
    both = left.pixels[1, 4] * 0.75 + right.pixels[3, 1] / 4
    for place, expected in (
        ((3, 4), both),
        ((7, 0), left.pixels[5, 0] * 0.75),
        ((0, 5), right.pixels[0, 2] / 4),
    ):
        np.testing.assert_allclose(made.pixels[place], expected, rtol=1e-6)


def test_other_channels_in_the_neighbour_are_refused() -> None:
    one, other = layer("float32", ("R", "G", "B"), 1), layer("float32", ("Y",), 1)
    with pytest.raises(UnsupportedMediaError, match="same channels"):
        compose_frame(frame(one), frame(other), field(), CPU)


def test_not_a_number_reaches_no_neighbour() -> None:
    left = layer("float32", ("R", "G", "B"), 1)
    left.pixels[5, 7] = (np.nan, np.inf, -np.inf)
    (made,) = compose_frame(frame(left), frame(left), field(0.5, shift=0.5), CPU).layers
    assert np.isfinite(made.pixels).all()
    np.testing.assert_allclose(made.pixels[5, 6], left.pixels[5, 6])
    np.testing.assert_allclose(made.pixels[5, 7], left.pixels[5, 8])


def test_what_is_not_a_number_in_all_samples_stays_so() -> None:
    left = layer("float32", ("R", "G", "B"), 1)
    left.pixels[5, 7] = (np.nan, np.inf, -np.inf)
    (made,) = compose_frame(frame(left), frame(left), field(0.5), CPU).layers
    np.testing.assert_array_equal(made.pixels, left.pixels)


def test_the_users_policy_comes_before_the_name() -> None:
    left, right = (layer("float32", ("R", "Z"), seed) for seed in (1, 2))
    asked = (("Z", "blend"), ("*", "nearest"))
    (made,) = compose_frame(frame(left), frame(right), field(0.25), CPU, asked).layers
    mean = left.pixels[..., 1] * 0.75 + right.pixels[..., 1] / 4
    np.testing.assert_allclose(made.pixels[..., 1], mean, rtol=1e-6)
    assert np.array_equal(made.pixels[..., 0], left.pixels[..., 0])


def test_codes_taken_whole_beside_mixed_ones_are_parts_of_one_too() -> None:
    left, right = (layer("uint8", ("R", "mask"), s, Encoding("srgb")) for s in (1, 2))
    asked = (("mask", "nearest"),)
    (made,) = compose_frame(frame(left), frame(right), field(0.25), CPU, asked).layers
    np.testing.assert_allclose(made.pixels[..., 1], left.pixels[..., 1] / 255, rtol=1e-6)


def test_a_cryptomatte_is_one_across_the_parts_of_a_file() -> None:
    pixels = np.zeros((2, 12, 16, 4), np.float32)
    pixels[0, ..., :2], pixels[1, ..., :2] = (11, 0.75), (22, 0.25)
    one, other = (
        Layer(part, tuple("RGBA"), LINEAR, part=k, part_name=f"crypto_object0{k}")
        for k, part in enumerate(pixels)
    )
    swapped = [Layer(p.pixels.copy(), tuple("RGBA"), LINEAR, None, p.part, "", p.part_name)
               for p in (one, other)]  # fmt: skip
    swapped[0].pixels[..., :2], swapped[1].pixels[..., :2] = (22, 0.5), (0, 0)
    made = compose_frame(frame(one, other), frame(*swapped), field(0.5), CPU).layers
    np.testing.assert_array_equal(made[0].pixels[3, 3], (11, 0.375, 22, 0.375))
    assert not made[1].pixels.any()


def test_what_a_model_adds_goes_to_opaque_display_colour_alone() -> None:
    own = replace(
        field(), residual=torch.tensor([0.1, 0.2, 0.3])[None, :, None, None].expand(1, 3, 12, 16)
    )
    for encoding, channels, expected in (
        (Encoding("srgb"), ("B", "G", "R", "Z"), (0.3, 0.2, 0.1, 0.0)),
        (Encoding("srgb", "straight"), ("R", "G", "B", "A"), (0.0,) * 4),
        (LINEAR, ("R", "G", "B"), (0.0,) * 3),
    ):
        left, right = (layer("uint16", channels, s, encoding) for s in (1, 2))
        (plain,) = compose_frame(frame(left), frame(right), field(), CPU).layers
        (made,) = compose_frame(frame(left), frame(right), own, CPU).layers
        added = made.pixels - plain.pixels
        np.testing.assert_allclose(added, np.broadcast_to(expected, added.shape), atol=1e-6)
