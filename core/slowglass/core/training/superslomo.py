"""Super SloMo as something that can be trained."""

from __future__ import annotations

import copy
from typing import Protocol

import torch
from torch import Tensor, nn

from slowglass.core.models import initialise
from slowglass.core.models.superslomo import (
    LEAK,
    Between,
    Pair,
    SuperSloMo,
    SuperSloMoNetwork,
    Widths,
)
from slowglass.core.training.batches import Batch
from slowglass.core.training.config import SuperSloMoConfig
from slowglass.core.training.perceptual import WEIGHTS_FILE, PerceptualLoss, find_weights

PIXEL_SCALE = 255.0
"""The paper's weights are for pictures in 0..255."""

START_OF_OUTPUT = 0.1
"""Part of the usual start values that the last layers get: at first next to nothing moves."""


class Perceptual(Protocol):
    """Compares pictures (B, 3, H, W) in 0..1."""

    def __call__(self, result: Tensor, truth: Tensor) -> Tensor:
        """Return a scalar."""
        ...


class SuperSloMoTask:
    """Trains Super SloMo with the four losses of its paper.

    Source: Jiang et al., Super SloMo, CVPR 2018, section 3.4.
    """

    def __init__(
        self,
        network: SuperSloMoNetwork,
        config: SuperSloMoConfig,
        perceptual: Perceptual | None,
        notes: tuple[str, ...] = (),
    ) -> None:
        """Train ``network``; without ``perceptual`` that loss is left out."""
        self.network, self.config, self.perceptual = network, config, perceptual
        self.notes = notes
        """What is done otherwise than asked, one sentence each."""

    @classmethod
    def from_config(cls, config: SuperSloMoConfig) -> SuperSloMoTask:
        """Return the task with a network at its start, random as torch is seeded.

        Raises:
            MissingInputError: weights of VGG16 are named and not there.
            ModelError: they are not those.
        """
        full, half, quarter, eighth, sixteenth, low = config.widths
        widths = Widths((full, half, quarter, eighth, sixteenth, low))
        network = SuperSloMoNetwork(widths, widths)
        set_start_values(network)
        weights = find_weights(config.vgg16) if config.perceptual else None
        notes = []
        if config.perceptual and weights is None:
            notes.append(
                f"The perceptual loss is off: {WEIGHTS_FILE} is not in torch's cache, and the "
                "configuration names no other place (vgg16)."
            )
        loss = None if weights is None else PerceptualLoss.from_file(weights)
        return cls(network, config, loss, tuple(notes))

    @property
    def module(self) -> nn.Module:
        """Both networks."""
        return self.network

    def interpolator(self) -> SuperSloMo:
        """Return a copy of the network as it is now, for the engine."""
        return SuperSloMo(copy.deepcopy(self.network))

    def predict(self, batch: Batch) -> Tensor:
        """Return the frames between."""
        return self._mix(batch, self.network(batch.left, batch.right, batch.t)[1])

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """Return the weighted losses."""
        pair, between = self.network(batch.left, batch.right, batch.t)
        result, config = self._mix(batch, between), self.config
        warping = self._warping(batch, pair, between)
        smoothness = roughness(pair.forward) + roughness(pair.backward)
        losses = {
            "reconstruction": config.reconstruction * PIXEL_SCALE * l1(result, batch.between),
            "warping": config.warping * PIXEL_SCALE * warping,
            "smoothness": config.smoothness * smoothness,
        }
        if self.perceptual is not None:
            losses["perceptual"] = config.perceptual * self.perceptual(result, batch.between)
        return losses

    def _mix(self, batch: Batch, between: Between) -> Tensor:
        """Return the frames that the fields make."""
        sides = enumerate((batch.left, batch.right))
        parts = [
            self.network.warp(picture, between.flow[:, k]) * between.weight[:, k : k + 1]
            for k, picture in sides
        ]
        return parts[0] + parts[1]

    def _warping(self, batch: Batch, pair: Pair, between: Between) -> Tensor:
        """Return how far frames that are moved as a whole are from those that they should be."""
        moved = (
            (batch.left, between.start[:, 0], batch.between),
            (batch.right, between.start[:, 1], batch.between),
            (batch.left, pair.backward, batch.right),
            (batch.right, pair.forward, batch.left),
        )
        errors = [l1(self.network.warp(picture, flow), truth) for picture, flow, truth in moved]
        return torch.stack(errors).sum()


def l1(result: Tensor, truth: Tensor) -> Tensor:
    """Return the mean absolute difference."""
    return (result - truth).abs().mean()


def roughness(flow: Tensor) -> Tensor:
    """Return how much a flow (B, 2, H, W) changes from pixel to pixel, both ways, in the mean."""
    across = (flow[..., :, 1:] - flow[..., :, :-1]).abs().mean()
    down = (flow[..., 1:, :] - flow[..., :-1, :]).abs().mean()
    return across + down


def set_start_values(network: SuperSloMoNetwork) -> None:
    """Give all layers random weights that keep the strength of what passes through.

    With PyTorch's own the signal fades from layer to layer, and the first thousand steps with it.

    Source: He, Zhang, Ren, Sun, "Delving Deep into Rectifiers", ICCV 2015, equation 14.
    """
    initialise(network, LEAK)
    with torch.no_grad():
        for part in (network.flow, network.interpolation):
            part.conv3.weight.mul_(START_OF_OUTPUT)
