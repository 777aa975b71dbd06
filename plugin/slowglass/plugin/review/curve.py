"""A speed curve as it is drawn, and the time map that it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any, Literal, cast, get_args

from slowglass.core.errors import TimeMapError
from slowglass.core.timing import (
    Positions,
    Reverse,
    SourceSpan,
    SpeedCurve,
    SpeedKey,
    TimeMap,
    parse_number,
)

Shape = Literal["straight", "eased", "held", "free"]
"""Of the speed from a key to the next one. Free: a cubic with a slope at either end."""
_INTERPOLATIONS: dict[str, Literal["linear", "smooth", "hold"]] = {
    "straight": "linear",
    "eased": "smooth",
    "held": "hold",
}
MOST_KEYS = 1000
MOST_DRAWN_FRAMES = 20_000
"""Of a result that is drawn: some minutes; each is asked for at every change."""


@dataclass(frozen=True)
class DrawnKey:
    """A key of a drawn curve."""

    time: Fraction
    """In seconds of the output."""
    speed: Fraction
    """Below 0 the source runs backwards."""
    shape: Shape = "straight"
    leaving: Fraction = Fraction(0)
    """Of a free shape: slope of the speed at this key, in a second."""
    arriving: Fraction = Fraction(0)
    """And at the next key."""


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
        _check_times((DrawnKey(time, Fraction(0)),))
        before = [key for key in self.keys if key.time < time]
        after = [key for key in self.keys if key.time > time]
        made = DrawnKey(time, _speed(self.keys, time), before[-1].shape if before else "straight")
        is_level = bool(before and after) and before[-1].speed == after[0].speed
        if before and after and (made.shape == "free" or (made.shape == "eased" and not is_level)):
            before[-1], made = _split(before[-1], made, after[0])
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
            way = _travelled(self.keys, time) - _travelled(self.keys, jump)
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
                SpeedKey(key.time, key.speed, _INTERPOLATIONS.get(key.shape, "linear"))
                for key in self.keys
            )
        )

    def _seconds(self, span: SourceSpan, rate: Fraction) -> list[Fraction]:
        """Return the source seconds of each output frame, until the span is left for good.

        Raises:
            TimeMapError: there would be more frames than a result may have.
        """
        _check_times(self.keys)
        last_key, end = self.keys[-1], span.duration_seconds
        seconds: list[Fraction] = []
        while len(seconds) <= MOST_DRAWN_FRAMES:
            time = Fraction(len(seconds)) / rate
            second = _travelled(self.keys, time)
            after = time >= last_key.time
            gone = (last_key.speed > 0 and second >= end) or (last_key.speed < 0 and second < 0)
            if after and (gone or last_key.speed == 0) and seconds:
                return seconds
            seconds.append(min(max(second, Fraction(0)), span.last_frame_seconds))
        raise TimeMapError(f"expected at most {MOST_DRAWN_FRAMES} frames, got a curve of more")


def curve_from_json(document: dict[str, Any]) -> DrawnCurve:
    """Return the curve that a page has drawn.

    Raises:
        TimeMapError: a value makes no sense.
    """
    items = document["keys"]
    if not 1 <= len(items) <= MOST_KEYS:
        raise TimeMapError(f"expected 1 to {MOST_KEYS} keys, got {len(items)}")
    keys = [
        DrawnKey(
            time=parse_number(item["time"]),
            speed=parse_number(item["speed"]),
            shape=_shape(item["shape"]),
            leaving=parse_number(item.get("leaving", "0")),
            arriving=parse_number(item.get("arriving", "0")),
        )
        for item in items
    ]
    _check_times(keys)
    return DrawnCurve(tuple(keys), document.get("reversed") is True)


def curve_of(time_map: TimeMap) -> DrawnCurve | None:
    """Return the curve that a map was drawn as; None: it is none of ours."""
    inner, is_reversed = time_map, False
    if isinstance(time_map, Reverse):
        inner, is_reversed = time_map.time_map, True
    if not isinstance(inner, SpeedCurve):
        return None
    shapes = {word: shape for shape, word in _INTERPOLATIONS.items()}
    keys = [
        DrawnKey(key.time_seconds, key.speed, cast(Shape, shapes[key.interpolation]))
        for key in inner.keys
    ]
    return DrawnCurve(tuple(keys), is_reversed)


def _shape(word: Any) -> Shape:
    if word not in get_args(Shape):
        raise TimeMapError(f"expected one of {', '.join(get_args(Shape))}, got {word!r}")
    return cast(Shape, word)


def _check_times(keys: Any) -> None:
    """Refuse keys that are not one after another.

    Raises:
        TimeMapError: they are not.
    """
    if keys[0].time < 0 or any(left.time >= right.time for left, right in pairwise(keys)):
        raise TimeMapError("expected the times of a curve's keys to increase from 0 s on")


def _travelled(keys: tuple[DrawnKey, ...], time: Fraction) -> Fraction:
    """Return the source seconds that pass until ``time``: the exact integral of speed."""
    first, last = keys[0], keys[-1]
    passed = min(time, first.time) * first.speed
    for left, right in pairwise(keys):
        if time <= left.time:
            break
        length = right.time - left.time
        passed += length * _integral(left, right, min(Fraction(1), (time - left.time) / length))
    return passed + max(Fraction(0), time - last.time) * last.speed


def _speed(keys: tuple[DrawnKey, ...], time: Fraction) -> Fraction:
    """Return the speed at a time; the one that begins there, where it jumps."""
    if time < keys[0].time:
        return keys[0].speed
    for left, right in pairwise(keys):
        if left.time <= time < right.time:
            return _cubic(left, right, (time - left.time) / (right.time - left.time))[0]
    return keys[-1].speed


def _cubic(left: DrawnKey, right: DrawnKey, x: Fraction) -> tuple[Fraction, Fraction]:
    """Return the speed within a segment, and its slope in a second, at the part ``x`` of it.

    Source: Farin, Curves and Surfaces for CAGD, 5th edition, section 7.5 (cubic Hermite).
    """
    length, rise = right.time - left.time, right.speed - left.speed
    if left.shape == "held":
        return left.speed, Fraction(0)
    out, into = {
        "straight": (rise, rise),
        "eased": (Fraction(0), Fraction(0)),
        "free": (left.leaving * length, left.arriving * length),
    }[left.shape]
    square, cube = 3 * rise - 2 * out - into, out + into - 2 * rise
    speed = left.speed + out * x + square * x**2 + cube * x**3
    return speed, (out + 2 * square * x + 3 * cube * x**2) / length


def _split(left: DrawnKey, made: DrawnKey, right: DrawnKey) -> tuple[DrawnKey, DrawnKey]:
    """Return the keys of an eased or free segment that is divided and stays as it is."""
    x = (made.time - left.time) / (right.time - left.time)
    slope = _cubic(left, right, x)[1]
    is_free = left.shape == "free"
    outer = (left.leaving, left.arriving) if is_free else (Fraction(0), Fraction(0))
    return (
        replace(left, shape="free", leaving=outer[0], arriving=slope),
        replace(made, shape="free", leaving=slope, arriving=outer[1]),
    )


def _integral(left: DrawnKey, right: DrawnKey, x: Fraction) -> Fraction:
    """Return the mean speed times ``x`` over the first part ``x`` (0..1) of a segment.

    Free segments are cubic Hermite curves of the speed. Source: Farin, Curves and Surfaces for
    CAGD, 5th edition, section 7.5.
    """
    length, rise = right.time - left.time, right.speed - left.speed
    if left.shape == "free":
        out, into = left.leaving * length, left.arriving * length
        square, cube = 3 * rise - 2 * out - into, out + into - 2 * rise
        return left.speed * x + out * x**2 / 2 + square * x**3 / 3 + cube * x**4 / 4
    eased = {"straight": x**2 / 2, "eased": x**3 - x**4 / 2}.get(left.shape, Fraction(0))
    return left.speed * x + rise * eased
