"""Where things cross, mattes and depth give what is hidden; where layers agree nothing changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
import torch

from slowglass.core.composition import compose_frame
from slowglass.core.depth import FARTHEST, distances
from slowglass.core.field import WarpField
from slowglass.core.frames import Encoding, Frame, Guide, Layer
from slowglass.core.layers import pair_motion
from slowglass.core.models import load_model
from slowglass.core.proxy import pair_proxies
from tests.clips import Picture
from tests.core.layers import crossing
from tests.tolerances import ALIKE_LAYERS_MEAN, DEPTH_GAIN_DB, MATTE_GAIN_DB

CPU = torch.device("cpu")
HALF = Fraction(1, 2)
At = Callable[[float], Frame]


def field_of(left: Frame, right: Frame, t: Fraction = HALF, model: str = "flow") -> WarpField:
    proxies = pair_proxies(left, right, CPU)
    with torch.inference_mode():
        return pair_motion(load_model(model, "cpu"), left, right, 1, proxies).field(t)


def made(left: Frame, right: Frame, t: Fraction = HALF) -> Picture:
    field = field_of(left, right, t)
    picture: Picture = compose_frame(left, right, field, CPU).layers[0].pixels
    return picture


def psnr_in_band(at: At, last: float, t: Fraction = HALF) -> float:
    """In dB, where the frame at 0 or the last one hides what is seen at ``t`` between them."""
    time = float(t) * last
    error = (made(at(0), at(last), t) - crossing.picture(time)) ** 2
    return float(-10 * np.log10(error[crossing.occluded(time, last)].mean()))


@pytest.mark.parametrize("t", [Fraction(1, 4), HALF], ids=str)
def test_mattes_give_what_is_hidden(t: Fraction) -> None:
    without = psnr_in_band(crossing.frame, 1, t)
    assert psnr_in_band(crossing.with_mattes, 1, t) > without + MATTE_GAIN_DB


def test_depth_gives_what_is_hidden() -> None:
    without = psnr_in_band(crossing.frame, 0.5)
    assert psnr_in_band(crossing.with_depth, 0.5) > without + DEPTH_GAIN_DB


def test_depth_changes_nothing_where_samples_agree() -> None:
    without, by_depth = (made(at(0), at(0.5)) for at in (crossing.frame, crossing.with_depth))
    np.testing.assert_array_equal(by_depth[95:], without[95:])
    assert (by_depth != without).any()


def test_an_outline_before_nothing_stays_as_it_is() -> None:
    """Its pixels are of one thing in part, and no depth says which."""

    def at(time: float) -> Frame:
        empty = np.full((crossing.HEIGHT, crossing.WIDTH), FARTHEST, np.float32)
        away = np.where(crossing.shown(crossing.NEAR, time) > 0, np.float32(2), empty)
        return replace(crossing.frame(time), guides=(Guide("depth", away, "Z"),))

    without, by_depth = made(crossing.frame(0), crossing.frame(0.5)), made(at(0), at(0.5))
    band = crossing.occluded(0.25, 0.5)
    np.testing.assert_array_equal(by_depth[band], without[band])


def test_what_is_next_to_the_lens_is_before_all_else() -> None:
    def at(time: float, nearest: float) -> Frame:
        depth = Layer(crossing.depth(time)[..., None], ("Z",), Encoding("data"))
        near = crossing.shown(crossing.NEAR, time) > 0
        depth.pixels[near] = nearest
        away = distances(Frame((depth,), crossing.frame(0).display_window), depth, 0)
        return replace(crossing.frame(time), guides=(Guide("depth", away, "Z"),))

    one, other = (made(at(0, nearest), at(0.5, nearest)) for nearest in (1e-42, 1e-3))
    np.testing.assert_array_equal(one, other)


def test_ground_that_recedes_is_before_nothing() -> None:
    rows = np.linspace(1 / 40, 1 / 2, crossing.HEIGHT, dtype=np.float32)[:, None]
    recedes = 1 / np.broadcast_to(rows, (crossing.HEIGHT, crossing.WIDTH))
    guides = (Guide("depth", np.ascontiguousarray(recedes), "Z"),)
    plain = field_of(crossing.frame(0), crossing.frame(0.5))
    left, right = (replace(crossing.frame(t), guides=guides) for t in (0, 0.5))
    same = field_of(left, right)
    assert torch.equal(plain.flow, same.flow)
    assert torch.equal(plain.weight, same.weight)


def test_what_stands_still_stays_to_the_bit_under_mattes() -> None:
    still = crossing.with_mattes(0)
    np.testing.assert_array_equal(made(still, still), still.layers[0].pixels)


def test_layers_that_move_alike_are_as_if_they_were_one() -> None:
    squares = [replace(one, speed=(crossing.GROUND_SPEED, 0)) for one in crossing.SQUARES]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crossing, "SQUARES", tuple(squares))
        without, layered = (made(at(0), at(1)) for at in (crossing.frame, crossing.with_mattes))
        error = np.abs(layered - without)[:, 8:-8]
    assert error.mean() < ALIKE_LAYERS_MEAN


def test_a_still_layer_stays_where_it_is() -> None:
    left, right = (
        replace(one, guides=(replace(one.guides[0], kind="still"),))
        for one in (crossing.with_mattes(0), crossing.with_mattes(0))
    )
    moved = replace(crossing.frame(1), guides=right.guides)
    field = field_of(left, moved)
    inside = torch.from_numpy(crossing.NEAR.mask(0))
    counts = field.weight[0] > 0
    assert not field.flow[0].abs().sum(1)[counts & inside].any()


def test_what_one_frame_alone_shows_is_no_layer() -> None:
    left, right = crossing.with_mattes(0), crossing.with_mattes(1)
    nothing = tuple(replace(one, pixels=np.zeros_like(one.pixels)) for one in right.guides)
    plain = field_of(crossing.frame(0), crossing.frame(1))
    assert torch.equal(plain.flow, field_of(left, replace(right, guides=nothing)).flow)


def test_depth_orders_the_mattes_of_one_pattern() -> None:
    def at(time: float, places: tuple[int, int]) -> Frame:
        near, far = crossing.with_mattes(time).guides
        depth = crossing.with_depth(time).guides
        guides = (replace(far, order=places[1]), replace(near, order=places[0]), *depth)
        return replace(crossing.frame(time), guides=guides)

    def pixels(places: tuple[int, int]) -> Picture:
        return made(at(0, places), at(1, places))

    np.testing.assert_array_equal(pixels((0, 0)), pixels((0, 1)))
    assert (pixels((0, 0)) != pixels((1, 0))).any()


def notes_of(left: Frame, right: Frame, model: str) -> str:
    proxies = pair_proxies(left, right, CPU)
    return " ".join(pair_motion(load_model(model, "cpu"), left, right, 1, proxies).notes)


def test_models_that_do_not_look_leave_layers_alone_and_say_so() -> None:
    pair = crossing.with_mattes(0), crossing.with_mattes(1)
    plain = field_of(crossing.frame(0), crossing.frame(1), model="blend")
    assert torch.equal(plain.weight, field_of(*pair, model="blend").weight)
    assert "mattes change nothing" in notes_of(*pair, "blend")


def test_depth_that_tells_nothing_is_left_out_and_said() -> None:
    far = (Guide("depth", np.full((crossing.HEIGHT, crossing.WIDTH), FARTHEST, np.float32), "Z"),)
    left, right = (replace(crossing.frame(t), guides=far) for t in (0, 0.5))
    assert torch.equal(
        field_of(left, right).flow, field_of(crossing.frame(0), crossing.frame(0.5)).flow
    )
    assert "tells nothing" in notes_of(left, right, "flow")
