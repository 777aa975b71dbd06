"""Data of surfaces: interpolated on them, never between them."""

from __future__ import annotations

import math

import pytest
import torch

from slowglass.core.composition import edges
from slowglass.core.composition.edges import DEPTH, POSITION, UV, VECTOR, Surfaces
from tests.core.composition.fields import HEIGHT, WIDTH, even, field, step
from tests.tolerances import FLOAT32_ROUNDING

FAR = [1e10, math.inf]


def test_depth_of_one_surface_is_interpolated() -> None:
    slope = 10 + torch.arange(WIDTH).float().expand(1, 1, HEIGHT, WIDTH) / 10
    made = Surfaces(slope, slope + 0.4, DEPTH).at(field(0.25, shift=0.5))
    expected = slope[..., :-1] + 0.05 + 0.1
    torch.testing.assert_close(made[..., :-1], expected, **FLOAT32_ROUNDING)


@pytest.mark.parametrize("far", [*FAR, 20.0, -3.0])
def test_no_depth_appears_that_neither_surface_has(far: float) -> None:
    picture = step(2.0, far)
    made = Surfaces(picture, picture, DEPTH).at(field(0.5, shift=0.4))
    assert torch.equal(made, step(2.0, far))
    moved = Surfaces(picture, picture, DEPTH).at(field(0.5, shift=0.6))
    assert torch.equal(moved, step(2.0, far, column=7))


@pytest.mark.parametrize("far", FAR)
def test_of_two_sides_that_disagree_the_heavier_is_taken(far: float) -> None:
    near, away = even(2.0), even(far)
    assert torch.equal(Surfaces(near, away, DEPTH).at(field(0.4)), near)
    assert torch.equal(Surfaces(near, away, DEPTH).at(field(0.6)), away)


def test_what_does_not_change_does_not_change_by_a_bit() -> None:
    picture = torch.randn(1, 3, HEIGHT, WIDTH, generator=torch.Generator().manual_seed(1)) * 1e3
    for agreement in (DEPTH, VECTOR, POSITION):
        assert torch.equal(Surfaces(picture, picture, agreement).at(field(0.3)), picture)


def test_not_a_number_has_no_weight() -> None:
    left, right = even(math.nan), even(3.0)
    assert torch.equal(Surfaces(left, right, DEPTH).at(field(0.1)), right)
    assert Surfaces(left, left, DEPTH).at(field(0.1)).isnan().all()


@pytest.mark.parametrize("power", [-8, 20])
@pytest.mark.parametrize("agreement", [DEPTH, VECTOR, POSITION])
def test_scale_is_kept_exactly(power: int, agreement: edges.Agreement) -> None:
    generator = torch.Generator().manual_seed(2)
    left, right = torch.randn(2, 1, 3, HEIGHT, WIDTH, generator=generator) + 2
    scale = 2.0**power
    made = Surfaces(left, right, agreement).at(field(0.3, shift=0.37))
    scaled = Surfaces(left * scale, right * scale, agreement).at(field(0.3, shift=0.37))
    assert torch.equal(scaled, made * scale)


def test_positions_near_the_origin_are_interpolated() -> None:
    x = (torch.arange(WIDTH).float() - 8).expand(HEIGHT, WIDTH)
    y = (torch.arange(HEIGHT).float() - 6)[:, None].expand(HEIGHT, WIDTH)
    picture = torch.stack([x, y, torch.zeros_like(x)])[None] / 10
    made = Surfaces(picture, picture, POSITION).at(field(0.5, shift=0.3))
    expected = picture[..., :-1] + torch.tensor([0.03, 0, 0])[:, None, None]
    torch.testing.assert_close(made[..., :-1], expected, **FLOAT32_ROUNDING)


def test_uv_is_not_mixed_across_its_wrap() -> None:
    u = (torch.arange(WIDTH).float() / WIDTH + 0.5) % 1
    picture = u.expand(1, 1, HEIGHT, WIDTH)
    made = Surfaces(picture, picture, UV).at(field(0.5, shift=0.25))[0, 0, 0, :-1]
    turned = (made - u[:-1]) % 1
    assert ((turned - 0.25 / WIDTH).abs() < 0.5 / WIDTH).all()
    smooth = torch.arange(WIDTH - 1) != 7
    torch.testing.assert_close(turned[smooth], torch.full((14,), 0.25 / WIDTH), **FLOAT32_ROUNDING)


def test_the_motion_of_two_objects_is_not_mixed() -> None:
    fast, slow = even(8.0, 0.0), even(0.5, 0.5)
    assert torch.equal(Surfaces(fast, slow, VECTOR).at(field(0.4)), fast)


def test_strips_give_the_whole_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    from slowglass.core.composition import sampling as compose

    picture = torch.randn(1, 3, HEIGHT, WIDTH, generator=torch.Generator().manual_seed(3))
    whole = Surfaces(picture, picture + 0.1, POSITION).at(field(0.3, shift=1.3))
    monkeypatch.setattr(compose, "STRIP_SAMPLES", WIDTH * 3 * 2 * 5)
    assert torch.equal(Surfaces(picture, picture + 0.1, POSITION).at(field(0.3, shift=1.3)), whole)
