"""The model `flow`."""

from __future__ import annotations

from torch import Tensor

from slowglass.core.field import WarpField
from slowglass.core.models.flow.both_ways import FlowMotion, flow_field, flow_motion
from slowglass.core.models.flow.dis import dis_flow, grey
from slowglass.core.models.flow.numbers import LARGEST_PROJECTED
from slowglass.core.models.flow.spec import SMALLEST_SIDE, SPEC
from slowglass.core.models.spec import ModelSpec
from slowglass.core.warp import resize_flow, resize_plane, size_within


class FlowModel:
    """Bidirectional DIS flow, the mean of two ways to bring it to the time t."""

    @property
    def spec(self) -> ModelSpec:
        """What the engine must know to feed it."""
        return SPEC

    def estimate(self, left: Tensor, right: Tensor) -> FlowMotion:
        """Return both flows, on the device of ``left``; (1, 3, H, W) RGB in 0..1."""
        first, second = grey(left), grey(right)
        size = projected_size(*first.shape)
        forward, backward = (
            resize_flow(dis_flow(*pair, fine=True).to(left.device), *size)
            for pair in ((first, second), (second, first))
        )
        return flow_motion(forward, backward, *(resize_plane(one, *size) for one in (left, right)))

    def field(self, motion: FlowMotion, t: Tensor) -> WarpField:
        """Return four samples at each ``t`` (B,): one from either side by each projection."""
        return flow_field(motion, t)


def projected_size(height: int, width: int) -> tuple[int, int]:
    """Return the size at which flows found in pictures of a size are trusted and projected."""
    size = size_within(height, width, LARGEST_PROJECTED)
    return size if min(size) >= SMALLEST_SIDE else (height, width)
