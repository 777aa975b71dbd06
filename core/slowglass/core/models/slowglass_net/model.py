"""The built-in network as a model of the engine."""

from __future__ import annotations

import math
from collections.abc import Mapping

import torch
from torch import Tensor

from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.models.network_model import NetworkModel
from slowglass.core.models.slowglass_net.flow import Sizes
from slowglass.core.models.slowglass_net.network import Pair, SlowglassNetwork, repeat_pair
from slowglass.core.models.slowglass_net.spec import SPEC
from slowglass.core.models.slowglass_net.stillness import anchored, settled
from slowglass.core.models.slowglass_net.subpixel import refined
from slowglass.core.models.spec import ModelSpec


class SlowglassModel(NetworkModel[SlowglassNetwork]):
    """The network without gradients, giving warp fields."""

    def __init__(self, network: SlowglassNetwork, spec: ModelSpec = SPEC) -> None:
        """Use ``network`` as it is, on the device that it is on."""
        super().__init__(network, spec)

    @torch.inference_mode()
    def estimate(self, left: Tensor, right: Tensor) -> Pair:
        """Return the motion of the pair, both ways."""
        return settled(refined(self.network.pair(left, right)))

    @torch.inference_mode()
    def field(self, motion: Pair, t: Tensor) -> WarpField:
        """Return two samples from each side for every time of ``t`` (B,)."""
        times = t.to(motion.pictures.device, torch.float32)
        flow, weight = self.network.between(repeat_pair(motion, len(times)), times)
        flow = anchored(motion.pictures, flow)
        return WarpField(sides=(LEFT, RIGHT, LEFT, RIGHT), flow=flow, weight=weight)


def sizes_of(state: Mapping[str, Tensor]) -> Sizes:
    """Return the widths that the shapes of the weights tell.

    Raises:
        KeyError: a tensor is missing.
    """
    level, finest = "pair_flow.level.", "pair_flow.finest."
    quarter = len(state["pair_flow.encoder.to_quarter.1.0.weight"])
    eighth = len(state["pair_flow.encoder.to_eighth.0.0.weight"])
    hidden = len(state[level + "out.weight"]) - 2
    return Sizes(
        quarter=quarter,
        eighth=eighth,
        match=len(state[level + "match.weight"]),
        radius=_radius(state[level + "body.0.0.weight"].shape[1] - eighth - hidden - 2),
        width=len(state[level + "body.0.0.weight"]),
        fine_width=len(state[finest + "body.0.0.weight"]),
        fine_radius=_radius(state[finest + "body.0.0.weight"].shape[1] - quarter - hidden - 2),
        hidden=hidden,
        context=len(state[finest + "out.weight"]) - 3,
        head=2 * len(state["head.top.weight"]),
    )


def _radius(window: int) -> int:
    """Return the radius of a square ``window`` of (2 radius + 1)^2."""
    return (math.isqrt(window) - 1) // 2
