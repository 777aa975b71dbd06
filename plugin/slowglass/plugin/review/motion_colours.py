"""Motion as colours: the hue is where it goes, the strength how far."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from slowglass.core.field import LEFT, RIGHT, WarpField

STRONGEST_PERCENTILE = 99.0
"""Of the lengths in a frame: what moves so far has the full colour."""
SLIGHTEST_PIXELS = 1.0
"""A frame that moves less is shown as nearly still."""


def motion_codes(field: WarpField) -> NDArray[np.uint8]:
    """Return the motion from the left frame to the right one as colours (height, width, 3).

    Red goes right, yellow-green down, cyan left, violet up; black stands still.
    """
    flow = _into(field, RIGHT) - _into(field, LEFT)
    length = np.hypot(flow[0], flow[1])
    strongest = max(SLIGHTEST_PIXELS, float(np.percentile(length, STRONGEST_PERCENTILE)))
    hue = np.arctan2(flow[1], flow[0])[..., None]
    thirds = np.array([0, 2, 4]) * np.pi / 3
    colour = np.clip(0.5 + np.cos(hue - thirds), 0, 1)
    value = np.minimum(length / strongest, 1)[..., None]
    codes: NDArray[np.uint8] = np.rint(255 * colour * value).astype(np.uint8)
    return codes


def _into(field: WarpField, side: int) -> NDArray[np.float32]:
    """Return the mean flow (2, height, width) of the samples of one side; 0 where there are none.

    A pixel that one side alone shows has the motion that this side knows.
    """
    places = [k for k, own in enumerate(field.sides) if own == side]
    if not places:
        return np.zeros((2, *field.flow.shape[-2:]), np.float32)
    weight = field.weight[0, places].unsqueeze(1).clamp_min(1e-6)
    mean = (field.flow[0, places] * weight).sum(0) / weight.sum(0)
    flow: NDArray[np.float32] = mean.float().cpu().numpy()
    return flow
