"""What stands still shall stand still: slight motion counts only if the pictures bear it out."""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.models.grids import sample
from slowglass.core.models.slowglass_net.layers import grow_flow, mean_around
from slowglass.core.models.slowglass_net.network import CONTRAST, Pair

SLIGHT_PIXELS, SURE_PIXELS = 1.0, 1.5
"""Motion up to the first is doubted, from the second on it is not."""

BETTER = 1.2
"""How many times better than standing still a slight motion must match: sampling between pixels
takes noise down and so matches 1.15 times better by itself."""

FULL_TRUST = 0.2
"""By how much more than that it must match to be taken whole."""

ROUNDING = 1e-4

WORSE = 20.0
"""How many times worse a motion must match than standing still to be given up for it: what stands
still is alike but for noise."""

SEEN = 0.01 * CONTRAST
"""Mismatch of a motion that counts as seen, in the network's units; twice that is certain."""


def settled(pair: Pair) -> Pair:
    """Return the pair with slight motion taken back where standing still explains it as well.

    Between equal frames no motion is left. Where nothing can be seen to move, a flow of less than
    a pixel is the network's noise.
    """
    pictures, flow = pair.pictures, pair.motion.flow
    height, width = pictures.shape[-2:]
    full = grow_flow(flow, height, width)
    other = pictures.roll(len(pictures) // 2, 0)
    moved, still = (_mismatch(pictures, seen) for seen in (sample(other, full), other))
    trust = ((still - BETTER * moved) / (FULL_TRUST * moved + ROUNDING)).clamp(0, 1)
    length = 4 * flow.norm(dim=1, keepdim=True)
    sure = ((length - SLIGHT_PIXELS) / (SURE_PIXELS - SLIGHT_PIXELS)).clamp(0, 1)
    return Pair(pictures, replace(pair.motion, flow=flow * torch.maximum(trust, sure)))


def _mismatch(pictures: Tensor, seen: Tensor) -> Tensor:
    """Return (2B, 1, h, w) at a quarter of the size: how differently two pictures look around."""
    return mean_around(functional.avg_pool2d((pictures - seen).abs().mean(1, keepdim=True), 4))


def anchored(pictures: Tensor, flow: Tensor) -> Tensor:
    """Return the flow of new frames, 0 where only standing still makes both frames agree.

    Lettering over a moving picture is alike in both frames where it stands, and unlike anything
    where the picture goes. Something that passes a still place keeps its motion: it agrees too.

    Args:
        pictures: (2, 3, H, W), the left and the right frame as the network sees them.
        flow: (B, 4, 2, H, W), samples from left, right, left, right; the first two are judged.
    """
    left, right = (one[None].expand(len(flow), -1, -1, -1) for one in pictures)
    still = (left - right).abs().mean(1, keepdim=True)
    moved = (sample(left, flow[:, 0]) - sample(right, flow[:, 1])).abs().mean(1, keepdim=True)
    held = ((mean_around(moved) - WORSE * still - SEEN) / SEEN).clamp(0, 1)
    anchored_flow: Tensor = flow * (1 - held)[:, None]
    return anchored_flow
