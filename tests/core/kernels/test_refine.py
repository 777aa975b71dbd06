"""Flows made exact below a pixel: known motion is found, and torch finds the same."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core import kernels
from slowglass.core.warp import backward_warp
from tests.tolerances import FLOAT32_FIELD, SUBPIXEL_PIXELS

HEIGHT, WIDTH = 48, 64
T = 0.25


def texture(seed: int = 1, cell: int = 4) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    noise = torch.rand(1, 3, HEIGHT // cell, WIDTH // cell, generator=generator)
    return functional.interpolate(noise, size=(HEIGHT, WIDTH), mode="bicubic").clamp(0, 1)


def pair() -> tuple[Tensor, Tensor]:
    """Two pictures; the second is the first, moved by 1.2 pixels to the right and 0.6 up."""
    left = texture()
    moved = torch.tensor([-1.2, 0.6])[None, :, None, None].expand(1, 2, HEIGHT, WIDTH)
    return left, backward_warp(left, moved)


def flows(off: float = 0.0) -> tuple[Tensor, Tensor]:
    """Both flows at T, and off their true places by so much of the motion."""
    motion = torch.tensor([1.2, -0.6])[None, :, None, None].expand(1, 2, HEIGHT, WIDTH)
    return -T * motion * (1 - off), (1 - T) * motion * (1 - off)


def refined(left: Tensor, right: Tensor, start: tuple[Tensor, Tensor]) -> list[Tensor]:
    made = kernels.refine_flows(
        (left[0].numpy(), right[0].numpy()),
        (start[0][0].contiguous().numpy(), start[1][0].contiguous().numpy()),
        T,
        kernels.Steps(),
    )
    return [torch.from_numpy(one)[None] for one in made]


def blur(values: Tensor, radius: int) -> Tensor:
    for _ in range(2):
        values = functional.avg_pool2d(values, 2 * radius + 1, 1, radius, count_include_pad=False)
    return values


def in_torch(left: Tensor, right: Tensor, start: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
    """What the kernel computes, formulated by whole pictures."""
    steps = kernels.Steps()
    one, other = start
    mismatches = []
    for step in range(steps.count + 1):
        seen = backward_warp(left, one), backward_warp(right, other)
        away = seen[1] - seen[0]
        mismatches.append(blur(away.abs().mean(1, keepdim=True), steps.radius))
        if step == steps.count:
            break
        mean = (seen[0] + seen[1]) / 2
        x = functional.pad((mean[..., 2:] - mean[..., :-2]) / 2, (1, 1))
        y = functional.pad((mean[..., 2:, :] - mean[..., :-2, :]) / 2, (0, 0, 1, 1))
        trust = 1 / (away.square().mean(1, keepdim=True).sqrt() + steps.tolerated)
        xx, xy, yy, xd, yd = (
            blur((a * b).sum(1, keepdim=True) * trust, steps.radius)
            for a, b in ((x, x), (x, y), (y, y), (x, away), (y, away))
        )
        xx, yy = xx + steps.damping, yy + steps.damping
        change = torch.cat([yy * xd - xy * yd, xx * yd - xy * xd], 1) / (xx * yy - xy * xy)
        change = change * (steps.farthest / change.norm(dim=1, keepdim=True).clamp_min(1))
        one, other = one + T * change, other - (1 - T) * change
    better = functional.avg_pool2d(
        (mismatches[-1] < mismatches[0]).float(), 3, 1, 1, count_include_pad=False
    )
    return torch.lerp(start[0], one, better), torch.lerp(start[1], other, better)


def test_motion_that_is_half_right_becomes_right() -> None:
    inner = (..., slice(8, -8), slice(8, -8))
    found, true = refined(*pair(), flows(off=0.5)), flows()
    for one, expected in zip(found, true, strict=True):
        assert float((one - expected)[inner].norm(dim=1).mean()) < SUBPIXEL_PIXELS
    wrong = (flows(off=0.5)[1] - true[1]).norm(dim=1).mean()
    assert float(wrong) > 4 * SUBPIXEL_PIXELS


def test_it_is_what_torch_finds() -> None:
    found, expected = refined(*pair(), flows(off=0.4)), in_torch(*pair(), flows(off=0.4))
    for one, other in zip(found, expected, strict=True):
        off = (one - other).abs() > FLOAT32_FIELD["atol"]
        assert float(off.float().mean()) < 0.01, "but for a mismatch that is about the same"


def test_what_matches_stays_to_the_bit() -> None:
    picture, still = texture(), torch.zeros(1, 2, HEIGHT, WIDTH)
    for one in refined(picture, picture, (still, still)):
        assert torch.equal(one, still)


def test_a_flat_picture_moves_nothing() -> None:
    flat, start = torch.full((1, 3, HEIGHT, WIDTH), 0.5), flows()
    for one, other in zip(refined(flat, flat, start), start, strict=True):
        assert np.array_equal(one.numpy(), other.numpy())
