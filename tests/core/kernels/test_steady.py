"""What stands still, compiled: the pixels and edges that torch finds."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.models.standing import drawn, find

HEIGHT, WIDTH = 41, 67


def seeded(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def blocks(seed: int, cell: int, height: int = HEIGHT, width: int = WIDTH) -> Tensor:
    """Patches of True and False, also along the borders."""
    small = torch.rand(1, 1, -(-height // cell), -(-width // cell), generator=seeded(seed))
    return functional.interpolate(small, scale_factor=cell)[..., :height, :width] > 0.5


def pair() -> tuple[Tensor, Tensor]:
    """Two pictures that are alike in patches, up to a little more or less than codecs leave."""
    left = torch.rand(1, 3, HEIGHT, WIDTH, generator=seeded(1))
    off = torch.randn(1, 3, HEIGHT, WIDTH, generator=seeded(2))
    return left, left + off * torch.where(blocks(3, 6), 0.002, 0.1)


def test_alike_is_what_torch_finds() -> None:
    left, right = pair()
    expected = (left - right).abs().amax(1, keepdim=True) <= find.ALIKE
    assert torch.equal(find.alike_pixels(left, right), expected)
    assert 0.1 < float(expected.float().mean()) < 0.9


def test_edges_are_those_of_torch() -> None:
    left, right = pair()
    for alike in (find.alike_pixels(left, right), blocks(4, 5), ~blocks(4, 5)):
        expected = drawn.steady_edges_by_torch(left, right, alike)
        found = drawn.steady_edges(left, right, alike)
        assert torch.equal(found, expected)
        assert 0.05 < float(expected.float().mean()) < 0.9


@pytest.mark.parametrize("size", [(1, 1), (2, 5), (HEIGHT, WIDTH)])
def test_growing_is_that_of_torch_and_stays_inside(size: tuple[int, int]) -> None:
    kept, seeds = blocks(5, 4, *size), blocks(6, 3, *size)
    for steps in (0, 1, 5):
        found = drawn.grow_within(seeds, kept, steps)
        assert torch.equal(found, drawn.grow_within_by_torch(seeds, kept, steps))
