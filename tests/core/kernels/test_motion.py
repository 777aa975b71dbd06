"""Motion compiled: trust, splatting, holes and projection are what torch computes."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core import kernels
from slowglass.core.models.flow import numbers
from slowglass.core.models.flow.both_ways import (
    FlowMotion,
    field_by_torch,
    flow_field,
    flow_motion,
    trust_of,
)
from slowglass.core.models.flow.projection import fill_holes
from slowglass.core.warp import forward_splat
from tests.tolerances import FLOAT32_FIELD

HEIGHT, WIDTH = 45, 62


def smooth(channels: int, seed: int, cell: int = 8) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    noise = torch.rand(1, channels, HEIGHT // cell + 1, WIDTH // cell + 1, generator=generator)
    return functional.interpolate(noise, size=(HEIGHT, WIDTH), mode="bilinear")


def motion() -> FlowMotion:
    """Motion that leads out of the picture, opens holes and is not to be trusted everywhere."""
    forward = (smooth(2, 1) - 0.5) * 40
    backward = -forward + (smooth(2, 2, 5) - 0.5) * 8
    left = smooth(3, 3)
    return flow_motion(forward, backward, left, 0.8 * left + 0.2 * smooth(3, 4))


def test_trust_is_what_torch_finds() -> None:
    one = motion()
    left, right = smooth(3, 3), 0.8 * smooth(3, 3) + 0.2 * smooth(3, 4)
    for found, expected in (
        (one.trust[0], trust_of(one.forward, one.backward, left, right)),
        (one.trust[1], trust_of(one.backward, one.forward, right, left)),
    ):
        torch.testing.assert_close(found, expected, **FLOAT32_FIELD)
        assert found.shape == (1, 1, HEIGHT, WIDTH)
        assert 0 < float(found.min()) < float(found.max()) <= 1


def test_trust_of_what_matches_is_whole() -> None:
    still, picture = torch.zeros(2, HEIGHT, WIDTH).numpy(), smooth(3, 1)[0].numpy()
    found = kernels.trust_of(
        still, still, picture, picture, sharpness=(40.0, 0.1), largest_miss=20.0
    )
    assert np.array_equal(found, np.ones((HEIGHT, WIDTH), np.float32))


def test_splatted_flows_are_those_of_torch() -> None:
    one = motion()
    values = torch.cat([one.forward * one.trust[0], one.trust[0]], 1)
    expected = forward_splat(values, 0.3 * one.forward, torch.ones_like(one.trust[0]))
    sums = kernels.splat_flow(one.forward[0].numpy(), one.trust[0][0, 0].numpy(), 0.3)
    found = torch.from_numpy(sums).permute(2, 0, 1)[None]
    torch.testing.assert_close(found, torch.cat(expected, 1), **FLOAT32_FIELD)


@pytest.mark.parametrize("size", [(45, 62), (3, 9), (4, 4), (17, 5)])
def test_holes_are_filled_as_in_torch(size: tuple[int, int]) -> None:
    generator = torch.Generator().manual_seed(5)
    cover = (torch.rand(1, 1, *size, generator=generator) * 3 - 1.5).clamp_min(0)
    total = torch.randn(1, 2, *size, generator=generator) * cover
    sums = torch.cat([total, cover], 1)[0].permute(1, 2, 0).contiguous().numpy()
    found = kernels.fill_holes(sums, numbers.HOLE_COVERAGE)
    expected = fill_holes(total, cover)[0].permute(1, 2, 0)
    torch.testing.assert_close(torch.from_numpy(found), expected, **FLOAT32_FIELD)


def test_fields_are_those_of_torch() -> None:
    one, t = motion(), torch.tensor([0.0, 0.25, 0.5, 1.0])
    found, expected = flow_field(one, t), field_by_torch(one, t)
    assert found.sides == expected.sides
    torch.testing.assert_close(found.weight, expected.weight, **FLOAT32_FIELD)
    torch.testing.assert_close(found.flow, expected.flow, **FLOAT32_FIELD)


def test_samples_of_one_place_are_joined_and_others_are_not() -> None:
    one = motion()
    field = flow_field(one, torch.tensor([0.5]))
    away = (field.flow[:, 2:] - field.flow[:, :2]).norm(dim=2)
    joined = away < numbers.ONE_MOTION_PIXELS / 100
    assert joined.any()
    assert not joined.all()
    assert not field.weight[:, 2:][joined].any()
    assert (field.weight[:, 2:][away > numbers.ONE_MOTION_PIXELS] > 0).any()
    torch.testing.assert_close(field.weight.sum(1), torch.ones(1, HEIGHT, WIDTH))
