"""Trust and projection on a processor, by compiled kernels."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from slowglass.core import kernels
from slowglass.core.field import WarpField
from slowglass.core.models.flow import numbers


def trust_compiled(there: Tensor, back: Tensor, start: Tensor, end: Tensor) -> Tensor:
    """Return what `both_ways.trust_of` does."""
    found = kernels.trust_of(
        *(_array(one) for one in (there, back, start, end)),
        sharpness=(numbers.COLOUR_SHARPNESS, numbers.RETURN_SHARPNESS),
        largest_miss=numbers.LARGEST_MISS,
    )
    return torch.from_numpy(found)[None, None]


def field_compiled(
    forward: Tensor, backward: Tensor, trust: tuple[Tensor, Tensor], t: Tensor
) -> WarpField:
    """Return what `both_ways.field_by_torch` does."""
    rules = kernels.Rules(
        numbers.HOLE_COVERAGE,
        numbers.SEEN_COVERAGE,
        numbers.OTHER_SIDE_SHARE,
        numbers.ONE_MOTION_PIXELS,
    )
    flows = _array(forward), _array(backward)
    trusts = _array(trust[0])[0], _array(trust[1])[0]
    made = [kernels.project(*flows, trusts, float(time), rules) for time in t]
    flow, weight = (torch.from_numpy(np.stack(part)) for part in zip(*made, strict=True))
    return WarpField(numbers.SIDES, flow, weight)


def _array(planes: Tensor) -> NDArray[np.float32]:
    """Return (1, C, H, W) as (C, H, W) float32."""
    return np.asarray(planes[0].float().contiguous().numpy())
