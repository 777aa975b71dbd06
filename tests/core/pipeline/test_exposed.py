"""How many moments an exposure takes: by how far what is seen moves."""

from __future__ import annotations

import pytest
import torch

from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.pipeline.exposure.exposed import pixels_passed


def field_of(ways: list[float], weights: list[float], side: int) -> WarpField:
    """Return a field of layers that go so far to the right, each as much seen as its weight."""
    flow = torch.tensor([(0.0, way) for way in ways]).flatten()
    planes = torch.stack([flow, torch.zeros_like(flow)], 1)[None, :, :, None, None]
    weight = torch.tensor([(one / 2, one / 2) for one in weights]).flatten()[None, :, None, None]
    shape = (-1, -1, side, side)
    flows = planes.expand(-1, -1, -1, side, side)
    return WarpField((LEFT, RIGHT) * len(ways), flows, weight.expand(*shape))


def test_the_fastest_of_all_layers_that_are_seen_counts() -> None:
    field = field_of([1.0, 6.0, 50.0], [0.5, 0.5, 0.0], 8)
    assert pixels_passed(field, 16) == pytest.approx(12)


def test_frames_may_be_as_large_as_of_8k() -> None:
    """torch.quantile takes 2^24 values."""
    assert pixels_passed(field_of([3.0], [1.0], 4100), 4100) == pytest.approx(3)
