"""Makes frames moment by moment, as many of them as the motion is long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Generic

import torch

from slowglass.core.channels import Overrides
from slowglass.core.confidence import Confidence
from slowglass.core.field import WarpField
from slowglass.core.pipeline.exposure.light import ExposedLight
from slowglass.core.pipeline.exposure.maker import Maker, MovedT, SourcesT
from slowglass.core.pipeline.making import Made
from slowglass.core.timing import MIDDLE, MOMENTS, FramePlan, Moment, Shutter, moments

LEAST_MOMENTS = 4
"""Of an exposure in which next to nothing moves."""
PIXELS_APART = 1.0
"""From one moment to the next, of what moves fastest."""
FASTEST_PART = 0.999
"""Of the pixels move no faster than what counts as fastest."""
SEEN = 0.1
"""Weight of a layer's samples from which on its motion counts."""


@dataclass(frozen=True)
class ReadMoment(Generic[SourcesT]):
    """A moment with its source frames, and with those that tell how far things move."""

    moment: Moment
    sources: SourcesT
    ahead: SourcesT | None


@dataclass(frozen=True)
class MovedMoment(Generic[MovedT]):
    """A moment, with what says where its pixels come from if it is one of those that count."""

    moment: Moment
    moved: MovedT | None
    weight: Fraction


class ExposedMaker(Generic[SourcesT, MovedT]):
    """A maker whose frames are exposed; read, estimate and compose take one moment each."""

    def __init__(
        self, maker: Maker[SourcesT, MovedT], shutter: Shutter, channels: Overrides
    ) -> None:
        """Expose what ``maker`` makes.

        Args:
            maker: makes what is seen at one moment.
            shutter: says which moments.
            channels: policies that the user gave: they tell what is light.
        """
        self._maker = maker
        self._shutter = shutter
        self._channels = channels
        self._parts = MOMENTS
        self._light: ExposedLight | None = None
        self._confidence: Confidence | None = None

    def moments(self, plan: FramePlan, indices: Iterable[int]) -> Iterator[Moment]:
        """Yield the moments of output frames, one frame after the other."""
        for index in indices:
            yield from moments(plan, index, self._shutter)

    def read(self, moment: Moment) -> ReadMoment[SourcesT]:
        """Read the source frames of a moment."""
        pair = moment.pair if moment.is_first else None
        ahead = None if pair is None else self._maker.read(pair)
        return ReadMoment(moment, self._maker.read(moment.entry), ahead)

    def estimate(self, item: ReadMoment[SourcesT]) -> MovedMoment[MovedT]:
        """Find where the pixels of a moment come from, if it is one of those that count."""
        moment = item.moment
        if moment.is_first:
            self._parts = self._moments_wanted(moment, item.ahead)
        weight = moment.weight(self._parts)
        is_wanted = weight > 0 or moment.number == MIDDLE
        moved = self._maker.estimate(item.sources) if is_wanted else None
        return MovedMoment(moment, moved, weight)

    def compose(self, item: MovedMoment[MovedT]) -> Made | None:
        """Make a moment; return the frame with its last one, None before."""
        moment = item.moment
        light = self._light = self._light or ExposedLight(self._channels)
        if item.moved is not None:
            made = self._maker.compose(item.moved)
            if item.weight:
                light.add(made.frame, item.weight)
            if moment.number == MIDDLE:
                light.middle, self._confidence = made.frame, made.confidence
        if not moment.is_last:
            return None
        done = Made(moment.entry, light.frame(), self._confidence)
        self._light = self._confidence = None
        return done

    def _moments_wanted(self, moment: Moment, ahead: SourcesT | None) -> int:
        """Return how many moments an exposure has, a power of two: by how far things move."""
        if ahead is None or moment.pair is None:
            return LEAST_MOMENTS
        fields = self._maker.estimate(ahead).fields or {}
        width = ahead.left.display_window.width
        fastest = max((pixels_passed(field, width) for field in fields.values()), default=0.0)
        passed = float(moment.span / (moment.pair.right - moment.pair.left))
        wanted = min(MOMENTS, max(LEAST_MOMENTS, ceil(fastest * passed / PIXELS_APART)))
        return int(1 << (wanted - 1).bit_length())


def pixels_passed(field: WarpField, width: int) -> float:
    """Return how far things move from the one frame of a pair to the other, in its pixels.

    Of each layer where it is seen.
    """
    longest = torch.zeros_like(field.flow[0, 0, 0])
    for near, far in field.pairs():
        way = field.flow[0, far] - field.flow[0, near]
        seen = field.weight[0, near] + field.weight[0, far] > SEEN
        longest = torch.maximum(longest, way.square().sum(0) * seen)
    rank = ceil(FASTEST_PART * longest.numel())  # quantile() takes 16 million values at most
    fastest = longest.flatten().float().kthvalue(rank).values
    return float(fastest.sqrt()) * width / field.flow.shape[-1]
