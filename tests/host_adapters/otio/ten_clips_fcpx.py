"""The timeline of `ten_clips` as Final Cut Pro XML: speeds are maps, sound lies in its clips."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from tests.host_adapters.otio.ten_clips import FRAMES, LOST, NEST, NEST_HEAD, RATE, TRACK, Shown

MEDIA_START = 3600
"""Seconds: the timecode of the media begins at one hour."""
CLIPS = [one for one in (*TRACK, *NEST, LOST) if isinstance(one, Shown)]
HEAD = '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE fcpxml><fcpxml version="1.10">'


def document(folder: Path) -> str:
    """Return the file; its media lies in the folder."""
    spine, frame = [], 0
    for item in TRACK:
        if isinstance(item, int):
            spine.append(f'<gap name="Gap" offset="{cut(frame)}" duration="{at(item)}"/>')
            frame += item
        elif isinstance(item, Shown):
            connected = f"{_start(item) + Fraction(3, RATE)}s"
            above = _clip(LOST, connected, 'lane="1" ') if frame == 0 else ""
            spine.append(_clip(item, cut(frame), inside=above))
            frame += item.frames
        else:
            spine.append(f'<transition offset="{cut(frame - 4)}" duration="{at(8)}"/>')
    length = sum(one.frames for one in NEST) - NEST_HEAD
    spine.append(
        f'<ref-clip ref="nest" name="nest" offset="{cut(frame)}" start="{at(NEST_HEAD)}" '
        f'duration="{at(length)}"/>'
    )
    return (
        f"{HEAD}<resources>{_format('r0', Fraction(RATE))}{''.join(map(_asset, CLIPS))}{_nest()}"
        '</resources><library><event name="e"><project name="ten clips">'
        f'<sequence format="r0" tcStart="3600s"><spine>{"".join(spine)}</spine></sequence>'
        "</project></event></library></fcpxml>"
    ).replace("FOLDER", folder.as_uri())


def single(shown: Shown, folder: Path, time_map: str, start: Fraction) -> str:
    """Return a file with one clip that has a map of its own."""
    clip = (
        f'<asset-clip ref="{shown.name}" name="{shown.name}" offset="0s" start="{start}s" '
        f'duration="{at(shown.frames)}"><conform-rate scaleEnabled="0"/>{time_map}</asset-clip>'
    )
    return (
        f"{HEAD}<resources>{_format('r0', Fraction(RATE))}{_asset(shown)}</resources>"
        f'<project name="one"><sequence format="r0"><spine>{clip}</spine></sequence></project>'
        "</fcpxml>"
    ).replace("FOLDER", folder.as_uri())


def at(frames: int) -> str:
    return f"{Fraction(frames, RATE)}s"


def cut(frame: int) -> str:
    """Return a place in the cut, which counts from its timecode."""
    return f"{MEDIA_START + Fraction(frame, RATE)}s"


def _start(shown: Shown) -> Fraction:
    """Return where a clip begins in its own time, which runs at its speed."""
    return MEDIA_START + shown.start / shown.rate if shown.speed == 1 else Fraction(7)


def _clip(shown: Shown, offset: str, lane: str = "", inside: str = "") -> str:
    start, length = _start(shown), Fraction(shown.frames, RATE)
    mark = f'<marker start="{start + Fraction(3, RATE)}s" duration="1/25s" value="mark"/>'
    return (
        f'<asset-clip {lane}ref="{shown.name}" name="{shown.name}" offset="{offset}" '
        f'start="{start}s" duration="{length}s" audioRole="dialogue">'
        f'<conform-rate scaleEnabled="0"/>{_map(shown, start, length)}'
        f'<adjust-volume amount="-3dB"/><adjust-transform scale="1 1"/>{inside}{mark}</asset-clip>'
    )


def _map(shown: Shown, start: Fraction, length: Fraction) -> str:
    """Return the map of a speed, over more than the clip shows."""
    if shown.speed == 1:
        return ""
    low = MEDIA_START + shown.start / shown.rate
    at_start = low + length * abs(shown.speed) if shown.speed < 0 else low
    points = [(start + more, at_start + more * shown.speed) for more in (-1, length + 1)]
    keys = "".join(f'<timept time="{time}s" value="{value}s"/>' for time, value in points)
    return f"<timeMap>{keys}</timeMap>"


def _format(name: str, rate: Fraction) -> str:
    return f'<format id="{name}" frameDuration="{1 / rate}s" width="64" height="48"/>'


def _asset(shown: Shown) -> str:
    return (
        f"{_format(f'r-{shown.name}', shown.rate)}"
        f'<asset id="{shown.name}" name="{shown.name}" start="{MEDIA_START}s" hasVideo="1" '
        f'duration="{FRAMES / shown.rate}s" format="r-{shown.name}" hasAudio="1">'
        f'<media-rep kind="original-media" src="FOLDER/{shown.name}.mkv"/></asset>'
    )


def _nest() -> str:
    items, frame = [], 0
    for shown in NEST:
        items.append(_clip(shown, at(frame)))
        frame += shown.frames
    spine = "".join(items)
    return f'<media id="nest"><sequence format="r0"><spine>{spine}</spine></sequence></media>'
