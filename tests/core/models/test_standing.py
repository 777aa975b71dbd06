"""What stands before a moving picture is left alone by every model."""

from __future__ import annotations

from fractions import Fraction as F

import cv2
import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from slowglass.core.composition import compose
from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.models import PairMotion, load_model
from slowglass.core.models.standing import Standing, StillMotion, find_standing

HEIGHT, WIDTH, BAR = 180, 320, 20
CODE = 1 / 255
FEW = 1e-3

Picture = NDArray[np.float32]


def texture(seed: int, height: int = 400, width: int = 600) -> Picture:
    """Something to be seen at every size."""
    rng = np.random.default_rng(seed)
    picture = np.zeros((height, width, 3), np.float32)
    for size, strength in ((48, 0.5), (16, 0.3), (6, 0.25)):
        noise = rng.random((height // size + 2, width // size + 2, 3)).astype(np.float32)
        picture += strength * cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC)
    toned: Picture = np.clip((picture - picture.mean()) * 1.2 + 0.45, 0, 1, dtype=np.float32)
    return toned


def caption(thickness: int) -> NDArray[np.bool_]:
    drawn = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.putText(drawn, "SLOWGLASS 24", (60, 120), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 255, thickness)
    return drawn > 0


def pan(position: int) -> Picture:
    """A picture under an outlined caption, between two bars; moves by whole pixels."""
    picture = texture(3)[60 : 60 + HEIGHT, 100 + position : 100 + position + WIDTH].copy()
    picture[caption(7)] = 0.02
    picture[caption(3)] = 0.95
    picture[:BAR] = picture[-BAR:] = 0
    return np.round(picture * 255).astype(np.float32) / np.float32(255)


@pytest.mark.parametrize("model", ["flow", "slowglass", "blend"])
@pytest.mark.parametrize("way", [6, 12])
def test_captions_and_bars_stay_to_the_code_over_a_pan(model: str, way: int) -> None:
    left, right = pan(0), pan(way)
    for made in load_model(model, "cpu").between(left, right, [F(1, 4), F(1, 2)]):
        assert np.abs(made - left)[caption(3)].max() <= CODE
        np.testing.assert_array_equal(made[:BAR], left[:BAR])
        np.testing.assert_array_equal(made[-BAR:], left[-BAR:])


def test_no_pixel_of_a_caption_is_lent_to_the_picture_beside_it() -> None:
    left, right = (np.where(caption(7)[..., None], p, p * 0.5) for p in (pan(0), pan(12)))
    made = load_model("flow", "cpu").between(left, right, [F(1, 2)])[0]
    near, touching = (
        cv2.dilate(caption(7).astype(np.uint8), np.ones((size, size))).astype(bool)
        for size in (9, 3)
    )
    assert made[near & ~touching].max() <= 0.5 + CODE


def moved(way: float, t: float = 0.5) -> WarpField:
    """Everything moves to the right by ``way`` pixels."""
    flow = torch.zeros(1, 2, 2, HEIGHT, WIDTH)
    flow[:, 0, 0], flow[:, 1, 0] = -way * t, way * (1 - t)
    return WarpField((LEFT, RIGHT), flow, torch.full((1, 2, HEIGHT, WIDTH), 0.5))


def tensor(picture: Picture) -> torch.Tensor:
    return torch.from_numpy(picture).permute(2, 0, 1)[None]


def test_a_thing_that_flies_past_is_not_taken_for_a_hole_in_what_stands() -> None:
    """Between its two places the wall is alike in both frames, and yet it must pass there."""
    wall, ball = texture(5)[:HEIGHT, :WIDTH], texture(6)[:24, :24]
    left, right = wall.copy(), wall.copy()
    left[80:104, 100:124] = right[80:104, 160:184] = ball
    assert find_standing(tensor(left), tensor(right), lambda: moved(60)) is None


def test_a_limb_that_swings_beside_a_moving_body_is_not_either() -> None:
    wall, skin = texture(5)[:HEIGHT, :WIDTH], texture(6)
    left, right = wall.copy(), wall.copy()
    left[30:150, 40:110] = right[30:150, 46:116] = skin[30:150, 10:80]
    left[80:110, 130:146] = right[80:110, 170:186] = skin[80:110, 100:116]
    standing = find_standing(tensor(left), tensor(right), lambda: moved(6))
    assert standing is None or not standing.mask[..., 80:110, 146:170].any()


def test_nothing_stands_in_a_pan_or_in_a_picture_that_does_not_move() -> None:
    left, right = (tensor(texture(3)[:HEIGHT, x : x + WIDTH]) for x in (20, 28))
    assert find_standing(left, right, lambda: moved(-8)) is None
    assert find_standing(left, left, lambda: moved(0)) is None


@pytest.mark.parametrize("turns", range(4))
def test_bars_stand_on_every_side_and_a_still_wall_is_none(turns: int) -> None:
    left, right = (texture(3)[:HEIGHT, x : x + WIDTH].copy() for x in (20, 28))
    left[:BAR] = right[:BAR] = 0
    left[-BAR:] = right[-BAR:] = texture(5)[:BAR, :WIDTH]
    still = WarpField((LEFT, RIGHT), torch.zeros(1, 2, 2, 90, 90), torch.full((1, 2, 90, 90), 0.5))
    first, second = (torch.rot90(tensor(one), turns, (-2, -1)) for one in (left, right))
    standing = find_standing(first, second, lambda: still)
    assert standing is not None
    upright = torch.rot90(standing.mask, -turns, (-2, -1))
    assert upright[..., :BAR, :].all()
    assert not upright[..., -BAR:, :].any()
    assert upright[..., BAR + 1 :, :].float().mean() < FEW


def test_what_stands_is_told_half_way_whichever_frame_of_a_pair_is_made_first() -> None:
    """A run that goes on after a kill begins in the middle of a pair."""
    pair = tensor(pan(0)), tensor(pan(12))
    held = find_standing(*pair, lambda: moved(-12))
    assert held is not None
    moving = PairMotion(lambda t: moved(-12 if t == 0.5 else 0, float(t)))
    motion = StillMotion(moving, lambda half: find_standing(*pair, half))
    for t in (F(1, 8), F(1, 2)):
        weight = motion.field(t).weight[0, 0, held.mask[0, 0]]
        assert (weight == float(1 - t)).all()


def test_a_settled_field_has_weights_that_sum_to_one_and_holds_what_stands() -> None:
    standing = find_standing(tensor(pan(0)), tensor(pan(12)), lambda: moved(-12))
    assert standing is not None
    field = standing.settle(moved(-12), 0.25)
    torch.testing.assert_close(field.weight.sum(1), torch.ones(1, HEIGHT, WIDTH))
    held = standing.mask[0, 0]
    assert not field.flow[0, :, :, held].any()
    assert (field.weight[0, 0, held] == 0.75).all()
    assert (field.weight[0, 1, held] == 0.25).all()


def thin_words(picture: Picture) -> Picture:
    """Return a picture under letters of a pixel or two, whose rims it shows through."""
    drawn = np.zeros((HEIGHT * 4, WIDTH * 4), np.uint8)
    cv2.putText(drawn, "thin letters", (160, 480), cv2.FONT_HERSHEY_SIMPLEX, 3, 255, 8, cv2.LINE_AA)
    covered = cv2.resize(drawn, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)[..., None] / 255
    mixed = picture * (1 - covered) + 0.95 * covered
    return np.round(mixed * 255).astype(np.float32) / np.float32(255)


def solid_words() -> NDArray[np.bool_]:
    solid: NDArray[np.bool_] = thin_words(np.zeros((HEIGHT, WIDTH, 3), np.float32))[..., 0] > 0.945
    assert solid.sum() > 300
    return solid


@pytest.mark.parametrize("model", ["flow", "slowglass"])
def test_thin_letters_stay_with_their_rims(model: str) -> None:
    ground = texture(3)
    left, right = (thin_words(ground[60 : 60 + HEIGHT, 100 + x : 100 + x + WIDTH]) for x in (0, 16))
    made = load_model(model, "cpu").between(left, right, [F(1, 2)])[0]
    assert np.abs(made - left)[solid_words()].max() <= CODE
    rims = cv2.dilate(solid_words().astype(np.uint8), np.ones((3, 3))).astype(bool)
    low, high = np.minimum(left, right) - CODE, np.maximum(left, right) + CODE
    assert ((made >= low) & (made <= high))[rims].mean() > 0.98


def test_letters_stay_over_a_body_that_passes_a_still_wall() -> None:
    wall, skin = texture(5)[:HEIGHT, :WIDTH], texture(6)[:HEIGHT, :120]
    left, right = wall.copy(), wall.copy()
    left[:, 60:180], right[:, 84:204] = skin, skin
    pair = tensor(thin_words(left)), tensor(thin_words(right))
    model = load_model("flow", "cpu")
    loose, kept = (
        compose(*pair, motion.field(F(1, 2)))[0].permute(1, 2, 0).numpy()
        for motion in (model.motion(*pair), model.still_motion(*pair))
    )
    off = [np.abs(one - thin_words(left)).max(2)[solid_words()] > CODE for one in (loose, kept)]
    assert off[0].mean() > 0.1
    assert off[1].mean() < 0.02


def test_what_all_samples_would_take_from_a_caption_is_mixed_from_its_own_place() -> None:
    mask = torch.zeros(1, 1, HEIGHT, WIDTH, dtype=torch.bool)
    mask[..., 40:60], mask[..., 64:84] = True, True
    field = Standing(mask).settle(moved(20), 0.25)
    between = np.s_[0, :, :, 100, 62]
    assert not field.flow[between].any()
    assert field.weight[0, :, 100, 62].tolist() == [0.75, 0.25]
    assert field.flow[0, 0, 0, 100, 120] == -10


def test_in_a_matte_the_nearer_frame_is_shown() -> None:
    mask = torch.zeros(1, 1, HEIGHT, WIDTH, dtype=torch.bool)
    mask[..., 40:60] = True
    for t, expected in ((0.49, [1, 0]), (0.5, [0, 1])):
        field = Standing(mask, switches=True).settle(moved(20, t), t)
        assert field.weight[0, :, 100, 50].tolist() == expected


def test_motion_that_is_written_out_is_none_where_something_stands() -> None:
    pair = tensor(pan(0)), tensor(pan(12))
    way = torch.full((1, 2, HEIGHT, WIDTH), -12.0)
    moving = PairMotion(lambda t: moved(-12, float(t)), ways=lambda: (way, -way))
    ways = StillMotion(moving, lambda half: find_standing(*pair, half)).known_ways()
    assert ways is not None
    there, back = ways
    held = find_standing(*pair, lambda: moved(-12))
    assert held is not None
    assert not there[:, :, held.mask[0, 0]].any()
    assert (back[:, :, ~held.mask[0, 0]] == 12).all()
