"""Sampling: what a flow of zero, of whole pixels and of parts of pixels must do."""

from __future__ import annotations

import pytest
import torch

from slowglass.core.errors import ShapeError
from slowglass.core.warp import (
    backward_warp,
    forward_splat,
    nearest_warp,
    resize_flow,
)
from tests.tolerances import FLOAT32_ROUNDING


def picture(height: int = 12, width: int = 17, channels: int = 3) -> torch.Tensor:
    generator = torch.Generator().manual_seed(7)
    return torch.rand(1, channels, height, width, generator=generator) * 20000 - 100


def constant_flow(x: float, y: float, like: torch.Tensor) -> torch.Tensor:
    height, width = like.shape[-2:]
    return torch.tensor([x, y])[None, :, None, None].expand(1, 2, height, width).contiguous()


def test_zero_flow_is_identity_bit_for_bit() -> None:
    image = picture()
    assert torch.equal(backward_warp(image, constant_flow(0, 0, image)), image)


@pytest.mark.parametrize(("x", "y"), [(3, 0), (0, -2), (-4, 5)])
def test_whole_pixel_flow_is_a_roll_inside(x: int, y: int) -> None:
    image = picture()
    rolled = torch.roll(image, (-y, -x), (2, 3))
    warped = backward_warp(image, constant_flow(x, y, image))
    rows = slice(max(0, -y), 12 - max(0, y))
    columns = slice(max(0, -x), 17 - max(0, x))
    assert torch.equal(warped[:, :, rows, columns], rolled[:, :, rows, columns])


def test_half_a_pixel_gives_the_mean_of_two() -> None:
    image = picture()
    warped = backward_warp(image, constant_flow(0.5, 0, image))
    mean = (image[..., :-1] + image[..., 1:]) / 2
    torch.testing.assert_close(warped[..., :-1], mean, **FLOAT32_ROUNDING)


def test_a_ramp_stays_a_ramp() -> None:
    ramp = torch.arange(40.0).expand(1, 1, 8, 40).contiguous()
    warped = backward_warp(ramp, constant_flow(1.25, 0, ramp))
    torch.testing.assert_close(warped[..., :-2], ramp[..., :-2] + 1.25, **FLOAT32_ROUNDING)


def test_the_border_is_repeated_or_zero() -> None:
    image = picture()
    far = constant_flow(100, 0, image)
    assert torch.equal(backward_warp(image, far), image[..., -1:].expand_as(image))
    assert not backward_warp(image, far, "zeros").any()


def test_strips_of_rows_give_the_whole_exactly() -> None:
    image = picture(24, 17)
    flow = torch.randn(1, 2, 24, 17, generator=torch.Generator().manual_seed(1)) * 5
    whole = backward_warp(image, flow)
    strips = [backward_warp(image, flow[:, :, r : r + 5], row=r) for r in range(0, 24, 5)]
    assert torch.equal(torch.cat(strips, 2), whole)


def test_nearest_keeps_every_bit_of_integers() -> None:
    ids = torch.randint(-(2**31), 2**31 - 1, (1, 1, 6, 6), dtype=torch.int32)
    warped = nearest_warp(ids, constant_flow(1.4, -0.4, ids))
    assert torch.equal(warped[..., :-1], ids[..., 1:])


def test_coordinates_stay_exact_far_to_the_right_in_half_precision() -> None:
    image = torch.arange(8192.0).remainder(512).expand(1, 1, 2, 8192).half().contiguous()
    flow = constant_flow(-1, 0, image).half()
    assert torch.equal(backward_warp(image, flow)[..., 4000:4100], image[..., 3999:4099])


def test_a_flow_of_another_batch_is_refused() -> None:
    with pytest.raises(ShapeError):
        backward_warp(picture(), torch.zeros(2, 2, 12, 17))


def test_resizing_a_flow_scales_its_pixels() -> None:
    flow = torch.ones(1, 2, 2, 4, 5)
    resized = resize_flow(flow, 8, 15)
    assert resized.shape == (1, 2, 2, 8, 15)
    torch.testing.assert_close(resized[:, :, 0], torch.full((1, 2, 8, 15), 3.0))
    torch.testing.assert_close(resized[:, :, 1], torch.full((1, 2, 8, 15), 2.0))


def test_splatting_by_whole_pixels_moves_values() -> None:
    values = picture(8, 8)
    total, weight = forward_splat(values, constant_flow(2, 1, values), torch.ones(1, 1, 8, 8))
    assert torch.equal(total[:, :, 1:, 2:], values[:, :, :-1, :-2])
    assert torch.equal(weight[:, :, 1:, 2:], torch.ones(1, 1, 7, 6))
    assert not weight[:, :, 0].any()
