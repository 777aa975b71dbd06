"""What the training loop needs of a model, and the built-in network as such."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any, Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional

from slowglass.core.models import Interpolator, sample
from slowglass.core.models.slowglass_net import (
    Pair,
    SlowglassModel,
    SlowglassNetwork,
    shrink,
)
from slowglass.core.training.batches import Batch
from slowglass.core.training.config import LossWeights
from slowglass.core.training.losses import census, charbonnier, end_point, laplacian

LEAST_KNOWN = 1e-3
"""Share of an area below which nothing is known of it."""


class Trainable(Protocol):
    """A model that can learn from batches."""

    @property
    def module(self) -> nn.Module:
        """What holds the weights."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What is done otherwise than asked, one sentence each."""
        ...

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """Return named scalars, weighted; their sum is made small."""
        ...

    def predict(self, batch: Batch) -> Tensor:
        """Return the frames between (B, 3, H, W)."""
        ...

    def interpolator(self) -> Interpolator[Any]:
        """Return a copy of the model as it is now, for the engine."""
        ...


class SlowglassTask:
    """Trains the built-in network."""

    def __init__(self, network: SlowglassNetwork, weights: LossWeights) -> None:
        """Train ``network``."""
        self.network, self.weights = network, weights
        self.notes: tuple[str, ...] = ()

    @property
    def module(self) -> nn.Module:
        """The network."""
        return self.network

    def interpolator(self) -> SlowglassModel:
        """Return a copy of the network as it is now, for the engine."""
        return SlowglassModel(copy.deepcopy(self.network))

    def predict(self, batch: Batch) -> Tensor:
        """Return the frames between."""
        _, flow, weight = self.network(batch.left, batch.right, batch.t)
        return mix(batch, flow, weight)

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """Return the weighted losses."""
        pair, flow, weight = self.network(batch.left, batch.right, batch.t)
        result, weights = mix(batch, flow, weight), self.weights
        losses = {
            "charbonnier": weights.charbonnier * charbonnier(result - batch.between),
            "laplacian": weights.laplacian * laplacian(result, batch.between),
            "photometric": weights.photometric * photometric(pair),
            "pair_flow": weights.pair_flow * pair_flow_error(pair, batch),
            "field_flow": weights.field_flow * field_flow_error(flow, batch),
        }
        if weights.census:
            losses["census"] = weights.census * census(result, batch.between)
        if weights.cycle:
            again = self.middle_again(batch)
            losses["cycle"] = weights.cycle * charbonnier(again - batch.between)
        return losses

    def middle_again(self, batch: Batch) -> Tensor:
        """Return the middle frame, made from frames that are made halfway to its neighbours.

        The three frames of the batch are all given ones: with the outer at 0 and 1 and the middle
        at t, those between lie at t / 2 and (1 + t) / 2, so the middle is at t of the way again.

        Source: Reda et al., Unsupervised Video Interpolation Using Cycle Consistency, ICCV 2019,
        section 3.1, for frames that are not equally far apart.
        """
        half = torch.full_like(batch.t, 0.5)
        before = self.predict(replace(batch, right=batch.between, t=half))
        after = self.predict(replace(batch, left=batch.between, t=half))
        return self.predict(replace(batch, left=before, right=after))


def mix(batch: Batch, flow: Tensor, weight: Tensor) -> Tensor:
    """Return the frame that the field (flow (B, 4, 2, H, W), weight (B, 4, H, W)) makes."""
    frames = (batch.left, batch.right) * 2
    samples = [sample(frame, flow[:, side]) for side, frame in enumerate(frames)]
    return (torch.stack(samples, 1) * weight[:, :, None]).sum(1)


def photometric(pair: Pair) -> Tensor:
    """Return how differently the frames look along the motion, at a quarter of the size."""
    small = functional.avg_pool2d(pair.pictures, 4)
    other = sample(small.roll(len(small) // 2, 0), pair.motion.flow)
    return charbonnier(other - small)


def pair_flow_error(pair: Pair, batch: Batch) -> Tensor:
    """Return the error in pixels of all levels, each coarser one counting half."""
    truth = torch.cat([batch.flow[:, :2], batch.flow[:, 2:4]])
    seen = torch.cat([batch.visible[:, :1], batch.visible[:, 1:2]])
    weight = torch.maximum(seen, batch.known.repeat(2)[:, None, None, None])
    total, share = truth.new_zeros(()), 1.0
    for index, flow in enumerate([pair.motion.flow, *pair.motion.coarser[::-1]]):
        truth, weight = halve_known(truth, weight)
        scale = 4.0 * 2**index
        total = total + share * end_point(flow * scale, truth, weight)
        share /= 2
    return total


def halve_known(values: Tensor, weight: Tensor) -> tuple[Tensor, Tensor]:
    """Return ``values`` at half the size where ``weight`` (B, 1, H, W) knows them, and it too."""
    small = shrink(weight)
    return shrink(values * weight) / small.clamp_min(LEAST_KNOWN), small


def field_flow_error(flow: Tensor, batch: Batch) -> Tensor:
    """Return the error in pixels of the new frame's flow, where its end is seen."""
    total = flow.new_zeros(())
    for side in (0, 1):
        coarse = functional.avg_pool2d(flow[:, side], 2)
        truth = batch.flow[:, 4 + 2 * side : 6 + 2 * side]
        total = total + end_point(coarse, truth, batch.visible[:, 2 + side : 3 + side])
    return total
