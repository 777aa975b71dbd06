"""Super SloMo as a model of the engine."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.models.network_model import NetworkModel
from slowglass.core.models.spec import ModelSpec
from slowglass.core.models.superslomo.network import MEAN, Pair, SuperSloMoNetwork
from slowglass.core.models.superslomo.tiles import STEP
from slowglass.core.models.superslomo.unet import Widths
from slowglass.core.warp import grid_positions

SPEC = ModelSpec(
    name="superslomo",
    title="Super SloMo (2018): two U-Nets, a visibility map for each new frame",
    licence="Apache-2.0",
    multiple_of=STEP,
)


class SuperSloMo(NetworkModel[SuperSloMoNetwork]):
    """The network without gradients, giving warp fields."""

    def __init__(self, network: SuperSloMoNetwork, spec: ModelSpec = SPEC) -> None:
        """Use ``network`` as it is, on the device that it is on."""
        super().__init__(network, spec)

    @torch.inference_mode()
    def estimate(self, left: Tensor, right: Tensor) -> Pair:
        """Return the flow of the pair, both ways."""
        return self.network.pair(left, right)

    @torch.inference_mode()
    def field(self, motion: Pair, t: Tensor) -> WarpField:
        """Return one sample from each side for every time of ``t`` (B,).

        The public code takes the mean off its pictures and samples zeros outside, so that outside
        lies the mean colour: with ``legacy_grid`` the residual is the part of it that is seen.
        """
        times = t.to(motion.forward)
        between = self.network.between(motion.repeated(len(times)), times)
        flow, weight = self.network.sampling_flow(between.flow), between.weight
        residual = None
        if self.network.legacy_grid:
            residual = flow.new_tensor(MEAN)[:, None, None] * (1 - part_inside(flow, weight))
        return WarpField((LEFT, RIGHT), flow, weight, border=self.network.border, residual=residual)


def part_inside(flow: Tensor, weight: Tensor) -> Tensor:
    """Return how much of a new frame comes from inside its sources, (B, 1, H, W) in 0..1.

    Args:
        flow: (B, K, 2, H, W), of bilinear samples.
        weight: (B, K, H, W), summing to 1.
    """
    x, y = grid_positions(flow.flatten(0, 1))
    height, width = flow.shape[-2:]
    across = torch.minimum(x + 1, width - x).clamp(0, 1)
    down = torch.minimum(y + 1, height - y).clamp(0, 1)
    return (weight * (across * down).reshape(weight.shape)).sum(1, keepdim=True)


def widths_of(state: Mapping[str, Tensor]) -> Widths:
    """Return the widths that the shapes of the weights of one U-Net tell.

    Raises:
        KeyError: a tensor is missing.
    """
    names = ("conv2", "down1.conv2", "down2.conv2", "down3.conv2", "down4.conv2", "down5.conv2")
    full, half, quarter, eighth, sixteenth, low = (len(state[f"{name}.weight"]) for name in names)
    return Widths((full, half, quarter, eighth, sixteenth, low))
