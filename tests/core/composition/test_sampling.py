"""Composition: mixing by weight, taking whole, and leaving equal things equal."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from slowglass.core.composition import sampling as composition
from slowglass.core.composition.sampling import compose, scale_field
from slowglass.core.composition.windows import field_in
from slowglass.core.errors import ShapeError
from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.frames import Window
from tests.tolerances import FLOAT32_ROUNDING


def field(weights: list[float], size: tuple[int, int] = (6, 8), shift: float = 0.0) -> WarpField:
    count = len(weights)
    flow = torch.zeros(1, count, 2, *size)
    flow[:, :, 0] = shift
    weight = torch.tensor(weights)[None, :, None, None].expand(1, count, *size)
    sides = (LEFT, RIGHT, LEFT, RIGHT)[:count]
    return WarpField(sides, flow, weight)


def pictures() -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(3)
    left = torch.randn(1, 4, 6, 8, generator=generator) * 1e4
    return left, torch.randn(1, 4, 6, 8, generator=generator) * 1e4


def test_blend_weighs_the_two_sides() -> None:
    left, right = pictures()
    made = compose(left, right, field([0.25, 0.75]))
    torch.testing.assert_close(made, 0.25 * left + 0.75 * right, **FLOAT32_ROUNDING)


@pytest.mark.parametrize("weights", [[0.3, 0.7], [0.1, 0.2, 0.3, 0.4], [0.0, 1.0]])
def test_equal_samples_stay_equal_bit_for_bit(weights: list[float]) -> None:
    left, _ = pictures()
    assert torch.equal(compose(left, left.clone(), field(weights)), left)


def test_a_sample_of_weight_zero_leaves_no_trace() -> None:
    left, right = pictures()
    assert torch.equal(compose(left, right, field([0.0, 1.0])), right)
    assert torch.equal(compose(left, right, field([1.0, 0.0])), left)


def test_nearest_takes_the_heavier_sample_whole() -> None:
    left, right = (p.int() for p in pictures())
    assert torch.equal(compose(left, right, field([0.4, 0.6]), "nearest"), right)
    assert torch.equal(compose(left, right, field([0.6, 0.4]), "nearest"), left)


def test_strips_give_the_whole_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    left, right = pictures()
    warp = field([0.3, 0.7], shift=1.37)
    whole = compose(left, right, warp)
    monkeypatch.setattr(composition, "STRIP_SAMPLES", 64)
    assert torch.equal(compose(left, right, warp), whole)


def test_a_smaller_field_is_scaled_to_the_frame() -> None:
    scaled = scale_field(field([0.25, 0.75], size=(3, 4), shift=1.0), 6, 8)
    torch.testing.assert_close(scaled.flow[:, :, 0], torch.full((1, 2, 6, 8), 2.0))
    torch.testing.assert_close(scaled.weight.sum(1), torch.ones(1, 6, 8))


def test_frames_of_two_sizes_are_refused() -> None:
    left, right = pictures()
    with pytest.raises(ShapeError):
        compose(left, right[..., :-1], field([0.5, 0.5]))


def test_a_field_without_a_weight_for_each_flow_is_refused() -> None:
    with pytest.raises(ShapeError):
        WarpField((LEFT, RIGHT), torch.zeros(1, 2, 2, 4, 4), torch.zeros(1, 1, 4, 4))


def test_a_field_says_how_colour_is_sampled_at_any_size_and_wherever_it_goes() -> None:
    left, right = (p[..., :3, :4] for p in pictures())
    one, other = (torch.nn.functional.interpolate(p, scale_factor=2) for p in (left, right))
    linear = replace(field([0.3, 0.7], (3, 4), 0.4), colour_sampling="linear")
    display = Window(0, 0, 8, 6)
    grown = scale_field(linear, 6, 8)
    wider = field_in(grown, display, Window(-1, 0, 10, 6))
    for way in (linear, linear.at(0), linear.to(torch.device("cpu")), grown):
        assert torch.equal(compose(one, other, way), compose(one, other, way, "linear"))
        assert not torch.equal(compose(one, other, way), compose(one, other, way, "cubic"))
    assert wider.colour_sampling == "linear"
    assert field([1.0]).colour_sampling == "cubic"
