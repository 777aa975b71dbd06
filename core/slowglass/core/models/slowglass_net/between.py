"""From the motion of a pair to a frame between: where its pixels come from."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from slowglass.core.models.grids import grow, sample
from slowglass.core.models.slowglass_net.flow import PairMotion, Sizes
from slowglass.core.models.slowglass_net.layers import LEAK, SwapConv
from slowglass.core.warp import forward_splat

FLOW_UNIT = 16.0
"""Flows are divided by this where the head reads them."""

OTHER_SIDE = 0.01
"""How much the other frame's view of the motion counts where both frames have one."""

FILL_LEVELS = 6
"""How many times holes in the motion are looked at from further away."""

LIGHTEST = 1e-3
"""Splatted weight below which there is no motion to speak of."""


class Head(nn.Module):
    """A small U-Net at half size that treats left and right alike."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        top, middle, low = sizes.head, sizes.head * 3 // 2, sizes.head * 2
        side_inputs = 12 + 4 + 2 + 1 + 1 + sizes.context
        self.top = SwapConv(2 * side_inputs, top)
        self.middle_in = SwapConv(top, middle, 2)
        self.middle = SwapConv(middle, middle)
        self.low_in = SwapConv(middle, low, 2)
        self.low = SwapConv(low, low)
        self.middle_up = SwapConv(low, middle)
        self.middle_out = SwapConv(middle, middle)
        self.top_up = SwapConv(middle, top)
        self.top_out = SwapConv(top, top)
        self.out = SwapConv(top, 14)
        nn.init.zeros_(self.out.weight)

    def forward(self, inputs: Tensor) -> Tensor:
        """Return (B, 14, h, w): for each side 2 of flow, 4 subpixels of the weight, 1 of trust."""
        top = leaky(self.top(inputs))
        middle = leaky(self.middle(leaky(self.middle_in(top))))
        low = leaky(self.low(leaky(self.low_in(middle))))
        low = grow(self.middle_up(low), *middle.shape[-2:])
        middle = leaky(self.middle_out(leaky(low + middle)))
        middle = grow(self.top_up(middle), *top.shape[-2:])
        result: Tensor = self.out(leaky(self.top_out(leaky(middle + top))))
        return result


def motion_at(motion: PairMotion, distance: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Push the motion to the new frame.

    Args:
        motion: of the pair, batch (left, right).
        distance: (2B, 1, 1, 1), time from the own frame to the new one.

    Returns:
        Motion from the own frame to the other (2B, 2, h, w) as seen at the new time, the context
        (2B, C, h, w) that came along, and how much landed (2B, 1, h, w).
    """
    flow, half = motion.flow, len(motion.flow) // 2
    values = torch.cat([flow, motion.context], 1)
    total, landed = forward_splat(values, flow * distance, motion.importance)
    other = OTHER_SIDE * total[:, :2].roll(half, 0)
    seen = fill_holes(total[:, :2] - other, landed + OTHER_SIDE * landed.roll(half, 0), FILL_LEVELS)
    return seen, total[:, 2:] / landed.clamp_min(1.0), landed


def fill_holes(total: Tensor, weight: Tensor, levels: int) -> Tensor:
    """Return ``total / weight``, filled from coarser averages where there is little weight.

    Source: Gortler et al., The Lumigraph, SIGGRAPH 1996, section 3.4 (pull and push).
    """
    average = total / weight.clamp_min(LIGHTEST)
    if levels == 0 or min(total.shape[-2:]) < 2:
        return average
    saturated = weight.clamp_min(1.0)
    coarse_total = shrink(total / saturated)
    coarse_weight = shrink(weight / saturated)
    coarse = fill_holes(coarse_total, coarse_weight, levels - 1)
    known = (weight / OTHER_SIDE).clamp(0, 1)
    return known * average + (1 - known) * grow(coarse, *total.shape[-2:])


def shrink(values: Tensor) -> Tensor:
    """Return ``values`` at half size, rounded up."""
    return functional.avg_pool2d(values, 2, ceil_mode=True, count_include_pad=False)


def head_inputs(pictures: Tensor, motion: PairMotion, distance: Tensor) -> tuple[Tensor, Tensor]:
    """Return what the head sees (B, C, H/2, W/2), and the flows that it starts from.

    The flows (2B, 2, H/2, W/2) are in pixels of half the size, from the new frame to the own one.
    """
    seen, context, landed = motion_at(motion, distance)
    height, width = pictures.shape[-2:]
    half_size = (height // 2, width // 2)
    flow = grow(-distance * seen, *half_size) * 2
    warped = sample(pictures, grow(flow, height, width) * 2)
    difference = (warped - warped.roll(len(warped) // 2, 0)).abs().mean(1, keepdim=True)
    sides = torch.cat(
        [
            functional.pixel_unshuffle(warped, 2),
            functional.pixel_unshuffle(difference, 2),
            flow / FLOW_UNIT,
            grow(torch.cat([landed.clamp_max(2), context], 1), *half_size),
            distance.expand(-1, 1, *half_size),
        ],
        1,
    )
    return torch.cat(sides.chunk(2), 1), flow


def leaky(values: Tensor) -> Tensor:
    """Return the activated values."""
    return functional.leaky_relu(values, LEAK)
