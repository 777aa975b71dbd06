"""The motion of a pair of frames whose layers move apart."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import torch
from torch import Tensor

from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.layers.depth_order import NearThings
from slowglass.core.layers.isolated import isolated
from slowglass.core.layers.planes import Sides
from slowglass.core.layers.seen import Pair
from slowglass.core.layers.together import put_together
from slowglass.core.models import LoadedModel, Motion


class OwnFields:
    """What a motion is whose fields tell all that is known of it."""

    def field(self, t: Fraction) -> WarpField:
        """Return the field at ``t``."""
        return self.fields([t])[0]

    def fields(self, times: Sequence[Fraction]) -> list[WarpField]:
        """Return the fields at each of ``times``."""
        raise NotImplementedError

    def known_ways(self) -> tuple[Tensor, Tensor] | None:
        """Return nothing: only the fields tell."""
        return None


class LayeredMotion(OwnFields):
    """Each layer's own motion, put together at any time."""

    def __init__(self, model: LoadedModel, pair: Pair) -> None:
        """Estimate the motion of each layer.

        Args:
            model: finds it.
            pair: the layers, and what the model sees.
        """
        self._pair, self._coarse, seen = pair, pair.coarse(), pair.pictures
        self._motions: list[Motion] = [
            Standstill(seen) if layer.still else model.motion(*isolated(seen, layer))
            for layer in pair.layers
        ]
        self.notes = tuple(dict.fromkeys(note for one in self._motions for note in one.notes))
        """What had to be assumed, one sentence each."""

    def fields(self, times: Sequence[Fraction]) -> list[WarpField]:
        """Return the fields at each of ``times``, at the size of the pictures."""
        with torch.inference_mode():
            found = zip(*(motion.fields(times) for motion in self._motions), strict=True)
            return [put_together(fields, self._pair, self._coarse) for fields in found]


class Standstill(OwnFields):
    """The motion of what does not move."""

    notes: tuple[str, ...] = ()

    def __init__(self, pictures: Sides) -> None:
        """Take the size and the device of pictures."""
        self._like = pictures[LEFT][:, :1]

    def fields(self, times: Sequence[Fraction]) -> list[WarpField]:
        """Return zero flow at each of ``times``, weighted by time."""
        flow = torch.zeros_like(self._like)[:, None].expand(-1, 2, 2, -1, -1)
        return [WarpField((LEFT, RIGHT), flow, self._weight(t)) for t in times]

    def _weight(self, t: Fraction) -> Tensor:
        return torch.cat([torch.full_like(self._like, float(part)) for part in (1 - t, t)], 1)


class MotionByDepth(OwnFields):
    """A motion in whose fields depth says what is in front."""

    def __init__(self, motion: Motion, near: NearThings) -> None:
        """Take a motion, and what is near in both frames."""
        self._motion, self._near = motion, near
        self.notes = motion.notes
        """What had to be assumed, one sentence each."""

    def fields(self, times: Sequence[Fraction]) -> list[WarpField]:
        """Return the fields at each of ``times``, at the size of the motion's own."""
        with torch.inference_mode():
            return [self._near.in_front(field) for field in self._motion.fields(times)]


class NotedMotion:
    """A motion with something more to be said of it."""

    def __init__(self, motion: Motion, note: str) -> None:
        """Take a motion, and a sentence."""
        self.notes = (*motion.notes, note)
        """What had to be assumed, one sentence each."""
        self.field, self.fields, self.known_ways = motion.field, motion.fields, motion.known_ways
