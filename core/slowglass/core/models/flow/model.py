"""The model `flow`."""

from __future__ import annotations

from torch import Tensor

from slowglass.core.field import WarpField
from slowglass.core.models.flow.both_ways import FlowMotion, flow_field, flow_motion
from slowglass.core.models.flow.dis import dis_flow, grey
from slowglass.core.models.flow.spec import LARGEST_PROXY, SPEC
from slowglass.core.models.spec import ModelSpec


class FlowModel:
    """Bidirectional DIS flow, the mean of two ways to bring it to the time t."""

    @property
    def spec(self) -> ModelSpec:
        """What the engine must know to feed it."""
        return SPEC

    def estimate(self, left: Tensor, right: Tensor) -> FlowMotion:
        """Return both flows, on the device of ``left``; (1, 3, H, W) RGB in 0..1."""
        first, second = grey(left), grey(right)
        fine = max(first.shape) >= LARGEST_PROXY
        forward = dis_flow(first, second, fine=fine).to(left.device)
        backward = dis_flow(second, first, fine=fine).to(left.device)
        return flow_motion(forward, backward, left, right)

    def field(self, motion: FlowMotion, t: Tensor) -> WarpField:
        """Return four samples at each ``t`` (B,): one from either side by each projection."""
        return flow_field(motion, t)
