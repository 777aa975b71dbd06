"""The built-in network: what holds whatever its weights are."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from slowglass.core.models.grids import sample
from slowglass.core.models.slowglass_net.architecture import ARCHITECTURE
from slowglass.core.models.slowglass_net.between import fill_holes
from slowglass.core.models.slowglass_net.correlation import _Correlation, correlate
from slowglass.core.models.slowglass_net.flow import PairMotion, Sizes, level_count
from slowglass.core.models.slowglass_net.layers import SwapConv
from slowglass.core.models.slowglass_net.model import SlowglassModel, sizes_of
from slowglass.core.models.slowglass_net.network import Pair, SlowglassNetwork
from slowglass.core.models.slowglass_net.spec import SPEC
from slowglass.core.models.slowglass_net.stillness import anchored, settled
from slowglass.core.models.slowglass_net.subpixel import refined
from slowglass.core.warp import backward_warp
from tests.tolerances import (
    FLOAT32_ROUNDING,
    GPU_FLOW_PIXELS,
    NETWORK_ROUNDING,
    SUBPIXEL_PIXELS,
)

SMALL = Sizes(quarter=8, eighth=12, match=8, width=24, fine_width=12, hidden=8, context=4, head=16)


def random_network() -> SlowglassNetwork:
    """Weights everywhere: a head that answers nothing would hide mistakes."""
    torch.manual_seed(3)
    network = SlowglassNetwork(SMALL)
    torch.nn.init.normal_(network.head.out.weight, std=0.05)
    return network.eval()


def pair(height: int = 64, width: int = 96) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(1)
    coarse = torch.rand(2, 3, height // 8, width // 8, generator=generator)
    smooth = torch.nn.functional.interpolate(coarse, size=(height, width), mode="bilinear")
    return smooth[:1], smooth[1:]


def test_swapping_the_frames_and_the_time_swaps_the_sides() -> None:
    model, (left, right) = SlowglassModel(random_network()), pair()
    one = model.field(model.estimate(left, right), torch.tensor([0.3]))
    other = model.field(model.estimate(right, left), torch.tensor([0.7]))
    assert one.flow.abs().max() > 0.1
    sides = [1, 0, 3, 2]
    torch.testing.assert_close(one.flow, other.flow[:, sides], **NETWORK_ROUNDING)
    torch.testing.assert_close(one.weight, other.weight[:, sides], **NETWORK_ROUNDING)


@pytest.mark.parametrize("end", [0, 1])
def test_the_ends_are_the_frames_as_they_are(end: int) -> None:
    model = SlowglassModel(random_network())
    field = model.field(model.estimate(*pair()), torch.tensor([float(end)]))
    assert not field.flow[:, end::2].any()
    assert torch.equal(field.weight[:, end::2].sum(1), torch.ones_like(field.weight[:, 0]))


def test_weights_are_shares() -> None:
    model = SlowglassModel(random_network())
    weight = model.field(model.estimate(*pair()), torch.tensor([0.1, 0.5, 0.8])).weight
    assert weight.min() >= 0
    torch.testing.assert_close(weight.sum(1), torch.ones_like(weight[:, 0]), **FLOAT32_ROUNDING)
    assert all(weight[0, sample].mean() > weight[2, sample].mean() for sample in (0, 2))


@pytest.mark.parametrize(("height", "width"), [(16, 16), (24, 200), (136, 72)])
def test_any_size_that_the_spec_allows(height: int, width: int) -> None:
    model, (left, right) = SlowglassModel(random_network()), pair(height, width)
    field = model.field(model.estimate(left, right), torch.tensor([0.25, 0.5]))
    assert field.flow.shape == (2, 4, 2, height, width)


def test_times_in_one_batch_are_the_times_one_by_one() -> None:
    model, times = SlowglassModel(random_network()), torch.tensor([0.2, 0.9])
    motion = model.estimate(*pair())
    together = model.field(motion, times)
    for index in range(2):
        alone = model.field(motion, times[index : index + 1])
        torch.testing.assert_close(together.flow[index], alone.flow[0], **NETWORK_ROUNDING)


def test_larger_pictures_get_more_levels() -> None:
    assert [level_count(n, 4 * n) for n in (16, 32, 128, 256, 1080, 2160)] == [1, 2, 4, 5, 7, 8]


@pytest.mark.parametrize("sizes", [SMALL, Sizes()])
def test_sizes_are_read_from_the_weights(sizes: Sizes) -> None:
    state = SlowglassNetwork(sizes).state_dict()
    assert sizes_of(state) == sizes
    model = ARCHITECTURE.load(state, SPEC, torch.device("cpu"))
    assert isinstance(model, SlowglassModel)
    loaded = model.network.state_dict()
    assert all(torch.equal(loaded[name], tensor) for name, tensor in state.items())


def test_other_weights_are_refused() -> None:
    state = SlowglassNetwork(SMALL).state_dict()
    state.pop("head.top.bias")
    assert ARCHITECTURE.difference(state).missing == ("head.top.bias",)
    assert not ARCHITECTURE.detect(state)
    assert not ARCHITECTURE.detect({"conv1.weight": torch.zeros(32, 6, 7, 7)})


def test_swap_convolution_does_not_know_left_from_right() -> None:
    layer, values = SwapConv(6, 4, stride=2), torch.rand(2, 6, 8, 8)
    swapped = layer(values.roll(3, 1))
    torch.testing.assert_close(layer(values).roll(2, 1), swapped, **FLOAT32_ROUNDING)
    assert not torch.allclose(layer(values), swapped)


def test_correlation_finds_a_shift() -> None:
    generator = torch.Generator().manual_seed(2)
    first = torch.nn.functional.normalize(torch.randn(1, 16, 12, 12, generator=generator), dim=1)
    second = first.roll((1, -2), (2, 3))  # a pixel further down and two to the left
    best = correlate(first, second, 2)[0, :, 4:8, 4:8].argmax(0)
    assert (best == (1 + 2) * 5 + (-2 + 2)).all()


def test_sampling_agrees_with_the_exact_warp() -> None:
    values, flow = torch.rand(2, 5, 20, 30), torch.randn(2, 2, 20, 30) * 6
    torch.testing.assert_close(
        sample(values, flow), backward_warp(values, flow), **NETWORK_ROUNDING
    )


def test_holes_are_filled_from_around_them() -> None:
    weight = torch.ones(1, 1, 32, 32)
    weight[..., 12:20, 8:20] = 0
    filled = fill_holes(3 * weight, weight, 5)
    torch.testing.assert_close(filled, torch.full_like(filled, 3.0), **NETWORK_ROUNDING)


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_a_gpu_gives_what_the_cpu_gives() -> None:
    network, (left, right), times = random_network(), pair(), torch.tensor([0.25, 0.6])
    on_cpu = SlowglassModel(network)
    expected = on_cpu.field(on_cpu.estimate(left, right), times)
    on_gpu = SlowglassModel(network.cuda())
    field = on_gpu.field(on_gpu.estimate(left.cuda(), right.cuda()), times)
    difference = (field.flow.cpu() - expected.flow).abs()
    assert difference.mean() < GPU_FLOW_PIXELS
    torch.testing.assert_close(field.weight.cpu(), expected.weight, rtol=0, atol=0.02)


def test_slight_motion_that_the_pictures_do_not_bear_out_is_taken_back() -> None:
    left, _ = pair()
    with torch.inference_mode():
        raw = random_network().pair(left, left)
    slight = replace(raw, motion=replace(raw.motion, flow=torch.full_like(raw.motion.flow, 0.15)))
    assert not settled(slight).motion.flow.any()
    moved = replace(raw, motion=replace(raw.motion, flow=torch.full_like(raw.motion.flow, 2.0)))
    assert torch.equal(settled(moved).motion.flow, moved.motion.flow)


def sliding_pair(across: float, down: float, error: float) -> Pair:
    """A smooth texture that moved by some pixels, and motion that is wrong by ``error``."""
    generator = torch.Generator().manual_seed(6)
    coarse = torch.randn(1, 3, 24, 24, generator=generator)
    left = torch.nn.functional.interpolate(coarse, scale_factor=4, mode="bicubic")
    back = torch.tensor([-across, -down])[:, None, None].expand(1, 2, 96, 96)
    pictures = torch.cat([left, sample(left, back)])
    flow = torch.tensor([across, down])[:, None, None].expand(1, 2, 24, 24)
    flow = (torch.cat([flow, -flow]) + error) / 4
    return Pair(pictures, PairMotion(flow, torch.ones(2, 1, 24, 24), torch.zeros(2, 1, 24, 24), ()))


def test_motion_becomes_exact_to_a_fraction_of_a_pixel() -> None:
    exact = sliding_pair(5.3, -2.6, 0).motion.flow
    found = refined(sliding_pair(5.3, -2.6, 0.5)).motion.flow
    assert (4 * (found - exact))[..., 4:-4, 4:-4].abs().mean() < SUBPIXEL_PIXELS


def test_motion_stays_where_nothing_can_be_seen() -> None:
    pair = sliding_pair(5.3, -2.6, 0.5)
    flat = replace(pair, pictures=torch.full_like(pair.pictures, 0.3))
    assert torch.equal(refined(flat).motion.flow, flat.motion.flow)


def test_what_agrees_only_where_it_stands_is_held() -> None:
    generator = torch.Generator().manual_seed(4)
    left = torch.rand(1, 3, 32, 32, generator=generator)
    right = left.roll(4, 3)
    right[..., 12:20, 12:20] = left[..., 12:20, 12:20] = 4.0
    flow = torch.zeros(1, 4, 2, 32, 32)
    flow[:, ::2, 0], flow[:, 1::2, 0] = -2.0, 2.0
    held = anchored(torch.cat([left, right]), flow)
    assert not held[..., 13:15, 13:15].all()
    assert not held[:, :, 0, 12:14, 12:14].any()
    assert torch.equal(held[..., 24:30, 8:24], flow[..., 24:30, 8:24])


@pytest.mark.parametrize("radius", [0, 2])
def test_correlation_teaches_both_pictures(radius: int) -> None:
    generator = torch.Generator().manual_seed(5)
    pictures = torch.randn(2, 2, 3, 5, 6, generator=generator, dtype=torch.float64)
    first, second = (picture.clone().requires_grad_() for picture in pictures)

    def in_double(one: torch.Tensor, other: torch.Tensor) -> torch.Tensor:
        around = torch.nn.functional.pad(other, (radius,) * 4)
        cost: torch.Tensor = _Correlation.apply(one, around, radius)
        return cost

    assert torch.autograd.gradcheck(in_double, (first, second))
