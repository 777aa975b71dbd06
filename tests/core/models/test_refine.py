"""Motion is made exact at t where the pictures tell, and left alone where they do not."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from slowglass.core.composition.sampling import compose
from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.models.refine import refined_field
from slowglass.core.quality.metrics import interpolation_error
from tests.core.models.test_flow_occlusion import HEIGHT, WIDTH, scene
from tests.tolerances import OCCLUDED_NO_WORSE_RATIO, REFINED_PIXELS

SIZE = (96, 128)
EDGE = 12


def waves(shift_x: float, shift_y: float) -> Tensor:
    """Waves of several lengths and directions, moved; exact at any place, (1, 3, H, W) in 0..1."""
    y, x = torch.meshgrid(*(torch.arange(n, dtype=torch.float64) for n in SIZE), indexing="ij")
    x, y = x - shift_x, y - shift_y
    channels = [
        torch.sin(0.21 * x + 0.34 * y + k) + torch.sin(0.43 * x - 0.19 * y) + torch.sin(0.5 * y - k)
        for k in range(3)
    ]
    return (0.5 + torch.stack(channels)[None] / 8).float()


def straight(motion: tuple[float, float], times: Tensor, sides: tuple[int, ...]) -> WarpField:
    """The field of an even motion, from left to right, in pixels."""
    way = torch.tensor(motion)[:, None, None].expand(2, *SIZE)
    part = {LEFT: -times, RIGHT: 1 - times}
    flow = torch.stack([part[side][:, None, None, None] * way for side in sides], 1)
    weight = torch.stack([1 - times if side == LEFT else times for side in sides], 1)
    weight = weight / weight.sum(1, keepdim=True)
    return WarpField(sides, flow, weight[..., None, None].expand(-1, -1, *SIZE))


@pytest.mark.parametrize("sides", [(LEFT, RIGHT), (LEFT, RIGHT, RIGHT, LEFT)])
@pytest.mark.parametrize("error", [(0.3, -0.2), (-0.6, 0.5)])
def test_a_motion_wrong_by_part_of_a_pixel_becomes_exact(
    error: tuple[float, float], sides: tuple[int, ...]
) -> None:
    times = torch.tensor([0.25, 0.5, 0.8])
    left, right = waves(0, 0), waves(3.7, -1.4)
    wrong = straight((3.7 + error[0], -1.4 + error[1]), times, sides)
    found = refined_field(wrong, left, right, times)
    miss = (found.flow - straight((3.7, -1.4), times, sides).flow)[..., EDGE:-EDGE, EDGE:-EDGE]
    assert miss.abs().mean() < REFINED_PIXELS
    assert torch.equal(found.weight, wrong.weight)


def test_both_ends_stay_on_the_line_between_them() -> None:
    times = torch.tensor([0.2, 0.7])
    field = straight((4.0, -1.0), times, (LEFT, RIGHT))
    found = refined_field(field, waves(0, 0), waves(3.7, -1.4), times)
    moved = found.flow - field.flow
    t = times[:, None, None, None]
    assert moved.abs().max() > 0.1
    torch.testing.assert_close((1 - t) * moved[:, 0], -t * moved[:, 1], rtol=0, atol=1e-5)


def test_nothing_moves_where_samples_are_equal() -> None:
    picture, times = waves(0, 0), torch.tensor([0.4])
    still = straight((0.0, 0.0), times, (LEFT, RIGHT))
    assert torch.equal(refined_field(still, picture, picture.clone(), times).flow, still.flow)
    flat = torch.full_like(picture, 0.3)
    moving = straight((2.6, 1.2), times, (LEFT, RIGHT))
    assert torch.equal(refined_field(moving, flat, flat, times).flow, moving.flow)


def test_nothing_moves_far_inside_of_what_one_side_alone_sees() -> None:
    times = torch.tensor([0.5])
    field = straight((4.0, -1.0), times, (LEFT, RIGHT))
    weight = field.weight.clone()
    weight[:, 0, :, :64], weight[:, 1, :, :64] = 0, 1
    found = refined_field(
        WarpField(field.sides, field.flow, weight), waves(0, 0), waves(3.7, -1.4), times
    )
    assert torch.equal(found.flow[..., : 64 - 4 * EDGE], field.flow[..., : 64 - 4 * EDGE])
    assert not torch.equal(found.flow[..., 64:], field.flow[..., 64:])


def test_a_sample_without_one_from_the_other_side_stays() -> None:
    times = torch.tensor([0.5])
    field = straight((4.0, -1.0), times, (LEFT,))
    assert torch.equal(refined_field(field, waves(0, 0), waves(3.7, -1.4), times).flow, field.flow)


@pytest.mark.parametrize("motion", [(40, 0), (24, -8)])
def test_what_one_side_alone_sees_is_no_worse(motion: tuple[int, int]) -> None:
    (left, middle, right), band = scene(*motion)
    half = torch.tensor([0.5])
    inside = torch.zeros(1, 1, HEIGHT, WIDTH, dtype=torch.bool)
    inside[..., 64:192, 100 + motion[0] // 2 : 228 + motion[0] // 2] = True
    speed = torch.where(inside, float(motion[0]), float(motion[1]))
    speed = speed + 0.4 * torch.sin(torch.arange(WIDTH) / 9.0)
    way = torch.cat([speed, torch.zeros_like(speed)], 1)
    flow = torch.stack([-way / 2, way / 2], 1)
    seen_left = interpolation_like(left, flow[:, 0], middle)
    seen_right = interpolation_like(right, flow[:, 1], middle)
    share = torch.where(band, (seen_left < seen_right).float(), torch.tensor(0.5))
    field = WarpField((LEFT, RIGHT), flow, torch.cat([share, 1 - share], 1))
    made = [compose(left, right, one) for one in (field, refined_field(field, left, right, half))]
    before, after = (interpolation_error(one * band, middle * band).item() for one in made)
    assert after <= before * OCCLUDED_NO_WORSE_RATIO
    outside = (~band).float()
    for edge in (slice(0, EDGE), slice(-EDGE, None)):
        outside[..., edge] = 0
    before, after = (interpolation_error(one * outside, middle * outside).item() for one in made)
    assert after < before


def interpolation_like(picture: Tensor, flow: Tensor, truth: Tensor) -> Tensor:
    """How far a warped picture is from the truth, (1, 1, H, W)."""
    alone = WarpField((LEFT,), flow[:, None], torch.ones_like(flow[:, :1]))
    return (compose(picture, picture, alone) - truth).abs().mean(1, keepdim=True)
