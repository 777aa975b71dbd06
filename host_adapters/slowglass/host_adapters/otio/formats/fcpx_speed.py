"""What a clip of a Final Cut Pro XML file shows of its asset, and how fast."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from xml.etree.ElementTree import Element

from slowglass.host_adapters.otio.formats.fcpx_tree import Seconds, seconds


@dataclass(frozen=True)
class Shown:
    """A part of an asset."""

    start_seconds: Seconds
    """The lowest moment of it, as its timecode counts."""
    speed: Fraction | None
    """Below 0 it runs backwards; None: it is not one speed."""
    points: tuple[tuple[Seconds, Seconds], ...] = ()
    """Of a speed that changes from point to point: its own time from where it begins, and the
    moment of the asset; none where it changes smoothly."""


def shown(element: Element, start: Seconds, duration: Seconds) -> Shown:
    """Return what a clip shows.

    Args:
        element: the clip; its map says which moment of the asset each of its own stands for.
        start: of its own time, where it begins.
        duration: of its own time.
    """
    time_map = element.find("./timeMap")
    if time_map is None:
        return Shown(start, Fraction(1))
    points = [(seconds(one, "time"), seconds(one, "value")) for one in time_map.findall("./timept")]
    is_linear = len(points) == 2 or all(
        one.get("interp") == "linear" for one in time_map.findall("./timept")
    )
    for (time, value), (next_time, next_value) in pairwise(points):
        if is_linear and next_time > time <= start and start + duration <= next_time:
            speed = (next_value - value) / (next_time - time)
            begin = value + (start - time) * speed
            end = begin + duration * speed
            return Shown(min(begin, end), speed)
    curve = tuple((time - start, value) for time, value in points) if is_linear else ()
    return Shown(start, None, curve if len(curve) > 1 else ())


def plays_frame_for_frame(element: Element) -> bool:
    """Return whether Final Cut plays the frames of a clip at the rate of its timeline.

    It does so by itself where the rates are near each other, as 23.98 in 25: active conforming.
    """
    conform = element.find("./conform-rate")
    return conform is not None and conform.get("scaleEnabled", "1") != "0"
