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
from slowglass.host_adapters.otio.formats.fcpx_clip import (
    asset_clip,
    own_duration,
    own_start,
    speed_effects,
    time,
    time_range,
)
from slowglass.host_adapters.otio.formats.fcpx_speed import shown
from slowglass.host_adapters.otio.formats.fcpx_tree import (
    CLIPS,
    Seconds,
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
    start = time(seconds(sequence, "tcStart"), rate)
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
        own = own_start(element, resource(self._root, element.get("ref")))
        for connected in element:
            if connected.get("lane") is not None:
                self._collect(connected, offset - own, lane, lanes)

    def _item(self, element: Element) -> Any:
        """Return a clip, a nest, or a gap for what shows no file."""
        asset = resource(self._root, element.get("ref"))
        duration = own_duration(element, asset)
        if element.tag in _NESTS:
            return self._nest(element, asset, duration)
        is_file = asset is not None and asset.tag == "asset" and asset.get("hasVideo") == "1"
        if element.tag in CLIPS and is_file and element.get("srcEnable", "all") != "audio":
            assert asset is not None
            clip = asset_clip(self._root, element, asset, self._rate)
            clip.metadata[METADATA] = {"number": self._numbers[element]}
            return clip
        return otio.schema.Gap(duration=time(duration, self._rate))

    def _nest(self, element: Element, media: Element | None, duration: Seconds) -> Any:
        inside = element if media is None else media.find("./sequence")
        if inside is None:
            return otio.schema.Gap(duration=time(duration, self._rate))
        stack = self.stack(inside, element.get("name", ""))
        head = _head(inside)
        part = shown(element, seconds(element, "start", head), duration)
        stack.source_range = time_range(part.start_seconds - head, duration, self._rate, self._rate)
        stack.effects.extend(speed_effects(part.speed))
        return stack

    def _track(self, lane: _Lane, name: str) -> otio.schema.Track:
        """Return a track with gaps where nothing lies, and transitions between what does."""
        track = otio.schema.Track(name, kind=otio.schema.TrackKind.Video)
        end = Fraction(0)
        for start, item in sorted(lane.items, key=lambda one: one[0]):
            joins = [join for join in lane.transitions if join[0] <= start <= sum(join)]
            if start > end:
                track.append(otio.schema.Gap(duration=time(start - end, self._rate)))
            elif joins and len(track):
                track.append(self._transition(start, *joins[0]))
            track.append(item)
            length = item.trimmed_range().duration
            end = max(end, start) + Fraction(round(length.value)) / self._rate
        return track

    def _transition(self, cut: Seconds, start: Seconds, length: Seconds) -> Any:
        head, tail = time(cut - start, self._rate), time(start + length - cut, self._rate)
        return otio.schema.Transition("", otio.schema.TransitionTypes.SMPTE_Dissolve, head, tail)


def _head(sequence: Element) -> Seconds:
    """Return the time of a sequence at its head: its timecode, by which its clips are placed."""
    return seconds(sequence, "tcStart")
