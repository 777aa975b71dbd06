"""Speed that changes over time: ramps."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Literal, get_args

from slowglass.core.errors import TimeMapError
from slowglass.core.timing.maps import TimeMap
from slowglass.core.timing.span import SourceSpan

Interpolation = Literal["linear", "smooth", "hold"]
"""``smooth`` eases in and out (smoothstep, 3x^2 - 2x^3), ``hold`` jumps at the next key. All have
integrals that are exact."""

INTERPOLATIONS: tuple[Interpolation, ...] = get_args(Interpolation)

HALVINGS = 64
LARGEST_DENOMINATOR = 10**6
"""Of the times tried for an exact end; those of all usual frame rates are far smaller."""


@dataclass(frozen=True)
class SpeedKey:
    """From here on speed changes towards that of the next key."""

    time_seconds: Fraction
    """Of the output."""
    speed: Fraction
    """At the key, 0 or above."""
    interpolation: Interpolation = "linear"
    """Of speed, up to the next key."""

    def __post_init__(self) -> None:
        """Check the values.

        Raises:
            TimeMapError: a time or a speed below 0, or an unknown interpolation.
        """
        if self.time_seconds < 0:
            raise TimeMapError(f"expected a time of 0 s or later, got {self.time_seconds} s")
        if self.speed < 0:
            hint = "chain it with a reverse to run backwards"
            raise TimeMapError(f"expected a speed of 0 or more, got {self.speed}", hint=hint)
        if self.interpolation not in INTERPOLATIONS:
            raise TimeMapError(f"expected linear, smooth or hold, got {self.interpolation!r}")


@dataclass(frozen=True)
class SpeedCurve(TimeMap):
    """Speed over output time. Where the source is at a time is the exact integral of speed.

    Before the first key its speed holds, after the last key that one's. The output lasts until the
    span is used up; if the last speed is 0 before that, until the last key.
    """

    keys: tuple[SpeedKey, ...]
    """In the order of their times, one at least."""

    def __post_init__(self) -> None:
        """Check the keys.

        Raises:
            TimeMapError: there are no keys, their times do not increase, or nothing moves.
        """
        if not self.keys:
            raise TimeMapError("expected at least one key in a speed curve, got none")
        for left, right in pairwise(self.keys):
            if right.time_seconds <= left.time_seconds:
                raise TimeMapError(
                    "expected the times of a speed curve to increase, "
                    f"got {left.time_seconds} s before {right.time_seconds} s"
                )
        if all(key.speed == 0 for key in self.keys):
            hint = "use a map of the kind freeze to stop, see docs/time.md"
            raise TimeMapError("expected a speed above 0 in a curve", hint=hint)

    def source_seconds(self, output_seconds: Fraction, span: SourceSpan) -> Fraction:
        """Return the integral of speed up to ``output_seconds``."""
        return self._travelled(output_seconds)

    def output_seconds(self, span: SourceSpan) -> Fraction:
        """Return when the span is used up.

        Exact, except for an end within a segment that is no fraction of a denominator up to
        `LARGEST_DENOMINATOR`: that is rounded up by less than 2^-64 of the segment.
        """
        wanted, at_keys, last = span.duration_seconds, self._at_keys, self.keys[-1]
        if at_keys[-1] < wanted:
            rest = (wanted - at_keys[-1]) / last.speed if last.speed else 0
            return last.time_seconds + rest
        index = bisect_left(at_keys, wanted)
        if at_keys[index] == wanted:
            return self.keys[index].time_seconds
        if index == 0:
            return wanted / self.keys[0].speed
        if wanted not in self._ends:
            low, high = self.keys[index - 1].time_seconds, self.keys[index].time_seconds
            self._ends[wanted] = self._solve(wanted, low, high)
        return self._ends[wanted]

    @cached_property
    def _ends(self) -> dict[Fraction, Fraction]:
        """Ends solved for so far, by duration: a chain asks for the same ones at each frame."""
        return {}

    @cached_property
    def _times(self) -> tuple[Fraction, ...]:
        return tuple(key.time_seconds for key in self.keys)

    @cached_property
    def _at_keys(self) -> tuple[Fraction, ...]:
        """Source seconds at each key."""
        seconds = [self.keys[0].time_seconds * self.keys[0].speed]
        for left, right in pairwise(self.keys):
            seconds.append(seconds[-1] + _segment_integral(left, right, Fraction(1)))
        return tuple(seconds)

    def _travelled(self, time: Fraction) -> Fraction:
        """Return the source seconds at ``time``."""
        index = bisect_right(self._times, time) - 1
        if index < 0:
            return time * self.keys[0].speed
        left = self.keys[index]
        passed = time - left.time_seconds
        if index == len(self.keys) - 1:
            return self._at_keys[index] + passed * left.speed
        right = self.keys[index + 1]
        part = passed / (right.time_seconds - left.time_seconds)
        return self._at_keys[index] + _segment_integral(left, right, part)

    def _solve(self, wanted: Fraction, low: Fraction, high: Fraction) -> Fraction:
        """Return when ``wanted`` source seconds have passed, between two keys, by bisection."""
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            if self._travelled(middle) < wanted:
                low = middle
            else:
                high = middle
        simple = high.limit_denominator(LARGEST_DENOMINATOR)
        return simple if self._travelled(simple) == wanted else high


def _segment_integral(left: SpeedKey, right: SpeedKey, part: Fraction) -> Fraction:
    """Return the source seconds that pass in the first ``part`` (0..1) of a segment."""
    square = part * part
    eased = {
        "linear": square / 2,
        "smooth": square * part - square * square / 2,
        "hold": Fraction(0),
    }[left.interpolation]
    duration = right.time_seconds - left.time_seconds
    return duration * (left.speed * part + (right.speed - left.speed) * eased)
