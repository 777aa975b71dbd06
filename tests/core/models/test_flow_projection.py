"""Bringing flows to a time: motions whose answer is known."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from slowglass.core.models.flow.projection import (
    fill_holes,
    simple_projection,
    splat_projection,
)

HEIGHT, WIDTH = 16, 32


def uniform(x: float, y: float) -> Tensor:
    return torch.tensor([x, y]).view(1, 2, 1, 1).expand(1, 2, HEIGHT, WIDTH).contiguous()


def trusted() -> tuple[Tensor, Tensor]:
    return torch.ones(1, 1, HEIGHT, WIDTH), torch.ones(1, 1, HEIGHT, WIDTH)


def at(t: float) -> Tensor:
    return torch.tensor(t).view(1, 1, 1, 1)


@pytest.mark.parametrize("t", [0.0, 0.25, 0.5, 1.0])
def test_uniform_motion_is_shared_out_by_time(t: float) -> None:
    forward, backward = uniform(4, -2), uniform(-4, 2)
    for projection in (
        simple_projection(forward, backward, at(t)),
        splat_projection(forward, backward, trusted(), at(t)),
    ):
        inner = (..., slice(4, -4), slice(8, -8))
        assert torch.allclose(projection.to_left[inner], t * backward[inner], atol=1e-4)
        assert torch.allclose(projection.to_right[inner], (1 - t) * forward[inner], atol=1e-4)
        assert torch.allclose(projection.left_weight[inner], torch.tensor(1 - t))


def test_what_opens_between_parting_motions_comes_from_the_right() -> None:
    # Two halves part by 4 pixels each; columns 14 to 17 of the middle were hidden on the left.
    forward, backward = uniform(-4, 0), uniform(4, 0)
    forward[..., 16:] *= -1
    backward[:, 0, :, 12:20] = 0
    backward[..., 20:] *= -1
    parted = splat_projection(forward, backward, trusted(), at(0.5))
    assert (parted.left_weight[..., 15:17] == 0).all()
    assert (parted.to_right[..., 15:17].abs() < 1e-4).all()
    assert torch.allclose(parted.left_weight[..., 4:11], torch.tensor(0.5))


def test_what_closes_comes_from_the_left() -> None:
    forward, backward = uniform(4, 0), uniform(-4, 0)
    forward[:, 0, :, 12:20] = 0
    forward[..., 20:] *= -1
    backward[..., 16:] *= -1
    closing = splat_projection(forward, backward, trusted(), at(0.5))
    assert (closing.left_weight[..., 15:17] == 1).all()


def test_trusted_motion_wins_where_two_land() -> None:
    # Columns 8 to 11 move onto columns 10 to 13, over what rests there; the other side's rest
    # still counts for a hundredth.
    forward = uniform(0, 0)
    forward[:, 0, :, 8:12] = 4
    trust = torch.full((1, 1, HEIGHT, WIDTH), 1e-4)
    trust[..., 8:12] = 1
    landed = splat_projection(forward, uniform(0, 0), (trust, trust), at(0.5))
    assert torch.allclose(landed.to_left[:, 0, :, 11:13], torch.tensor(-2.0), atol=0.03)


def test_holes_take_the_mean_around_them() -> None:
    cover = torch.ones(1, 1, 16, 16)
    cover[..., 6:9, 6:9] = 0
    filled = fill_holes(3 * cover, cover)
    assert torch.allclose(filled, torch.tensor(3.0), atol=1e-4)
