"""A motion in which what stands is left alone, whatever found it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import torch
from torch import Tensor

from slowglass.core.field import WarpField
from slowglass.core.models.interface import Motion
from slowglass.core.models.standing.find import Standing

HALF = Fraction(1, 2)

Find = Callable[[Callable[[], WarpField]], Standing | None]
"""Finds what stands, by what gives the field half-way if it has to know."""


class StillMotion:
    """The fields of another motion, those of the frame's size where something stands."""

    def __init__(self, motion: Motion, find: Find) -> None:
        """Take a motion; what stands is looked for once, when the first field is asked for."""
        self.notes = motion.notes
        """What had to be assumed, one sentence each."""
        self._motion = motion
        self._find: Find | None = find
        self._standing: Standing | None = None
        self._half_way: WarpField | None = None
        """Found already, to look for what stands."""

    def field(self, t: Fraction) -> WarpField:
        """Return the field at ``t``, no larger than the frames."""
        return self.fields([t])[0]

    def fields(self, times: Sequence[Fraction]) -> list[WarpField]:
        """Return what `field` gives at each of ``times``."""
        with torch.inference_mode():
            fields = self._moving(times)
            standing = self._found(dict(zip(times, fields, strict=True)))
            if standing is None:
                return fields
            pairs = zip(fields, times, strict=True)
            return [standing.settle(field, float(t)) for field, t in pairs]

    def settled(self, field: WarpField, t: Fraction) -> WarpField:
        """Return any field of the pair, one beyond it, too, with what stands left alone."""
        standing = self._found({})
        return field if standing is None else standing.settle(field, float(t))

    def known_ways(self) -> tuple[Tensor, Tensor] | None:
        """Return the motion of the left frame to the right one and back, (1, 2, H, W), pixels.

        None where only the fields tell.
        """
        ways, standing = self._motion.known_ways(), self._found({})
        if ways is None or standing is None:
            return ways
        return standing.held_still(ways[0]), standing.held_still(ways[1])

    def _found(self, known: Mapping[Fraction, WarpField]) -> Standing | None:
        """Return what stands, by the field half-way: not by whichever frame is made first."""
        if self._find is not None:
            self._standing = self._find(lambda: known.get(HALF) or self._at_half())
            self._find = None
        return self._standing

    def _moving(self, times: Sequence[Fraction]) -> list[WarpField]:
        """Return the fields of the other motion."""
        half = self._half_way
        wanted = [t for t in times if half is None or t != HALF]
        found = dict(zip(wanted, self._motion.fields(wanted), strict=True)) if wanted else {}
        return [found[t] if half is None or t != HALF else half for t in times]

    def _at_half(self) -> WarpField:
        self._half_way = self._motion.field(HALF)
        return self._half_way
