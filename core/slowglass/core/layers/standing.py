"""What stands in a pair of frames, as found in them or as a matte says, under any motion."""

from __future__ import annotations

from functools import partial

import torch
from torch import Tensor

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
        return StillMotion(motion, lambda _: _kept(mattes, pictures))
    return StillMotion(motion, partial(find_standing, *pictures)) if searches else motion


def _kept(mattes: list[Guide], pictures: Sides) -> Standing | None:
    """Return what is kept, by the mattes of both frames."""
    covered: Tensor = torch.zeros_like(pictures[0][:, :1], dtype=torch.bool)
    for matte in mattes:
        covered |= torch.from_numpy(matte.pixels).to(covered.device)[None, None] >= COVERED
    return Standing(covered, switches=True) if bool(covered.any()) else None
