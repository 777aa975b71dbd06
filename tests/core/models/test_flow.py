"""The model `flow`: what any interpolator promises, and motion that is known."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.composition.sampling import compose
from slowglass.core.field import LEFT
from slowglass.core.models.flow.model import FlowModel


def texture(height: int, width: int, seed: int = 1) -> Tensor:
    """Return smooth noise (1, 3, height, width) in 0..1."""
    generator = torch.Generator().manual_seed(seed)
    noise = torch.rand(1, 3, height // 4, width // 4, generator=generator)
    return functional.interpolate(noise, size=(height, width), mode="bicubic").clamp(0, 1)


def panned(shift: int) -> tuple[Tensor, Tensor, Tensor]:
    """Return left, the middle and right of a pan by ``2 * shift`` pixels to the right."""
    wide = texture(64, 160)
    return tuple(wide[..., 32 - k * shift : 128 - k * shift] for k in range(3))  # type: ignore


def test_field_of_a_pan_is_its_motion() -> None:
    left, _, right = panned(3)
    model = FlowModel()
    field = model.field(model.estimate(left, right), torch.tensor([0.25]))
    inner = field.flow[0, :, 0, 12:-12, 20:-20]
    for k, side in enumerate(field.sides):
        expected = -1.5 if side == LEFT else 4.5
        assert (inner[k] - expected).abs().median() < 0.1


def test_middle_of_a_pan_is_the_frame_between() -> None:
    left, middle, right = panned(3)
    model = FlowModel()
    field = model.field(model.estimate(left, right), torch.tensor([0.5]))
    error = (compose(left, right, field) - middle).abs()[..., 12:-12, 20:-20].mean()
    blended = ((left + right) / 2 - middle).abs()[..., 12:-12, 20:-20].mean()
    assert error < 0.1 * blended


def test_weights_sum_to_one_and_ends_are_the_frames() -> None:
    left, _, right = panned(3)
    model = FlowModel()
    field = model.field(model.estimate(left, right), torch.tensor([0.0, 1.0]))
    assert torch.allclose(field.weight.sum(1), torch.ones(()))
    ends = torch.cat([left, right])
    assert (compose(left, right, field) - ends).abs().max() < 1e-6


def test_swapping_frames_mirrors_time() -> None:
    left, _, right = panned(3)
    model = FlowModel()
    there = model.field(model.estimate(left, right), torch.tensor([0.25]))
    back = model.field(model.estimate(right, left), torch.tensor([0.75]))
    swapped = [back.sides.index(1 - side, k // 2 * 2) for k, side in enumerate(there.sides)]
    assert torch.allclose(there.flow, back.flow[:, swapped], atol=1e-5)
    assert torch.allclose(there.weight, back.weight[:, swapped], atol=1e-6)
