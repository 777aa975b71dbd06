"""A speed curve as it is drawn, and the time map that it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from slowglass.core.errors import TimeMapError
from slowglass.core.timing import Positions, Reverse, SourceSpan, SpeedCurve, SpeedKey, TimeMap
from slowglass.plugin.review.speed.segments import (
    DrawnKey,
    check_times,
    speed_at,
    split,
    travelled,
)

INTERPOLATIONS: dict[str, Literal["linear", "smooth", "hold"]] = {
    "straight": "linear",
    "eased": "smooth",
    "held": "hold",
}
MOST_DRAWN_FRAMES = 20_000
"""Of a result that is drawn: some minutes; each is asked for at every change."""


@dataclass(frozen=True)
class DrawnCurve:
    """Keys in the order of their times; before and after them the outer speeds go on."""

    keys: tuple[DrawnKey, ...] = (DrawnKey(Fraction(0), Fraction(1)),)
    is_reversed: bool = False
    """Whether the whole runs from the last frame to the first."""

    def time_map(self, span: SourceSpan, rate: Fraction) -> TimeMap:
        """Return the map; a speed curve where one can say it, else the position of each frame.

        Args:
            span: of the source.
            rate: frames per second of the output.

        Raises:
            TimeMapError: keys that make no sense.
        """
        plain = all(key.speed >= 0 and key.shape != "free" for key in self.keys)
        forward = self._speed_curve() if plain else None
        if forward is not None:
            return Reverse(forward) if self.is_reversed else forward
        seconds = self._seconds(span, rate)
        if self.is_reversed:
            seconds = [span.last_frame_seconds - second for second in seconds]
        return Positions(tuple(span.position(second) for second in seconds), rate)

    def lasting(self, now: Fraction, wanted: Fraction) -> DrawnCurve:
        """Return the curve stretched in time, so that it shows the same in another duration.

        Raises:
            TimeMapError: nothing lasts 0 s or less.
        """
        if wanted <= 0:
            raise TimeMapError(f"expected a duration above 0 s, got {wanted} s")
        by = wanted / now
        keys = [
            replace(
                key,
                time=key.time * by,
                speed=key.speed / by,
                leaving=key.leaving / by**2,
                arriving=key.arriving / by**2,
            )
            for key in self.keys
        ]
        return replace(self, keys=tuple(keys))

    def with_key(self, time: Fraction) -> DrawnCurve:
        """Return the same curve with a key more.

        Raises:
            TimeMapError: before 0 s there are none.
        """
        if any(key.time == time for key in self.keys):
            return self
        check_times((DrawnKey(time, Fraction(0)),))
        before = [key for key in self.keys if key.time < time]
        after = [key for key in self.keys if key.time > time]
        made = DrawnKey(time, speed_at(self.keys, time), before[-1].shape if before else "straight")
        is_level = bool(before and after) and before[-1].speed == after[0].speed
        if before and after and (made.shape == "free" or (made.shape == "eased" and not is_level)):
            before[-1], made = split(before[-1], made, after[0])
        return replace(self, keys=(*before, made, *after))

    def frozen(self, time: Fraction, seconds: Fraction, rate: Fraction) -> DrawnCurve:
        """Return the curve with a halt: what is shown at ``time`` stays, then all goes on.

        Args:
            time: in seconds of the output, of one of its frames.
            seconds: how long it stays, above 0.
            rate: frames per second; between two frames the speed jumps.

        Raises:
            TimeMapError: it stays for 0 s or less.
        """
        if seconds <= 0:
            raise TimeMapError(f"expected to freeze for over 0 s, got {seconds} s")
        curve, jump = self.with_key(time), time - 1 / rate / 4
        if jump > 0:
            curve = curve.with_key(jump)
        before = [key for key in curve.keys if key.time < time]
        if before and before[-1].time == jump:
            # Held in two halves: the first as fast as the curve is, the second as far as it goes.
            way = travelled(self.keys, time) - travelled(self.keys, jump)
            half, speed = (time - jump) / 2, before[-1].speed
            before[-1] = DrawnKey(jump, speed, "held")
            if way != 2 * half * speed:
                before.append(DrawnKey(jump + half, way / half - speed, "held"))
        after = [replace(key, time=key.time + seconds) for key in curve.keys if key.time >= time]
        return replace(self, keys=(*before, DrawnKey(time, Fraction(0), "held"), *after))

    def to_json(self) -> dict[str, Any]:
        """Return the curve as plain JSON values, numbers as exact text."""
        keys = [
            {name: value if name == "shape" else str(value) for name, value in vars(key).items()}
            for key in self.keys
        ]
        return {"keys": keys, "reversed": self.is_reversed}

    def _speed_curve(self) -> SpeedCurve:
        return SpeedCurve(
            tuple(
                SpeedKey(key.time, key.speed, INTERPOLATIONS.get(key.shape, "linear"))
                for key in self.keys
            )
        )

    def _seconds(self, span: SourceSpan, rate: Fraction) -> list[Fraction]:
        """Return the source seconds of each output frame, until the span is left for good.

        Raises:
            TimeMapError: there would be more frames than a result may have.
        """
        check_times(self.keys)
        last_key, end = self.keys[-1], span.duration_seconds
        seconds: list[Fraction] = []
        while len(seconds) <= MOST_DRAWN_FRAMES:
            time = Fraction(len(seconds)) / rate
            second = travelled(self.keys, time)
            after = time >= last_key.time
            gone = (last_key.speed > 0 and second >= end) or (last_key.speed < 0 and second < 0)
            if after and (gone or last_key.speed == 0) and seconds:
                return seconds
            seconds.append(min(max(second, Fraction(0)), span.last_frame_seconds))
        raise TimeMapError(f"expected at most {MOST_DRAWN_FRAMES} frames, got a curve of more")
