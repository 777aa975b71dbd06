"""Compiling what most frames need, before the first one is made."""

from __future__ import annotations

import numpy as np

from slowglass.core.kernels.lanes import pack
from slowglass.core.kernels.mixing import mix
from slowglass.core.kernels.projection import Rules, project
from slowglass.core.kernels.trust import trust_of

_SIDE = 8


def compile_kernels() -> None:
    """Compile what `flow` and composing light need, by a tiny frame; what is kept is loaded."""
    picture = np.zeros((3, _SIDE, _SIDE), np.float32)
    still, whole = picture[:2], picture[0] + 1
    trust_of(still, still, picture, picture, sharpness=(1.0, 1.0), largest_miss=1.0)
    flow, weight = project(still, still, (whole, whole), 0.5, Rules(0.25, 0.5, 0.01, 0.5))
    mix(pack(picture, picture), (0, 1, 0, 1), flow, weight, cubic=True)
