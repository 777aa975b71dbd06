"""Where the pixels of made frames come from: the motion of a pair, found once, read at any time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial

import torch
from torch import Tensor

from slowglass.core.confidence import Confidence, confidence_of
from slowglass.core.field import WarpField
from slowglass.core.frames import Frame
from slowglass.core.layers import carried_on, pair_motion, with_what_stands
from slowglass.core.models import LoadedModel, Motion
from slowglass.core.pipeline.choosing import FarMotion
from slowglass.core.pipeline.making.extrapolate import extrapolated_field
from slowglass.core.pipeline.making.lines import begin, field_of_lines, line_times
from slowglass.core.pipeline.making.ways import Way, both_ways
from slowglass.core.proxy import PairProxies
from slowglass.core.timing import Between, Extrapolate

NEAR_SOURCE = 1 / 64
"""Part of a pair's length: what is seen nearer to a source frame is looked at so far from it."""


@dataclass
class _Pair:
    """What is known of the pair that was estimated last."""

    model: LoadedModel
    indices: tuple[int, int]
    motion: Motion
    proxies: tuple[Tensor, Tensor]
    """What the model saw."""
    pictures: tuple[Tensor, Tensor]
    """What the frames look like."""
    ready: dict[Fraction, WarpField] = field(default_factory=dict)
    """Fields of the next frames, by their time."""
    kept: dict[tuple[bool, Fraction], WarpField] = field(default_factory=dict)
    """Between which those of lines are taken, by whether they carry the motion on, and time."""
    ways: tuple[Way, Way] | None = None
    """From left to right and back, once somebody asks."""


class PairFields:
    """Fields of one view, whose pairs come in order; the newest pair is remembered."""

    def __init__(self, far: FarMotion | None = None, *, searches: bool = True) -> None:
        """Nothing is estimated yet; ``far`` looks at each pair, which is searched for stills."""
        self._far = far
        self._searches = searches
        self._pair: _Pair | None = None
        self._shown: dict[str, PairProxies] = {}
        self.pairs_estimated = 0
        self.notes: list[str] = []
        """What had to be assumed, one sentence each."""

    def field(
        self,
        model: LoadedModel,
        entry: Between | Extrapolate,
        left: Frame,
        right: Frame,
        times_ahead: Sequence[Fraction],
    ) -> WarpField:
        """Return the field of an entry, estimating the motion of its pair where that is new.

        Args:
            model: finds the motion.
            entry: of the frame to be made.
            left: its earlier source frame, of this view.
            right: its later one.
            times_ahead: of the entry, and of those that follow in its pair and are found with it.
        """
        with torch.inference_mode():
            pair = self._pair_of(model, entry, left, right)
            if entry.lines is not None:
                return field_of_lines(partial(self._kept, pair, entry), entry, entry.lines)
            if isinstance(entry, Extrapolate):
                return self._beyond(pair, entry.t)
            if entry.t not in pair.ready:
                fields = pair.motion.fields(times_ahead)
                pair.ready = dict(zip(times_ahead, fields, strict=True))
                self._look(entry, pair.ready[entry.t], pair)
            return pair.ready.pop(entry.t)

    def ways(
        self, model: LoadedModel, entry: Between, left: Frame, right: Frame
    ) -> tuple[Way, Way]:
        """Return how the frames of a pair move to one another, from left to right and back."""
        with torch.inference_mode():
            pair = self._pair_of(model, entry, left, right)
            if pair.ways is None:
                window = left.display_window
                pair.ways = both_ways(pair.motion, pair.pictures, window.height, window.width)
            return pair.ways

    def _kept(self, pair: _Pair, entry: Between | Extrapolate, t: Fraction) -> WarpField:
        """Return the field of one time, found once."""
        onwards = isinstance(entry, Extrapolate)
        if (onwards, t) not in pair.kept:
            if onwards:
                field = self._beyond(pair, t)
            else:
                field = pair.motion.field(t)
                self._look(entry, field, pair)
            pair.kept[onwards, t] = field
        return pair.kept[onwards, t]

    def _beyond(self, pair: _Pair, t: Fraction) -> WarpField:
        """Return the field of a time outside a pair."""
        field = extrapolated_field(pair.motion, *pair.proxies, t)
        return carried_on(pair.motion, field, t)

    def _look(self, entry: Between | Extrapolate, field: WarpField, pair: _Pair) -> None:
        """Show a pair to who wants to know."""
        if self._far is not None:
            self._far.look(entry.left, field, pair.proxies)

    def confidence(self, entry: Between | Extrapolate, field: WarpField) -> Confidence:
        """Return how far the frame of the newest field is to be trusted.

        It is seen in what the frames look like.
        """
        pair = self._pair
        assert pair is not None, "the field was found in it"
        with torch.inference_mode():
            return confidence_of(field, *pair.pictures, _times(entry, field))

    def _pair_of(
        self, model: LoadedModel, entry: Between | Extrapolate, left: Frame, right: Frame
    ) -> _Pair:
        """Return the pair of an entry, its motion estimated."""
        pair, indices = self._pair, (entry.left, entry.right)
        if pair is None or pair.indices != indices or pair.model is not model:
            self._pair = None  # the old one is not to lie beside the new one
            proxies = self._seen(model, left.motion_frame, right.motion_frame)
            pictures = self._pictures(model, left, right, proxies)
            apart = entry.right - entry.left
            motion = with_what_stands(
                pair_motion(model, left, right, apart, proxies),
                left,
                right,
                pictures,
                searches=self._searches,
            )
            self.notes += [note for note in motion.notes if note not in self.notes]
            pair = self._pair = _Pair(model, indices, motion, proxies, pictures)
            self.pairs_estimated += 1
        return pair

    def _seen(self, model: LoadedModel, left: Frame, right: Frame) -> tuple[Tensor, Tensor]:
        """Return what the model sees of a pair; only its size where it does not look."""
        if not model.spec.needs_pictures:
            window = left.display_window
            blank = torch.zeros(1, 3, window.height, window.width, device=model.device)
            return blank, blank
        return self._proxies("seen", model).of(left, right)

    def _pictures(
        self, model: LoadedModel, left: Frame, right: Frame, seen: tuple[Tensor, Tensor]
    ) -> tuple[Tensor, Tensor]:
        """Return what the frames look like, which is what the model saw if it looked at them."""
        if model.spec.needs_pictures and left.seen_as is None:
            return seen
        return self._proxies("own", model).of(left, right)

    def _proxies(self, of: str, model: LoadedModel) -> PairProxies:
        """Return what shows one kind of frames, on the device of the model."""
        if of not in self._shown or self._shown[of].device != model.device:
            self._shown[of] = PairProxies(model.device)
        return self._shown[of]


def _times(entry: Between | Extrapolate, field: WarpField) -> float | Tensor:
    """Return the time of a frame, or of each of its lines, never that of a source frame."""
    if entry.lines is None:
        return float(entry.t)
    low = begin(entry)
    times = line_times(entry.lines, low, field.flow)
    return times.clamp(float(low) + NEAR_SOURCE, float(low) + 1 - NEAR_SOURCE)
