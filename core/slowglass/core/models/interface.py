"""What every model is: something that says where pixels come from.

A model sees two display-like proxies and answers with a `WarpField`: for each pixel of the frame
at time t, K places in the two source frames and how much each counts. It never makes pixels; the
engine takes them from the untouched sources, in every channel and at full depth.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Protocol, TypeVar, runtime_checkable

import torch
from torch import Tensor

from slowglass.core.field import WarpField
from slowglass.core.frames import Frame
from slowglass.core.models.spec import ModelSpec

MotionT = TypeVar("MotionT")


class Interpolator(Protocol[MotionT]):
    """A model. `estimate` runs once for a pair of frames, `field` once for each new time."""

    @property
    def spec(self) -> ModelSpec:
        """What the engine must know to feed it."""
        ...

    def estimate(self, left: Tensor, right: Tensor) -> MotionT:
        """Return whatever of the motion does not depend on t.

        Args:
            left: (1, 3, H, W) float32, display-like RGB in 0..1, sides as ``spec`` asks.
            right: like ``left``.
        """
        ...

    def field(self, motion: MotionT, t: Tensor) -> WarpField:
        """Return where the frames at ``t`` (B,), each in 0..1, come from."""
        ...


@runtime_checkable
class ChannelInterpolator(Protocol[MotionT]):
    """A model that finds motion in the frames' own channels, such as a renderer's vectors."""

    @property
    def spec(self) -> ModelSpec:
        """What the engine must know."""
        ...

    def estimate_frames(
        self, left: Frame, right: Frame, frames_apart: int, device: torch.device
    ) -> tuple[MotionT, tuple[str, ...]]:
        """Return the motion of a pair, and what had to be assumed, one sentence each.

        Args:
            left: the earlier frame with all its channels.
            right: like ``left``.
            frames_apart: source frames from one to the other, 1 or more.
            device: where the motion is wanted.
        """
        ...

    def field(self, motion: MotionT, t: Tensor) -> WarpField:
        """Return where the frames at ``t`` (B,), each in 0..1, come from; in the display window."""
        ...

    def ways(self, motion: MotionT) -> tuple[Tensor, Tensor]:
        """Return the motion of the left frame to the right one and back, (1, 2, H, W), pixels."""
        ...


AnyModel = Interpolator[Any] | ChannelInterpolator[Any]


class Motion(Protocol):
    """The motion of one pair; any number of fields are read from it."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What had to be assumed, one sentence each."""
        ...

    def field(self, t: Fraction) -> WarpField:
        """Return the field at ``t``, no larger than the frames."""
        ...

    def fields(self, times: Sequence[Fraction]) -> list[WarpField]:
        """Return what `field` gives at each of ``times``."""
        ...

    def known_ways(self) -> tuple[Tensor, Tensor] | None:
        """Return the motion of the left frame to the right one and back, (1, 2, H, W), pixels.

        None where only the fields tell.
        """
        ...
