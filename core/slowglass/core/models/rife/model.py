"""RIFE as a model of the engine."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.models.network_model import NetworkModel
from slowglass.core.models.rife.network import Family, RifeNetwork
from slowglass.core.models.spec import ModelSpec

LARGEST_PROXY = 4096
"""Larger frames are estimated smaller: beyond this, motions outgrow what the coarsest block sees,
and memory grows by 0.6 GB for each million pixels, to 18 GB for 8K at full size."""


def spec_of(name: str, versions: str, family: Family) -> ModelSpec:
    """Return what the engine must know of RIFE networks of a ``family``, the ``versions`` of it."""
    return ModelSpec(
        name=name,
        title=f"RIFE {versions}: learned; the motion is found anew for each new time",
        licence="MIT, of code and of weights by its author",
        multiple_of=family.multiple_of,
        largest_proxy=LARGEST_PROXY,
        refined=True,
        leads=True,
    )


@dataclass(frozen=True)
class Prepared:
    """Two frames, each with what does not depend on the time; (1, 3 + features, H, W) float32."""

    left: Tensor
    right: Tensor


class RifeModel(NetworkModel[RifeNetwork]):
    """The network without gradients, giving warp fields. Nearly all of it depends on t."""

    @torch.inference_mode()
    def estimate(self, left: Tensor, right: Tensor) -> Prepared:
        """Return both frames with their features: all that does not depend on the time."""
        return Prepared(self.network.prepared(left), self.network.prepared(right))

    @torch.inference_mode()
    def field(self, motion: Prepared, t: Tensor) -> WarpField:
        """Return one sample from each side for every time of ``t`` (B,)."""
        times = t.to(motion.left)
        left, right = (side.expand(len(times), -1, -1, -1) for side in (motion.left, motion.right))
        flow, share = self.network.between(left, right, times)
        return WarpField(
            sides=(LEFT, RIGHT),
            flow=torch.stack(flow.chunk(2, 1), 1),
            weight=torch.cat([share, 1 - share], 1),
        )
