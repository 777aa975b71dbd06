"""Final Cut Pro XML (``.fcpxml``): where its clips are shown, and what of their assets.

OpenTimelineIO's own adapter drops speeds and counts NTSC rates in whole frames, so it is not used.
What comes out serves to find what clips need; the file is written from its own text.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import opentimelineio as otio

from slowglass.core.errors import UnsupportedMediaError
from slowglass.host_adapters.otio.curve import curve_effect
from slowglass.host_adapters.otio.formats.fcpx_speed import plays_frame_for_frame, shown
from slowglass.host_adapters.otio.formats.fcpx_tree import (
    CLIPS,
    Seconds,
    asset_url,
    clip_elements,
    format_rate,
    read_tree,
    resource,
    seconds,
)

METADATA = "fcpxml"
_NESTS = ("ref-clip", "sync-clip")
_ITEMS = (*CLIPS, *_NESTS, "clip", "gap", "title", "mc-clip", "audition")


@dataclass(frozen=True)
class _Lane:
    """What lies beside each other, with the moment that it begins at."""

    items: list[tuple[Seconds, Any]] = field(default_factory=list)
    transitions: list[tuple[Seconds, Seconds]] = field(default_factory=list)
    """Their beginnings and lengths."""


def read_fcpx(path: Path) -> otio.schema.Timeline:
    """Return the timeline in a file: its pictures; sound, titles and generators are gaps.

    Raises:
        UnsupportedMediaError: it holds none, or several.
    """
    root = read_tree(path)
    projects = list(root.iter("project"))
    if len(projects) != 1:
        raise UnsupportedMediaError(
            f"expected one project, got {len(projects)}",
            path=path,
            hint="export the one project alone",
        )
    sequence = projects[0].find("./sequence")
    rate = format_rate(root, sequence)
    if sequence is None or rate is None:
        raise UnsupportedMediaError("expected a sequence with a frame rate, got none", path=path)
    start = _time(seconds(sequence, "tcStart"), rate)
    name = projects[0].get("name", "")
    timeline = otio.schema.Timeline(name, global_start_time=start)
    timeline.tracks = _Reader(root, rate).stack(sequence, name)
    return timeline


class _Reader:
    """Reads what lies in a sequence."""

    def __init__(self, root: Element, rate: Fraction) -> None:
        self._root = root
        self._rate = rate
        self._numbers = {element: k for k, element in enumerate(clip_elements(root))}

    def stack(self, parent: Element, name: str) -> otio.schema.Stack:
        """Return a track for each lane of what lies in an element, the lowest first."""
        lanes: dict[int, _Lane] = defaultdict(_Lane)
        spine = parent.find("./spine")
        for element in parent if spine is None else spine:
            self._collect(element, -_head(parent), 0, lanes)
        tracks = [self._track(lanes[lane], str(lane)) for lane in sorted(lanes)]
        return otio.schema.Stack(name, tracks)

    def _collect(
        self, element: Element, shift: Seconds, lane: int, lanes: dict[int, _Lane]
    ) -> None:
        """Put an element and what is connected to it onto their lanes.

        Args:
            element: of a spine, or connected.
            shift: from the time that its offset counts to that of the sequence.
            lane: of the spine that it lies in.
            lanes: to be filled.
        """
        lane += int(element.get("lane", 0))
        offset = shift + seconds(element, "offset")
        if element.tag == "transition":
            lanes[lane].transitions.append((offset, seconds(element, "duration")))
        if element.tag == "spine":
            for one in element:
                self._collect(one, offset, lane, lanes)
        if element.tag not in _ITEMS:
            return
        item = self._item(element)
        if lane == 0 or not isinstance(item, otio.schema.Gap):
            lanes[lane].items.append((offset, item))
        own = self._start(element)
        for connected in element:
            if connected.get("lane") is not None:
                self._collect(connected, offset - own, lane, lanes)

    def _item(self, element: Element) -> Any:
        """Return a clip, a nest, or a gap for what shows no file."""
        duration = self._duration(element)
        asset = resource(self._root, element.get("ref"))
        if element.tag in _NESTS:
            return self._nest(element, asset, duration)
        is_file = asset is not None and asset.tag == "asset" and asset.get("hasVideo") == "1"
        if element.tag in CLIPS and is_file and element.get("srcEnable", "all") != "audio":
            assert asset is not None
            return self._clip(element, asset, duration)
        return otio.schema.Gap(duration=_time(duration, self._rate))

    def _clip(self, element: Element, asset: Element, duration: Seconds) -> otio.schema.Clip:
        own_rate = format_rate(self._root, asset) or self._rate
        rate = self._rate if plays_frame_for_frame(element) else own_rate
        part = shown(element, self._start(element), duration)
        length = seconds(asset, "duration")
        available = _range(seconds(asset, "start"), length, rate, rate)
        clip = otio.schema.Clip(
            element.get("name", ""),
            otio.schema.ExternalReference(asset_url(asset), available),
            _range(part.start_seconds, duration, rate, self._rate),
            metadata={METADATA: {"number": self._numbers[element]}},
        )
        clip.enabled = element.get("enabled", "1") != "0"
        is_doubly_retimed = rate != own_rate and element.find("./timeMap") is not None
        if part.points and not is_doubly_retimed:
            head = seconds(asset, "start")
            points = [(moment, value - head) for moment, value in part.points]
            clip.effects.append(curve_effect("timeMap", points))
        else:
            clip.effects.extend(_effects(None if is_doubly_retimed else part.speed))
        return clip

    def _nest(self, element: Element, media: Element | None, duration: Seconds) -> Any:
        inside = element if media is None else media.find("./sequence")
        if inside is None:
            return otio.schema.Gap(duration=_time(duration, self._rate))
        stack = self.stack(inside, element.get("name", ""))
        head = _head(inside)
        part = shown(element, seconds(element, "start", head), duration)
        stack.source_range = _range(part.start_seconds - head, duration, self._rate, self._rate)
        stack.effects.extend(_effects(part.speed))
        return stack

    def _start(self, element: Element) -> Seconds:
        """Return where an element begins in its own time: its asset's first frame by default."""
        asset = resource(self._root, element.get("ref"))
        first = Fraction(0) if asset is None else seconds(asset, "start")
        return seconds(element, "start", first)

    def _duration(self, element: Element) -> Seconds:
        """Return how long an element is: as long as its asset by default."""
        asset = resource(self._root, element.get("ref"))
        whole = Fraction(0) if asset is None else seconds(asset, "duration")
        return seconds(element, "duration", whole)

    def _track(self, lane: _Lane, name: str) -> otio.schema.Track:
        """Return a track with gaps where nothing lies, and transitions between what does."""
        track = otio.schema.Track(name, kind=otio.schema.TrackKind.Video)
        end = Fraction(0)
        for start, item in sorted(lane.items, key=lambda one: one[0]):
            joins = [join for join in lane.transitions if join[0] <= start <= sum(join)]
            if start > end:
                track.append(otio.schema.Gap(duration=_time(start - end, self._rate)))
            elif joins and len(track):
                track.append(self._transition(start, *joins[0]))
            track.append(item)
            length = item.trimmed_range().duration
            end = max(end, start) + Fraction(round(length.value)) / self._rate
        return track

    def _transition(self, cut: Seconds, start: Seconds, length: Seconds) -> Any:
        head, tail = _time(cut - start, self._rate), _time(start + length - cut, self._rate)
        return otio.schema.Transition("", otio.schema.TransitionTypes.SMPTE_Dissolve, head, tail)


def _head(sequence: Element) -> Seconds:
    """Return the time of a sequence at its head: its timecode, by which its clips are placed."""
    return seconds(sequence, "tcStart")


def _effects(speed: Fraction | None) -> list[Any]:
    if speed is None:
        return [otio.schema.TimeEffect("a speed that changes")]
    if speed == 0:
        return [otio.schema.FreezeFrame()]
    return [] if speed == 1 else [otio.schema.LinearTimeWarp("speed", float(speed))]


def _time(value: Seconds, rate: Fraction) -> otio.opentime.RationalTime:
    return otio.opentime.RationalTime(float(value * rate), float(rate))


def _range(start: Seconds, length: Seconds, rate: Fraction, length_rate: Fraction) -> Any:
    return otio.opentime.TimeRange(_time(start, rate), _time(length, length_rate))
