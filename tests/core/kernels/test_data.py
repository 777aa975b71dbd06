"""Data and cryptomattes compiled: what torch computes, also from a smaller field."""

from __future__ import annotations

import math
from typing import get_args

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.composition.cryptomatte import Mattes, cryptomatte_by_torch
from slowglass.core.composition.edges import DEPTH, POSITION, UV, VECTOR, Agreement, Surfaces
from slowglass.core.composition.sampling import scale_field
from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.warp import Border
from tests.tolerances import FLOAT32_ROUNDING

HEIGHT, WIDTH, RANKS = 33, 41, 3
BORDERS = get_args(Border)


def seeded(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def cells(channels: int, seed: int) -> Tensor:
    """Flat patches of 6 pixels, (1, channels, HEIGHT, WIDTH), 0..1."""
    small = torch.rand(1, channels, 6, 7, generator=seeded(seed))
    return functional.interpolate(small, scale_factor=6)[..., :HEIGHT, :WIDTH]


def slopes(channels: int, seed: int) -> Tensor:
    """Surfaces that slope, with steps between them, one of no value and one infinitely far."""
    noise = torch.rand(1, channels, 5, 6, generator=seeded(seed))
    slope = functional.interpolate(noise, size=(HEIGHT, WIDTH), mode="bilinear")
    made = slope * 0.2 + cells(1, seed + 1).round() * 4 + 1
    made[..., 5:9, 20:24] = math.nan
    made[..., 20:26, 30:36] = math.inf
    return made


def mattes(seed: int) -> Tensor:
    """Objects in patches that overlap, their IDs as bits, some coverage not finite."""
    names = (cells(RANKS, seed) * 3).int() + torch.arange(RANKS)[:, None, None] * 8
    cover = cells(RANKS, seed + 1)
    cover = cover / cover.sum(1, keepdim=True)
    cover[:, 0, 4, 4] = math.inf
    return torch.stack([names.int().view(torch.float32), cover], 2).flatten(1, 2)


def field(border: Border, height: int = HEIGHT, width: int = WIDTH) -> WarpField:
    """Four samples that lead to everywhere, also beyond the edges; some have no weight."""
    flow = torch.randn(1, 4, 2, height, width, generator=seeded(2)) * 3
    weight = (torch.rand(1, 4, height, width, generator=seeded(3)) - 0.3).clamp_min(0)
    weight[:, 0] += 0.1
    return WarpField((LEFT, RIGHT, LEFT, RIGHT), flow, weight / weight.sum(1, keepdim=True), border)


@pytest.mark.parametrize("border", BORDERS)
@pytest.mark.parametrize(
    ("channels", "agreement"), [(1, DEPTH), (4, VECTOR), (3, POSITION), (2, UV)]
)
def test_surfaces_are_those_of_torch(channels: int, agreement: Agreement, border: Border) -> None:
    pair = Surfaces(slopes(channels, 1), slopes(channels, 5), agreement)
    made, expected = pair.at(field(border)), pair.by_torch(field(border))
    torch.testing.assert_close(made, expected, equal_nan=True, **FLOAT32_ROUNDING)
    assert made.isinf().any()
    assert made.isfinite().any()


@pytest.mark.parametrize("border", BORDERS)
def test_mattes_are_those_of_torch(border: Border) -> None:
    left, right = mattes(1), mattes(5)
    made = Mattes(left, right).at(field(border))
    expected = cryptomatte_by_torch(left, right, field(border))
    torch.testing.assert_close(made[:, 1::2], expected[:, 1::2], **FLOAT32_ROUNDING)
    apart = (made[:, 0::2] != expected[:, 0::2]).any(1)
    # Objects that cover as much but for rounding may change places.
    close = expected[:, 1::2].diff(dim=1).abs().amin(1) < FLOAT32_ROUNDING["atol"]
    assert not (apart & ~close).any()
    assert float(apart.float().mean()) < 0.01


def test_a_smaller_field_is_brought_to_the_size_of_the_frame() -> None:
    small = field("clamp", 17, 21)
    smooth = torch.full_like(small.flow, 0.75)
    small = WarpField(small.sides, smooth, torch.full_like(small.weight, 0.25))
    full = scale_field(small, HEIGHT, WIDTH)
    depth = Surfaces(slopes(1, 1), slopes(1, 5), DEPTH)
    torch.testing.assert_close(depth.at(small), depth.at(full), equal_nan=True, **FLOAT32_ROUNDING)
    pair = Mattes(mattes(1), mattes(5))
    torch.testing.assert_close(pair.at(small)[:, 1::2], pair.at(full)[:, 1::2], **FLOAT32_ROUNDING)
