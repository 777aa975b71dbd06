"""Cubic sampling: as exact as the linear one, crisper, and never beyond the pixels around."""

from __future__ import annotations

import math

import pytest
import torch

from slowglass.core.composition.sampling import compose
from slowglass.core.errors import ShapeError
from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.warp import Border, backward_warp, cubic_warp
from tests.tolerances import FLOAT32_ROUNDING

HEIGHT, WIDTH = 24, 31


def picture() -> torch.Tensor:
    generator = torch.Generator().manual_seed(7)
    return torch.rand(1, 3, HEIGHT, WIDTH, generator=generator) * 20000 - 100


def flow_of(x: float, y: float) -> torch.Tensor:
    return torch.tensor([x, y])[None, :, None, None].expand(1, 2, HEIGHT, WIDTH).contiguous()


def wild_flow() -> torch.Tensor:
    return torch.randn(1, 2, HEIGHT, WIDTH, generator=torch.Generator().manual_seed(1)) * 5


def test_zero_flow_is_identity_bit_for_bit() -> None:
    assert torch.equal(cubic_warp(picture(), flow_of(0, 0)), picture())


@pytest.mark.parametrize("border", ["clamp", "zeros"])
def test_whole_pixel_flow_is_that_of_linear_sampling_at_the_border_too(border: Border) -> None:
    flow = wild_flow().round() * 3
    assert torch.equal(cubic_warp(picture(), flow, border), backward_warp(picture(), flow, border))


def test_beyond_the_border_is_its_edge_or_nothing() -> None:
    image, far = picture(), flow_of(100.3, 0)
    assert torch.equal(cubic_warp(image, far), image[..., -1:].expand_as(image))
    assert not cubic_warp(image, far, "zeros").any()


def test_a_ramp_stays_a_ramp() -> None:
    ramp = torch.arange(float(WIDTH)).expand(1, 1, HEIGHT, WIDTH).contiguous()
    warped = cubic_warp(ramp, flow_of(1.25, 0.6))
    torch.testing.assert_close(warped[..., :-3], ramp[..., :-3] + 1.25, **FLOAT32_ROUNDING)


def test_strips_of_rows_give_the_whole_exactly() -> None:
    image, flow = picture(), wild_flow()
    strips = [cubic_warp(image, flow[:, :, r : r + 5], row=r) for r in range(0, HEIGHT, 5)]
    assert torch.equal(torch.cat(strips, 2), cubic_warp(image, flow))


@pytest.mark.parametrize("power", [-8, 20])
def test_a_power_of_two_scales_the_result_exactly(power: int) -> None:
    scale = math.ldexp(1.0, power)
    scaled = cubic_warp(picture() * scale, wild_flow())
    assert torch.equal(scaled, cubic_warp(picture(), wild_flow()) * scale)


def test_no_sample_leaves_the_range_of_the_four_pixels_around() -> None:
    image = picture()
    x, y = 0.37, 0.81
    around = [image[..., j : j - 1 or None, i : i - 1 or None] for j in (0, 1) for i in (0, 1)]
    stacked = torch.stack([one[..., : HEIGHT - 1, : WIDTH - 1] for one in around])
    inside = cubic_warp(image, flow_of(x, y))[..., :-1, :-1]
    assert bool((inside >= stacked.amin(0)).all() and (inside <= stacked.amax(0)).all())


def test_a_lamp_of_10000_darkens_nothing_beside_it() -> None:
    image = torch.full((1, 1, HEIGHT, WIDTH), 0.5)
    image[0, 0, 12, 15] = 10_000
    for x in (0.25, 0.5, 0.75):
        warped = cubic_warp(image, flow_of(x, 0.5))
        assert float(warped.min()) == 0.5
        assert float(warped.max()) <= 10_000
        assert int((warped != 0.5).sum()) == 4


def test_detail_survives_better_than_in_linear_sampling() -> None:
    column = torch.arange(float(WIDTH))
    wave = torch.sin(column * 2.0).expand(1, 1, HEIGHT, WIDTH).contiguous()
    truth = torch.sin((column + 0.5) * 2.0)[4:-4]
    errors = [
        float((warp(wave, flow_of(0.5, 0))[0, 0, 5, 4:-4] - truth).square().mean())
        for warp in (cubic_warp, backward_warp)
    ]
    assert errors[0] < 0.7 * errors[1]


def test_a_flow_of_another_batch_is_refused() -> None:
    with pytest.raises(ShapeError):
        cubic_warp(picture(), torch.zeros(2, 2, HEIGHT, WIDTH))


def test_what_is_not_finite_changes_only_samples_that_touch_it() -> None:
    left, right = picture(), picture() + 1
    flow = torch.stack([flow_of(0.4, 0.3)[0], flow_of(-0.4, -0.3)[0]])[None]
    field = WarpField((LEFT, RIGHT), flow, torch.full((1, 2, HEIGHT, WIDTH), 0.5))
    whole = compose(left, right, field)
    left[0, 1, 10, 10] = math.nan
    made = compose(left, right, field)
    assert bool(torch.isfinite(made).all())
    changed = torch.nonzero(made != whole)
    assert len(changed)
    assert set(changed[:, 1].tolist()) == {1}
    assert int((changed[:, 2:] - 10).abs().max()) <= 2
