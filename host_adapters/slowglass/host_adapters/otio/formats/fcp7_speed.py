"""Speeds in Final Cut Pro 7 XML: a filter, and counts that run at the changed speed.

Source: Final Cut Pro XML Interchange Format, Apple, "Speed XML": in and out of an item count its
frames after the change of speed, so that frame n shows the moment n times the speed.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import opentimelineio as otio

from slowglass.host_adapters.common import exact_rate, exact_speed
from slowglass.host_adapters.otio.curve import curve_effect
from slowglass.host_adapters.otio.formats.fcp7_tree import TIME_REMAP

_NAME = "Time Remap"


def read_speed(item: Any) -> None:
    """Give a clip or a nest the time effect that its filter stands for, and the source time.

    Args:
        item: as the adapter reads it; its filters are effects without a meaning.
    """
    own = item.metadata.get("fcp_xml", {})
    remaps = [effect for effect in item.effects if _is_remap(effect)]
    still = str(own.get("stillframe", "")).upper() == "TRUE"
    if still:
        _stand(item, float(own.get("stillframeoffset", 0)))
    if still or not remaps:
        return
    parameters = _parameters(remaps[0])
    item.effects[:] = [effect for effect in item.effects if not _is_remap(effect)]
    if float(parameters.get("variablespeed", 0)):
        points = _points(item, parameters)
        plain = otio.schema.TimeEffect(_NAME, "TimeRemap")
        item.effects.append(curve_effect(_NAME, points) if len(points) > 1 else plain)
        return
    speed = exact_speed(float(parameters.get("speed", 100)) / 100)
    if str(parameters.get("reverse", "")).upper() == "TRUE":
        speed = -abs(speed)
    if speed == 0:
        _stand(item, _first_value(parameters))
    else:
        item.effects.append(otio.schema.LinearTimeWarp(_NAME, float(speed)))
        item.source_range = _source_range(item, speed)


def _source_range(item: Any, speed: Fraction) -> otio.opentime.TimeRange:
    """Return what an item shows of its source, which it counts at another speed."""
    shown = item.source_range
    head, media_seconds, frame = _media(item)
    passed = _seconds(shown.start_time) - head
    start = passed * abs(speed)
    if speed < 0:
        # Its first frame is the last of the media, or as many before as have passed.
        begin = media_seconds - frame - start
        last_frame = Fraction(1) / exact_rate(shown.duration.rate)
        start = begin - (_seconds(shown.duration) - last_frame) * abs(speed)
    rate = shown.start_time.rate
    value = float((head + start) * exact_rate(rate))
    return otio.opentime.TimeRange(otio.opentime.RationalTime(value, rate), shown.duration)


def _media(item: Any) -> tuple[Fraction, Fraction, Fraction]:
    """Return where the media of an item begins, how long it is, and how long a frame of it."""
    reference = getattr(item, "media_reference", None)
    available = None if reference is None else reference.available_range
    if available is None:
        length = item.available_range().duration if reference is None else item.duration()
        return Fraction(0), _seconds(length), 1 / exact_rate(length.rate)
    frame = 1 / exact_rate(available.duration.rate)
    return _seconds(available.start_time), _seconds(available.duration), frame


def _stand(item: Any, frame: float | None) -> None:
    """Let an item stand at a frame of its media; None: at the one that it begins with."""
    item.effects.append(otio.schema.FreezeFrame(_NAME))
    reference = getattr(item, "media_reference", None)
    available = None if reference is None else reference.available_range
    if frame is not None and available is not None:
        start = available.start_time + otio.opentime.RationalTime(frame, available.start_time.rate)
        item.source_range = otio.opentime.TimeRange(start, item.source_range.duration)


def _is_remap(effect: Any) -> bool:
    return bool(effect.metadata.get("fcp_xml", {}).get("effectid") == TIME_REMAP)


def _parameters(effect: Any) -> dict[str, Any]:
    """Return the parameters of a filter: values, and the keys of its graph under "keyframe"."""
    written = effect.metadata["fcp_xml"].get("parameter", [])
    several = written if isinstance(written, otio._otio.AnyVector | list) else [written]
    found: dict[str, Any] = {}
    for one in several:
        found[str(one.get("parameterid", ""))] = one.get("value", 0)
        if "keyframe" in one:
            found["keyframe"], found["valuemax"] = one["keyframe"], one.get("valuemax", "inf")
    return found


def _first_value(parameters: dict[str, Any]) -> float | None:
    """Return the source frame that the graph begins with; None if there is no graph."""
    keys = _keys(parameters)
    return float(keys[0].get("value", 0)) if keys else None


def _points(item: Any, parameters: dict[str, Any]) -> list[tuple[Fraction, Fraction]]:
    """Return the graph of a speed that changes, as `curve_effect` has it.

    None where it changes smoothly. Premiere adds keys that nobody set, which may show nowhere.
    """
    keys = _keys(parameters)
    if any(name.startswith("pproRamp") for key in keys for name in key):
        return []
    rate = exact_rate(item.source_range.start_time.rate)
    passed = _seconds(item.source_range.start_time) - _media(item)[0]
    most = float(parameters.get("valuemax", "inf"))
    points: list[tuple[Fraction, Fraction]] = []
    for key in keys:
        when, value = float(key.get("when", 0)), float(key.get("value", 0))
        is_set = str(key.get("speedvirtualkf", "")).upper() != "TRUE"
        moment = Fraction(when) / rate - passed
        if (is_set or 0 <= value <= most) and (not points or moment > points[-1][0]):
            points.append((moment, Fraction(value) / rate))
    return points


def _keys(parameters: dict[str, Any]) -> list[Any]:
    """Return the keys of the graph."""
    keys = parameters.get("keyframe", [])
    return [keys] if hasattr(keys, "get") else list(keys)


def _seconds(time: otio.opentime.RationalTime) -> Fraction:
    return Fraction(time.value) / exact_rate(time.rate)
