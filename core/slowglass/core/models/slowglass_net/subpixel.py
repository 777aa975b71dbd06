"""The network's motion made exact to a fraction of a pixel, by asking the pictures."""

from __future__ import annotations

from dataclasses import replace

from torch.nn import functional

from slowglass.core.models.grids import grow
from slowglass.core.models.refine import Ends, correction
from slowglass.core.models.slowglass_net.network import CONTRAST, Pair


def refined(pair: Pair) -> Pair:
    """Return the pair with its motion improved where that makes the frames match better.

    It is asked for at half size, for motion that starts at the pixels of either frame.
    """
    pictures = functional.avg_pool2d(pair.pictures, 2) / CONTRAST
    other = pictures.roll(len(pictures) // 2, 0)
    motion = grow(pair.motion.flow, *pictures.shape[-2:]) * 2
    standing = motion.new_zeros(())
    ends = Ends(standing.expand_as(motion), motion, standing)
    too_long = functional.avg_pool2d(correction(pictures, other, ends), 2) / 2
    return Pair(pair.pictures, replace(pair.motion, flow=pair.motion.flow - too_long))
