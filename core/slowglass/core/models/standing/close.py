"""Strokes before a picture that changes close by: what is behind them was seen to go."""

from __future__ import annotations

from torch import Tensor

from slowglass.core.models.standing.drawn import reach_within
from slowglass.core.models.standing.judged import judged_size, mean_around
from slowglass.core.warp import resize_plane

MOST = 0.5
"""Part of the pixels close by that must change: a gap in a still wall, between the two places of a
thing that passes, has more of the wall around it than a stroke has of its caption."""


def before_change(alike: Tensor, lettering: Tensor) -> Tensor:
    """Return (1, 1, H, W) bool, what is drawn where most of what is close by has changed.

    It needs no motion, so it holds where none can be found: a stroke that is there in both frames,
    and what was around it in one of them is not, is before that.
    """
    height, width = alike.shape[-2:]
    size = judged_size(height, width)
    changed = mean_around(resize_plane((~alike).float(), *size), reach_within(size))
    return lettering & (resize_plane(changed, height, width) > MOST)
