"""RAFT as a model of the engine: its flow once for a pair, fields as the classical flow has them.

Source: Teed, Deng, "RAFT: Recurrent All-Pairs Field Transforms for Optical Flow", ECCV 2020.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

from slowglass.core.field import WarpField
from slowglass.core.models.flow import FlowMotion, flow_field, flow_motion
from slowglass.core.models.network_model import NetworkModel
from slowglass.core.models.spec import ModelSpec

FLOW_UPDATES = 12
"""How often the flow is refined; what torchvision's network does unless told otherwise."""

LARGEST_PROXY = 1024
"""Its table of all pairs grows with the square of the area: 0.3 GB at this width, 5 GB at 1080p.
It was trained at about this size, too."""

SMALLEST_SIDE = 128
"""The coarsest of the four levels of that table needs two positions: 2 x 8 x 8 pixels."""


class RaftModel(NetworkModel[nn.Module]):
    """The network without gradients, run once in either direction."""

    @torch.inference_mode()
    def estimate(self, left: Tensor, right: Tensor) -> FlowMotion:
        """Return both flows; (1, 3, H, W) RGB in 0..1, sides as ``spec`` asks."""
        return flow_motion(self._flow(left, right), self._flow(right, left), left, right)

    def field(self, motion: FlowMotion, t: Tensor) -> WarpField:
        """Return four samples at each ``t`` (B,): one from either side by each projection."""
        return flow_field(motion, t)

    def _flow(self, start: Tensor, end: Tensor) -> Tensor:
        """Return (1, 2, H, W) pixels; the network wants colours in -1..1."""
        steps: list[Tensor] = self.network(2 * start - 1, 2 * end - 1, FLOW_UPDATES)
        return steps[-1]


def spec_of(name: str, size: str) -> ModelSpec:
    """Return what the engine must know of RAFT in one of its two sizes."""
    return ModelSpec(
        name=name,
        title=f"RAFT, {size}: learned optical flow, estimated once for a pair",
        licence="BSD-3-Clause (code); weights as those who trained them say",
        multiple_of=8,
        minimum_size=SMALLEST_SIDE,
        largest_proxy=LARGEST_PROXY,
    )


def raft_large() -> nn.Module:
    """Return the large network without weights; torchvision is loaded only where it is wanted."""
    from torchvision.models.optical_flow import raft_large as make

    return _made(make)


def raft_small() -> nn.Module:
    """Return the small network without weights."""
    from torchvision.models.optical_flow import raft_small as make

    return _made(make)


def _made(make: Callable[..., nn.Module]) -> nn.Module:
    return make(weights=None, progress=False)
