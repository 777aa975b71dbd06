"""A timeline of ten clips at 25 frames a second, with all that makes frames repeat or jump."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import cos
from pathlib import Path

import numpy as np
import opentimelineio as otio

from tests.host_adapters.otio import graded

RATE = 25
NTSC_24, NTSC_30, NTSC_60 = Fraction(24000, 1001), Fraction(30000, 1001), Fraction(60000, 1001)
FRAMES = 60
VFR_TIMES = [round(k * 1001 / 30 + 90 * (1 - cos(k / 4))) for k in range(FRAMES)]
"""Milliseconds: about 29.97 frames a second, as a phone does where light comes and goes."""


@dataclass(frozen=True)
class Shown:
    """A clip of the timeline."""

    name: str
    rate: Fraction
    start: Fraction | int
    """The lowest source frame."""
    frames: int
    """Of the timeline."""
    speed: Fraction = Fraction(1)
    is_smooth: bool = False
    """Whether there is nothing to be done."""

    def position(self, index: int) -> float:
        """The source frame that frame ``index`` of the clip shows, or the part of the way."""
        passed = self.frames - 1 - index if self.speed < 0 else index
        seconds = self.start / self.rate + abs(self.speed) * Fraction(passed, RATE)
        if self.name == "phone":
            times = np.array(VFR_TIMES) / 1000
            return float(np.interp(float(seconds), times, np.arange(FRAMES)))
        return float(seconds * self.rate)


Expected = dict[int, tuple[str, float]]

THIRD = Fraction(1, 3)
PLAIN = Shown("plain", Fraction(25), 4, 10, is_smooth=True)
FILM = Shown("film", NTSC_24, 10, 26)
FAST = Shown("fast", Fraction(50), 12, 20, THIRD)
PHONE = Shown("phone", NTSC_30, 6, 20)
SPORT = Shown("sport", NTSC_60, 8, 12, Fraction(1, 2))
HALF = Shown("half", Fraction(25), 8, 16, Fraction(1, 2))
BACK = Shown("back", Fraction(25), 20, 10, Fraction(-1))
STILL = Shown("still", Fraction(25), 15, 8, Fraction(0))
EVEN = Shown("even", Fraction(50), 10, 8, is_smooth=True)
NESTED = Shown("nested", NTSC_24, 16, 18, THIRD)
LOST = Shown("lost", Fraction(25), 0, 10, Fraction(1, 2))

TRACK = (PLAIN, 5, FILM, "dissolve", FAST, PHONE, SPORT, HALF, 7, BACK, STILL)
"""Clips, gaps by their frames, and a dissolve of four frames either way."""
NEST, NEST_HEAD = (EVEN, NESTED), 3
"""On a track of its own in a stack, whose first frames are cut off."""


def media(folder: Path) -> None:
    """Make the media; that of `LOST` is not there."""
    for shown in (PLAIN, FILM, FAST, PHONE, SPORT, HALF, BACK, STILL, EVEN, NESTED):
        times = VFR_TIMES if shown is PHONE else None
        graded.write(folder / f"{shown.name}.mkv", shown.rate, FRAMES, times)


def time(frames: float, rate: float = RATE) -> otio.opentime.RationalTime:
    return otio.opentime.RationalTime(frames, rate)


def clip(shown: Shown, folder: Path) -> otio.schema.Clip:
    """Return a clip as Resolve writes it, its media from timecode 0."""
    rate = round(float(shown.rate), 3)
    reference = otio.schema.ExternalReference(
        str(folder / f"{shown.name}.mkv"),
        otio.opentime.TimeRange(time(0, rate), time(FRAMES, rate)),
    )
    result = otio.schema.Clip(
        shown.name,
        reference,
        otio.opentime.TimeRange(time(float(shown.start), rate), time(shown.frames)),
    )
    if shown.speed == 0:
        result.effects.append(otio.schema.FreezeFrame())
    elif shown.speed != 1:
        result.effects.append(otio.schema.LinearTimeWarp(time_scalar=float(shown.speed)))
    return result


def timeline(folder: Path) -> otio.schema.Timeline:
    """Return the timeline, whose media `media` makes in the folder."""
    result = otio.schema.Timeline("ten clips", global_start_time=time(90000))
    main = otio.schema.Track("Video 1", kind="Video")
    for item in TRACK:
        if isinstance(item, Shown):
            main.append(clip(item, folder))
        elif isinstance(item, int):
            main.append(otio.schema.Gap(duration=time(item)))
        else:
            main.append(otio.schema.Transition("d", "SMPTE_Dissolve", time(4), time(4)))
    marked = main.find_clips()[5]
    mark = otio.opentime.TimeRange(marked.source_range.start_time + time(6), time(1))
    marked.markers.append(otio.schema.Marker("look", mark))
    marked.effects.append(otio.schema.Effect("grade", "Grade", metadata={"lift": 0.1}))
    nest = otio.schema.Track("N1", kind="Video")
    nest.extend(clip(shown, folder) for shown in NEST)
    frames = sum(shown.frames for shown in NEST) - NEST_HEAD
    stack = otio.schema.Stack(
        "nest", [nest], source_range=otio.opentime.TimeRange(time(NEST_HEAD), time(frames))
    )
    main.append(stack)
    above = otio.schema.Track("Video 2", kind="Video")
    above.append(otio.schema.Gap(duration=time(3)))
    above.append(clip(LOST, folder))
    sound = otio.schema.Track("Audio 1", kind="Audio")
    sound.append(otio.schema.Gap(duration=time(15)))
    sound.append(clip(HALF, folder))
    result.tracks.extend([main, above, sound])
    return result


def expected(written: Callable[[Shown], Shown] = lambda shown: shown) -> Expected:
    """Return the clip that each frame of the main track shows, and its source position.

    Args:
        written: what becomes of a clip in the file's own counts.
    """
    found: Expected = {}
    frame = 0
    for item in TRACK:
        if isinstance(item, Shown):
            for k in range(item.frames):
                found[frame + k] = item.name, written(item).position(k)
            frame += item.frames
        elif isinstance(item, int):
            frame += item
    inside = [(shown, k) for shown in NEST for k in range(shown.frames)][NEST_HEAD:]
    for number, (shown, k) in enumerate(inside, frame):
        found[number] = shown.name, written(shown).position(k)
    return found
