"""Lettering that is before the picture, told from a still wall that is seen between what passes.

Bricks between the spokes of a wheel are alike in both frames, too, by the dozen, and most of what
is close by has changed. But they go on all over the picture, or lettering is drawn to be read.
"""

from __future__ import annotations

from torch import Tensor

from slowglass.core.models.standing.drawn import reach_within
from slowglass.core.models.standing.judged import judged_size, mean_around
from slowglass.core.warp import resize_plane

LITTLE = 0.035
"""Part of the picture up to which lettering is no wall."""
OUTSTANDING = 0.25
"""Difference of brightness (0..1) from what is around, in both frames, that can be read."""
LEGIBLE = 0.35
"""Part of the lettering close by that must be so, where there is more of it."""
CLOSE = 4
"""Times as far as edges are looked for that this is judged."""
MOVES_ON = 0.75
"""Part of what is far around that must have changed where it cannot be read."""
FAR = 16
"""Times as far as edges are looked for that this is judged."""


def readable(left: Tensor, right: Tensor, alike: Tensor, lettering: Tensor) -> Tensor:
    """Return (1, 1, H, W) bool, the lettering that is no wall."""
    if int(lettering.sum()) <= LITTLE * lettering.numel():
        return lettering
    height, width = lettering.shape[-2:]
    size = judged_size(height, width)
    close, far = CLOSE * reach_within(size), FAR * reach_within(size)
    letters = resize_plane(lettering.float(), *size)
    outstanding = letters
    for picture in (left, right):
        luma = resize_plane(picture.mean(1, keepdim=True), *size)
        outstanding = outstanding * ((luma - mean_around(luma, close)).abs() > OUTSTANDING)
    told = mean_around(outstanding, close) > LEGIBLE * mean_around(letters, close)
    told |= mean_around(resize_plane((~alike).float(), *size), far) > MOVES_ON
    return lettering & (resize_plane(told.float(), height, width) > 0.5)
