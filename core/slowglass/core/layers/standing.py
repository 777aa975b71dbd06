"""What stands in a pair of frames, as found in them or as a matte says, under any motion."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray

from slowglass.core.field import WarpField
from slowglass.core.frames import Frame, Guide
from slowglass.core.layers.planes import Sides
from slowglass.core.models import Motion
from slowglass.core.models.standing import Standing, StillMotion, find_standing

COVERED = 0.1
"""Of a pixel, by a matte, from which on it is kept: soft edges of lettering belong to it."""


def with_what_stands(
    motion: Motion, left: Frame, right: Frame, pictures: Sides, *, searches: bool
) -> Motion:
    """Return a motion that leaves alone what stands in a pair; the same one if nobody asks.

    Mattes that the frames carry say what is kept. In them the nearer frame is shown, so that a
    counter's digits do not melt into one another. Without mattes it is what `find_standing` finds.

    Args:
        motion: of the pair.
        left: the earlier frame.
        right: the later one.
        pictures: what both look like, (1, 3, H, W) in 0..1.
        searches: whether it is looked for where no matte says it.
    """
    mattes = [one for frame in (left, right) for one in frame.guides if one.kind == "lock"]
    if mattes:
        return StillMotion(motion, lambda _: _kept(mattes, pictures[0].device))
    return StillMotion(motion, partial(find_standing, *pictures)) if searches else motion


def carried_on(motion: Motion, field: WarpField, t: Fraction) -> WarpField:
    """Return a field beyond a pair, whose motion is carried on; what stands does not go along.

    Args:
        motion: of the pair, as `with_what_stands` gives it.
        field: at the time.
        t: below 0 or above 1.
    """
    return motion.settled(field, t) if isinstance(motion, StillMotion) else field


def kept_pixels(guides: Iterable[Guide]) -> NDArray[np.bool_] | None:
    """Return where mattes keep a picture, (height, width); None where they keep nothing of it."""
    kept = [guide.pixels >= COVERED for guide in guides if guide.kind == "lock"]
    covered = np.logical_or.reduce(kept) if kept else None
    return covered if covered is not None and covered.any() else None


def _kept(mattes: Iterable[Guide], device: torch.device) -> Standing | None:
    """Return what is kept, by the mattes of both frames."""
    covered = kept_pixels(mattes)
    if covered is None:
        return None
    return Standing(torch.from_numpy(covered)[None, None].to(device), switches=True)
