"""Layers compiled: what samples find, by how much they differ, and where a layer is seen."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from slowglass.core import kernels
from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.layers.planes import Sides, mismatches_by_torch
from slowglass.core.layers.samples import samples_by_torch, seen_samples
from slowglass.core.layers.seen import SeenLayer
from slowglass.core.models import sample
from tests.tolerances import FLOAT32_FIELD

HEIGHT, WIDTH = 37, 52
SIDES = (LEFT, RIGHT, LEFT, RIGHT)


def noise(*size: int, seed: int = 0) -> Tensor:
    return torch.rand(*size, HEIGHT, WIDTH, generator=torch.Generator().manual_seed(seed))


def field() -> WarpField:
    """Motion that leads out of the picture, in samples of any weight."""
    weight = noise(1, len(SIDES), seed=1)
    flow = (noise(1, len(SIDES), 2, seed=2) - 0.5) * 30
    return WarpField(SIDES, flow, weight / weight.sum(1, keepdim=True))


def disc(across: float) -> Tensor:
    """Return a soft disc, 1 inside and 0 outside."""
    x, y = torch.arange(WIDTH) - across, torch.arange(HEIGHT)[:, None] - HEIGHT / 2
    return (9 - torch.hypot(x, y)).clamp(0, 1)[None, None]


def layer(is_front: bool) -> SeenLayer:
    discs = disc(20), disc(30)
    rest: Sides = (1 - discs[LEFT], 1 - discs[RIGHT])
    nothing: Sides = (torch.zeros_like(rest[LEFT]), torch.zeros_like(rest[RIGHT]))
    return SeenLayer(discs, nothing) if is_front else SeenLayer(rest, discs)


def test_what_samples_find_is_what_torch_finds() -> None:
    planes, own = noise(2, 1, seed=3), field()
    found = kernels.look_up(planes[:, 0].numpy(), SIDES, own.flow[0].numpy())
    expected = sample(torch.stack([planes[side] for side in SIDES]), own.flow[0])[:, 0]
    torch.testing.assert_close(torch.from_numpy(found), expected, **FLOAT32_FIELD)


def test_samples_differ_as_in_torch() -> None:
    left, right = noise(1, 3, seed=4), noise(1, 3, seed=5)
    flow = field().flow[0]
    found = kernels.mismatch(left[0].numpy(), right[0].numpy(), flow[0].numpy(), flow[1].numpy())
    expected = mismatches_by_torch((left, right), field())[0][0, 0]
    torch.testing.assert_close(torch.from_numpy(found), expected, **FLOAT32_FIELD)


@pytest.mark.parametrize("is_last", [False, True])
def test_a_layer_is_seen_where_torch_sees_it(is_last: bool) -> None:
    apart = (noise(1, 2, seed=6) - 0.5) * 4
    everywhere = torch.ones(1, 1, HEIGHT, WIDTH, dtype=torch.bool)
    given = field(), layer(not is_last), apart, everywhere, is_last
    (found, cover), (expected, covers) = seen_samples(*given), samples_by_torch(*given)
    torch.testing.assert_close(found.flow, expected.flow, **FLOAT32_FIELD)
    torch.testing.assert_close(found.weight, expected.weight, **FLOAT32_FIELD)
    torch.testing.assert_close(cover, covers, **FLOAT32_FIELD)
    assert is_last or 0 < float(cover.mean()) < 1


def test_where_nothing_is_wanted_the_last_layer_covers_all() -> None:
    nowhere = torch.zeros(1, 1, HEIGHT, WIDTH, dtype=torch.bool)
    for is_last in (False, True):
        own, cover = seen_samples(field(), layer(not is_last), noise(1, 2), nowhere, is_last)
        np.testing.assert_array_equal(own.flow, field().flow)
        np.testing.assert_array_equal(own.weight, field().weight)
        assert (cover == float(is_last)).all()
