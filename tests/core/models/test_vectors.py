"""The renderer's own vectors: exact where motion is known, right about what hides what."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
import torch

from slowglass.core.composition.frame import compose_frame
from slowglass.core.errors import ModelError
from slowglass.core.field import WarpField
from slowglass.core.frames import Frame, Layer, Window
from slowglass.core.models.load import load_model
from slowglass.core.models.loaded import PairMotion
from tests.core.models.vector_frames import (
    HEIGHT,
    NEAR,
    WIDTH,
    Plane,
    even,
    square_frame,
    square_mask,
    vector_frame,
)
from tests.tolerances import FLOAT32_ROUNDING, GUESSED_OCCLUSION_PART

HALF = Fraction(1, 2)
FORWARD_ONLY = "forward=-Vector.Z,-Vector.W"
CPU = torch.device("cpu")


def motion_of(left: Frame, right: Frame, frames_apart: int = 1, vectors: str = "") -> PairMotion:
    return load_model("vectors", "cpu", vectors).frame_motion(left, right, frames_apart)


def made_at(t: Fraction, left: Frame, right: Frame, vectors: str = "") -> Frame:
    return compose_frame(left, right, motion_of(left, right, vectors=vectors).field(t), CPU)


def outline_band(position: float) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Where a sample may touch both surfaces."""
    mask = square_mask(position)
    band = np.zeros_like(mask)
    for down in (-1, 0, 1):
        for across in (-1, 0, 1):
            band |= np.roll(mask, (down, across), (0, 1)) != mask
    return band


def plain(to_next: Plane, to_previous: Plane | None = None) -> Frame:
    height, width = to_next.shape[:2]
    return vector_frame(np.zeros((height, width, 3), np.float32), to_next, to_previous)


def middle(field: WarpField) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Flows to the left and to the right in the middle of the picture."""
    height, width = field.flow.shape[-2:]
    flow: np.ndarray[tuple[int, ...], np.dtype[np.float32]] = field.flow[
        0, :, :, height // 2, width // 2
    ].numpy()
    return flow


def test_motion_by_whole_pixels_is_exact_but_for_the_outline() -> None:
    truth, made = square_frame(0.5), made_at(HALF, square_frame(0), square_frame(1))
    known = ~outline_band(0.5)
    assert np.array_equal(made.layers[0].pixels[known], truth.layers[0].pixels[known])


def test_each_band_comes_from_the_side_that_sees_it() -> None:
    field = motion_of(square_frame(0), square_frame(1)).field(HALF)
    right_weight = field.weight[0, 1].numpy()
    now, before, after = (square_mask(p) for p in (0.5, 0, 1))
    hidden_left = np.roll(before, 1, 1) & ~now & ~outline_band(0.5)
    hidden_right = np.roll(after, -1, 1) & ~now & ~outline_band(0.5)
    # a ground pixel at t was one pixel to the left in the left frame, and will be one to the right
    assert hidden_left.sum() > 20
    assert hidden_right.sum() > 20
    assert (right_weight[hidden_left] > 0.99).all()
    assert (right_weight[hidden_right] < 0.01).all()


def test_weights_sum_to_one_and_still_frames_stay() -> None:
    still = square_frame(0)
    vectors = [name for name in still.layers[0].channels if ".Vector." in name]
    pixels = still.layers[0].pixels.copy()
    pixels[..., [still.layers[0].channels.index(name) for name in vectors]] = 0
    still = replace(still, layers=(still.layers[0].with_pixels(pixels),))
    field = motion_of(still, still).field(Fraction(1, 3))
    np.testing.assert_allclose(field.weight.sum(1), 1, **FLOAT32_ROUNDING)
    assert not field.flow.any()
    assert np.array_equal(made_at(HALF, still, still).layers[0].pixels, pixels)


def test_even_acceleration_bends_the_path() -> None:
    # places -2, 0, 6 and 0, 6, 16: x(t) = 4 t + 2 t^2, in the middle 2.5
    left, right = plain(even(6, 0), even(-2, 0)), plain(even(10, 0), even(-6, 0))
    flow = middle(motion_of(left, right).field(HALF))
    np.testing.assert_allclose(flow, [[-2.5, 0], [3.5, 0]], **FLOAT32_ROUNDING)


def test_a_bounce_is_no_acceleration_after_it() -> None:
    # down by 6 into the left frame, up by 6 out of it, evenly
    left, right = plain(even(0, -6), even(0, -6)), plain(even(0, -6), even(0, 6))
    flow = middle(motion_of(left, right).field(HALF))
    np.testing.assert_allclose(flow, [[0, 3], [0, -3]], **FLOAT32_ROUNDING)


def test_a_pair_two_frames_apart_follows_the_path_that_far() -> None:
    # places 0, 1, 4, 9 at frames 0 to 3; the pair is 1 and 3, the middle is frame 2
    left, right = plain(even(3, 0), even(-1, 0)), plain(even(7, 0), even(-5, 0))
    flow = middle(motion_of(left, right, frames_apart=2).field(HALF))
    np.testing.assert_allclose(flow, [[-3, 0], [5, 0]], **FLOAT32_ROUNDING)


def test_without_depth_what_hides_what_is_guessed_and_said() -> None:
    left, right = (_without(square_frame(position), "Depth.Z") for position in (0, 1))
    motion = motion_of(left, right)
    made = compose_frame(left, right, motion.field(HALF), CPU).layers[0].pixels
    known = ~outline_band(0.5)
    exact = (made == square_frame(0.5).layers[0].pixels[..., :-1]).all(-1)
    assert exact[known].mean() > GUESSED_OCCLUSION_PART
    assert [note[:8] for note in motion.notes] == ["No depth"]


def test_forward_vectors_alone_are_enough_for_even_motion_and_that_is_said() -> None:
    left, right = (_without(square_frame(position), "Vector.X", "Vector.Y") for position in (0, 1))
    motion = motion_of(left, right, vectors=FORWARD_ONLY)
    made = compose_frame(left, right, motion.field(HALF), CPU).layers[0].pixels
    known = ~outline_band(0.5)
    assert np.array_equal(made[known][:, :3], square_frame(0.5).layers[0].pixels[known][:, :3])
    assert ["forward only" in note for note in motion.notes] == [True]


def test_frames_without_vectors_are_refused_with_what_they_have() -> None:
    bare = _without(square_frame(0), "Vector.X", "Vector.Y", "Vector.Z", "Vector.W")
    with pytest.raises(ModelError, match=r"Vector\.Z.*ViewLayer\.Combined\.R, .*Depth\.Z"):
        motion_of(bare, bare)
    half = _without(square_frame(0), "Vector.W")
    with pytest.raises(ModelError, match=r"ViewLayer\.Vector\.W.*ViewLayer\.Vector\.X"):
        motion_of(half, half)


def test_pictures_alone_are_refused() -> None:
    picture = np.zeros((HEIGHT, WIDTH, 3), np.float32)
    with pytest.raises(ModelError, match="pictures alone"):
        load_model("vectors", "cpu").between(picture, picture, [HALF])


def test_the_vectors_of_the_visible_layer_are_read_whatever_else_there_is() -> None:
    frame = square_frame(0)
    (layer,) = frame.layers
    other = replace(
        layer.with_pixels(layer.pixels * 3),
        channels=tuple(name.replace("ViewLayer", "Fog") for name in layer.channels),
    )
    seen = _without(replace(frame, layers=(layer,)), "none")
    both = replace(frame, layers=(_without_layer(other, "Combined"), *seen.layers))
    alone, among = (motion_of(f, f).field(HALF) for f in (frame, both))
    assert torch.equal(alone.flow, among.flow)


def test_vectors_in_a_window_and_part_of_their_own_are_found() -> None:
    # 4 pixels more to the left, 2 fewer at the right
    vectors = np.zeros((16, 26, 2), np.float32)
    vectors[...] = (-3, 1)
    colour = Layer(np.zeros((16, 24, 3), np.float32), ("R", "G", "B"))
    layer = Layer(
        vectors, ("X", "Y"), data_window=Window(-4, 0, 26, 16), part=1, part_name="motionvector"
    )
    frame = Frame((colour, layer), Window(0, 0, 24, 16))
    field = motion_of(frame, frame, vectors="forward=motionvector.X,motionvector.Y;y=down").field(
        HALF
    )
    np.testing.assert_allclose(middle(field), [[1.5, -0.5], [-1.5, 0.5]], **FLOAT32_ROUNDING)
    np.testing.assert_allclose(field.flow[..., 1:, -1], 0, **FLOAT32_ROUNDING)


def test_pixels_that_a_bright_thing_shares_with_emptiness_go_with_it() -> None:
    # a lamp of 100 moves 6 pixels before nothing; a hundredth of it spills over the edge pixels
    def lamp(left: int) -> Frame:
        picture = np.zeros((16, 32, 3), np.float32)
        picture[4:12, left - 1 : left + 7] = 1.0
        picture[5:11, left : left + 6] = 100.0
        inside = picture[..., 0] == 100.0
        to_next = np.where(inside[..., None], (6, 0), (0, 0)).astype(np.float32)
        depth = np.where(inside, np.float32(NEAR), np.float32(1e10))
        return vector_frame(picture, to_next, -to_next, depth)

    made = made_at(HALF, lamp(6), lamp(12)).layers[0].pixels[..., 0]
    truth = lamp(9).layers[0].pixels[..., 0]
    inside = truth == 100.0
    assert np.array_equal(made[inside], truth[inside])
    assert made[truth == 0].max() < 0.1


def _without(frame: Frame, *names: str) -> Frame:
    layers = tuple(_without_layer(layer, *names) for layer in frame.layers)
    return replace(frame, layers=layers)


def _without_layer(layer: Layer, *names: str) -> Layer:
    """Return a layer without the channels whose names hold one of ``names``."""
    kept = [k for k, c in enumerate(layer.channels) if not any(name in c for name in names)]
    return replace(
        layer, pixels=layer.pixels[..., kept], channels=tuple(layer.channels[k] for k in kept)
    )


def test_film_that_has_no_vectors_fades_instead_of_breaking_up() -> None:
    # before emptiness Blender gives film no vectors, and a depth in some pixels by chance
    generator = np.random.default_rng(3)

    def film(left: int) -> Frame:
        picture = np.zeros((24, 32, 3), np.float32)
        picture[4:20, left : left + 12] = 0.5
        seen = (picture[..., 0] > 0) & (generator.random((24, 32)) < 0.5)
        depth = np.where(seen, np.float32(NEAR), np.float32(1e10))
        still = np.zeros((24, 32, 2), np.float32)
        return vector_frame(picture, still, still, depth)

    made = made_at(HALF, film(6), film(14)).layers[0].pixels[4:20, :, 0]
    np.testing.assert_allclose(made[:, 6:14], 0.25, **FLOAT32_ROUNDING)
    np.testing.assert_allclose(made[:, 18:26], 0.25, **FLOAT32_ROUNDING)
    np.testing.assert_allclose(made[:, 14:18], 0.5, **FLOAT32_ROUNDING)
