"""A model fed pictures of any size: they are made to fit it, and its fields to fit them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Protocol

from torch import Tensor

from slowglass.core.field import WarpField
from slowglass.core.models.interface import Interpolator
from slowglass.core.models.network_model import convolving
from slowglass.core.models.proxy_size import ProxySize, crop_field, fit_proxy, proxy_size
from slowglass.core.models.refine import refined_field
from slowglass.core.models.spec import ModelSpec


class AnySize(Interpolator[Any], Protocol):
    """A model that takes pictures of any size."""

    def notes(self, height: int, width: int) -> tuple[str, ...]:
        """Return what is to be said of how it treats pictures of this size, a sentence each."""
        ...


@dataclass(frozen=True)
class FittedMotion:
    """What a model found in a pair, and in which pictures."""

    estimate: Any
    size: ProxySize
    pictures: tuple[Tensor, Tensor]
    """Left and right as the model saw them."""


class FittedModel:
    """A model, fed as its spec asks; its fields are refined where the spec says so."""

    def __init__(self, model: Interpolator[Any], *, short: bool = True) -> None:
        """Keep the model.

        Args:
            model: the model.
            short: whether it may convolve in 16 bits where the device is faster so.
        """
        self._model = model
        self._short = short

    @property
    def spec(self) -> ModelSpec:
        """What the model is and asks for."""
        return self._model.spec

    def notes(self, height: int, width: int) -> tuple[str, ...]:
        """Say that motion is estimated smaller than pictures of this size, where it is."""
        size = proxy_size(height, width, self.spec)
        if (height, width) == (size.height, size.width):
            return ()
        return (
            f"Motion was estimated at {size.width} x {size.height}; "
            f"pixels are taken from the whole {width} x {height}.",
        )

    def estimate(self, left: Tensor, right: Tensor) -> FittedMotion:
        """Return the motion of a pair of pictures (1, 3, H, W) in 0..1 of any size."""
        size = proxy_size(left.shape[-2], left.shape[-1], self.spec)
        pictures = fit_proxy(left, size), fit_proxy(right, size)
        with convolving(left.device, short=self._short):
            found = self._model.estimate(*pictures)
        return FittedMotion(found, size, pictures)

    def field(self, motion: FittedMotion, t: Tensor) -> WarpField:
        """Return the field at each ``t`` (B,), at the size of the pictures or smaller."""
        with convolving(motion.pictures[0].device, short=self._short):
            field = self._model.field(motion.estimate, t)
        if self.spec.refined:
            field = refined_field(field, *motion.pictures, t)
        field = replace(field, colour_sampling=self.spec.colour_sampling)
        return crop_field(field, motion.size)
