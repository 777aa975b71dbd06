"""A clip of a Final Cut Pro XML file as OpenTimelineIO has clips."""

from __future__ import annotations

from fractions import Fraction
from typing import Any
from xml.etree.ElementTree import Element

import opentimelineio as otio

from slowglass.host_adapters.otio.curve import curve_effect
from slowglass.host_adapters.otio.formats.fcpx_speed import plays_frame_for_frame, shown
from slowglass.host_adapters.otio.formats.fcpx_tree import (
    Seconds,
    asset_url,
    format_rate,
    seconds,
)


def asset_clip(root: Element, element: Element, asset: Element, timeline_rate: Fraction) -> Any:
    """Return the clip of an element that shows an asset.

    Args:
        root: of the file.
        element: that shows it.
        asset: what is shown.
        timeline_rate: frames per second of the sequence.
    """
    own_rate = format_rate(root, asset) or timeline_rate
    rate = timeline_rate if plays_frame_for_frame(element) else own_rate
    duration = own_duration(element, asset)
    part = shown(element, own_start(element, asset), duration)
    head, length = seconds(asset, "start"), seconds(asset, "duration")
    available = time_range(head, length, rate, rate)
    clip = otio.schema.Clip(
        element.get("name", ""),
        otio.schema.ExternalReference(asset_url(asset), available),
        time_range(part.start_seconds, duration, rate, timeline_rate),
    )
    clip.enabled = element.get("enabled", "1") != "0"
    is_doubly_retimed = rate != own_rate and element.find("./timeMap") is not None
    if part.points and not is_doubly_retimed:
        points = [(moment, value - head) for moment, value in part.points]
        clip.effects.append(curve_effect("timeMap", points))
    else:
        clip.effects.extend(speed_effects(None if is_doubly_retimed else part.speed))
    return clip


def own_start(element: Element, asset: Element | None) -> Seconds:
    """Return where an element begins in its own time: its asset's first frame by default."""
    first = Fraction(0) if asset is None else seconds(asset, "start")
    return seconds(element, "start", first)


def own_duration(element: Element, asset: Element | None) -> Seconds:
    """Return how long an element is: as long as its asset by default."""
    whole = Fraction(0) if asset is None else seconds(asset, "duration")
    return seconds(element, "duration", whole)


def speed_effects(speed: Fraction | None) -> list[Any]:
    """Return the effects of a speed; None: it changes, and nobody knows how."""
    if speed is None:
        return [otio.schema.TimeEffect("a speed that changes")]
    if speed == 0:
        return [otio.schema.FreezeFrame()]
    return [] if speed == 1 else [otio.schema.LinearTimeWarp("speed", float(speed))]


def time(value: Seconds, rate: Fraction) -> otio.opentime.RationalTime:
    """Return a time in frames of a rate."""
    return otio.opentime.RationalTime(float(value * rate), float(rate))


def time_range(start: Seconds, length: Seconds, rate: Fraction, length_rate: Fraction) -> Any:
    """Return a range whose ends count in frames of different rates."""
    return otio.opentime.TimeRange(time(start, rate), time(length, length_rate))
