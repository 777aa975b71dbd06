"""Fitting pictures to models."""

from __future__ import annotations

import torch

from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.models.proxy_size import crop_field, fit_proxy, proxy_size
from slowglass.core.models.spec import ModelSpec


def spec(**options: int) -> ModelSpec:
    return ModelSpec("any", "any", "Apache-2.0", **options)  # type: ignore[arg-type]


def test_a_frame_that_fits_is_seen_as_it_is() -> None:
    picture = torch.rand(1, 3, 48, 64)
    size = proxy_size(48, 64, spec(multiple_of=16))
    assert torch.equal(fit_proxy(picture, size), picture)


def test_sides_are_padded_with_the_edge_to_a_multiple_and_a_minimum() -> None:
    picture = torch.rand(1, 3, 37, 50)
    padded = fit_proxy(picture, proxy_size(37, 50, spec(multiple_of=32, minimum_size=128)))
    assert padded.shape == (1, 3, 128, 128)
    assert torch.equal(padded[..., :37, :50], picture)
    assert torch.equal(padded[..., :37, 127], picture[..., -1])


def test_a_large_frame_is_seen_smaller() -> None:
    size = proxy_size(4320, 7680, spec(largest_proxy=1920, multiple_of=8))
    assert (size.height, size.width) == (1080, 1920)


def test_a_one_pixel_high_frame_keeps_a_pixel() -> None:
    size = proxy_size(1, 4000, spec(largest_proxy=100))
    assert (size.height, size.width) == (1, 100)


def test_the_padding_is_cut_off_the_field() -> None:
    size = proxy_size(37, 50, spec(multiple_of=32))
    flow = torch.zeros(1, 2, 2, size.padded_height, size.padded_width)
    field = WarpField((LEFT, RIGHT), flow, torch.full_like(flow[:, :, 0], 0.5))
    cropped = crop_field(field, size)
    assert cropped.flow.shape[-2:] == (37, 50)
    assert cropped.weight.shape[-2:] == (37, 50)
