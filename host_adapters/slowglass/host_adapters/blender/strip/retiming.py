"""Retiming keys: which source frame a strip shows a number of frames after its start.

Blender joins the keys by straight lines. A transition between two of them is the arc of a circle
that touches both neighbouring lines, in a plane of strip frames and parts of the source.
"""

import math
from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from typing import List, Sequence

TRANSITION_IN = 1
"""Flag of the key that a transition begins at. Source: Blender, DNA_sequence_types.h."""

_EQUAL_SPEEDS = 0.01
"""Speeds that differ by less get a straight line instead of an arc, as in Blender."""
_FINEST = 1_000_000
"""Positions that are no fraction by nature are rounded to a millionth of a frame."""


@dataclass(frozen=True)
class Key:
    """One retiming key."""

    strip_frame: float
    """Frames from the start of the strip, at the source's rate where the strip is adjusted."""
    source_part: float
    """Part of the source that is over: 0 at its first frame, 1 at the last or after it."""
    starts_transition: bool = False


@dataclass(frozen=True)
class RetimingRules:
    """What differs from version to version."""

    whole_is_past_last: bool
    """Whether part 1 of the source is the frame after the last one, not the last."""
    whole_segments: bool
    """Whether the length of a segment is cut to whole frames before its slope is taken."""


def rules_of(version: Sequence[int]) -> RetimingRules:
    """Return the rules of a Blender version, ``bpy.app.version``."""
    number = tuple(version[:2])
    return RetimingRules(whole_is_past_last=number >= (5, 0), whole_segments=number < (4, 3))


class RetimingCurve:
    """The curve through the keys of one strip."""

    def __init__(self, keys: Sequence[Key], source_frames: int, rules: RetimingRules) -> None:
        """Prepare for many calls.

        Args:
            keys: two or more, in order.
            source_frames: of the strip, as far as it was not trimmed hard.
            rules: of the running version.

        Raises:
            ValueError: the keys make no curve, which means that the strip is damaged.
        """
        self._rules = rules
        self._keys = list(keys)
        self._whole = source_frames if rules.whole_is_past_last else source_frames - 1
        self._frames = [exact_frame(key.strip_frame) for key in keys]
        self._positions = [exact_frame(key.source_part * self._whole) for key in keys]
        last = len(keys) - 1
        if last < 1 or any(b <= a for a, b in zip(self._frames, self._frames[1:])):
            raise ValueError("expected two or more retiming keys in order")
        if any(k.starts_transition and not 0 < i < last - 1 for i, k in enumerate(keys)):
            raise ValueError("expected a segment on both sides of a transition")
        self._speeds = [self._speed(i) for i in range(last)]

    def at(self, strip_frame: Fraction) -> Fraction:
        """Return the source frame; the first and the last segment go on past their ends."""
        i = min(max(bisect_right(self._frames, strip_frame) - 1, 0), len(self._keys) - 2)
        beyond = strip_frame - self._frames[i]
        if not self._keys[i].starts_transition:
            return self._positions[i] + self._speeds[i] * beyond
        if abs(self._speeds[i - 1] - self._speeds[i + 1]) < _EQUAL_SPEEDS:
            return self._positions[i] + self._speeds[i - 1] * beyond
        return exact_frame(self._on_arc(i, float(strip_frame)) * self._whole)

    def _speed(self, i: int) -> Fraction:
        """Return source frames to a strip frame in the segment after key ``i``."""
        length = self._frames[i + 1] - self._frames[i]
        if self._rules.whole_segments:
            stored = self._keys[i + 1].strip_frame - self._keys[i].strip_frame
            length = Fraction(max(1, int(stored)))
        return (self._positions[i + 1] - self._positions[i]) / length

    def _on_arc(self, i: int, strip_frame: float) -> float:
        """Return the part of the source on the arc from key ``i`` to the next."""
        points = [(k.strip_frame, k.source_part) for k in self._keys[i - 1 : i + 3]]
        return tangent_arc(points, strip_frame)


def tangent_arc(points: List["tuple[float, float]"], x: float) -> float:
    """Return the height at ``x`` of the circle that touches two lines.

    Args:
        points: a line through the first two, touched at the second, and one through the last two,
            touched at the third.
        x: between the second and the third.
    """
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points
    # The centre is where the normals on both lines meet.
    normal_1, normal_2 = (y0 - y1, x1 - x0), (y2 - y3, x3 - x2)
    parallel = normal_1[0] * normal_2[1] - normal_1[1] * normal_2[0]
    along = ((x2 - x1) * normal_2[1] - (y2 - y1) * normal_2[0]) / parallel
    centre_x, centre_y = x1 + along * normal_1[0], y1 + along * normal_1[1]
    radius = math.hypot(x1 - centre_x, y1 - centre_y)
    side = -1 if centre_y > y1 else 1
    return centre_y + side * math.sqrt(max(0.0, radius * radius - (x - centre_x) ** 2))


def exact_frame(frame: float) -> Fraction:
    """Return a frame that is held as a float: a whole one if a 32-bit float may mean it."""
    nearest = round(frame)
    if abs(frame - nearest) <= max(1e-6, abs(frame) * 2**-22):
        return Fraction(nearest)
    return Fraction(round(frame * _FINEST), _FINEST)
