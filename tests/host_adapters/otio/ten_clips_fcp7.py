"""The timeline of `ten_clips` as Final Cut Pro 7 XML, written as Premiere writes it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from xml.sax.saxutils import escape

from tests.host_adapters.otio.ten_clips import (
    FRAMES,
    HALF,
    LOST,
    NEST,
    NEST_HEAD,
    RATE,
    TRACK,
    Shown,
)

SEQUENCE_RATE = f"<rate><timebase>{RATE}</timebase><ntsc>FALSE</ntsc></rate>"
_files: dict[str, str] = {}


def document(folder: Path) -> str:
    """Return the file; its media lies in the folder."""
    _files.clear()
    items, frame, number = [], 0, 0
    overlap = 0
    for place, item in enumerate(TRACK):
        if isinstance(item, int):
            frame += item
        elif isinstance(item, Shown):
            number += 1
            tail = 4 if TRACK[place + 1 : place + 2] == ("dissolve",) else 0
            items.append(_clip(item, folder, f"clipitem-{number}", frame, overlap, tail))
            frame += item.frames
            overlap = 0
        else:
            items.append(_transition(frame))
            overlap = 4
    items.append(_nest(folder, frame))
    above = _clip(LOST, folder, "clipitem-20", 3)
    sound = _clip(HALF, folder, "clipitem-30", 15)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE xmeml><xmeml version="4">'
        f'<sequence id="sequence-1"><name>ten clips</name>{SEQUENCE_RATE}'
        f"<timecode>{SEQUENCE_RATE}<string>01:00:00:00</string><frame>90000</frame>"
        "<displayformat>NDF</displayformat></timecode><media><video><format>"
        "<samplecharacteristics><width>64</width><height>48</height></samplecharacteristics>"
        f"</format><track>{''.join(items)}<enabled>TRUE</enabled></track>"
        f"<track>{above}</track></video><audio><track>{sound}</track></audio></media>"
        "<marker><name>here</name><in>9</in><out>-1</out></marker></sequence></xmeml>"
    )


def single(shown: Shown, media: Path) -> str:
    """Return a file with one clip, whose media lies elsewhere."""
    _files.clear()
    clip = _clip(shown, Path("/nowhere"), "clipitem-1", 0)
    named = f"file://localhost/nowhere/{shown.name}.mkv"
    return (
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE xmeml><xmeml version="4">'
        f'<sequence id="s"><name>one</name>{SEQUENCE_RATE}<media><video><track>'
        f"{clip.replace(named, media.as_uri())}</track></video></media></sequence></xmeml>"
    )


def _clip(shown: Shown, folder: Path, name: str, start: int, head: int = 0, tail: int = 0) -> str:
    """Return a clip item; in transitions it has more frames, and no ends of its own."""
    begin = _in_frames(shown) - head
    return (
        f'<clipitem id="{name}"><masterclipid>masterclip-{shown.name}</masterclipid>'
        f"<name>{escape(shown.name)}</name><enabled>TRUE</enabled>"
        f"<duration>{FRAMES * 4}</duration>{SEQUENCE_RATE}"
        f"<start>{-1 if head else start}</start><end>{-1 if tail else start + shown.frames}</end>"
        f"<in>{begin}</in><out>{begin + head + shown.frames + tail}</out>"
        f"<pproTicksIn>{begin * 10160640000}</pproTicksIn>"
        f"{_file(shown, folder)}{_remap(shown)}"
        "<filter><effect><name>Opacity</name><effectid>opacity</effectid></effect></filter>"
        f"<marker><name>mark</name><in>{begin + head + 3}</in><out>-1</out></marker>"
        "<comments><mastercomment1>a&#13;b</mastercomment1></comments>"
        "<labels><label2>Iris</label2></labels></clipitem>"
    )


def _in_frames(shown: Shown) -> int:
    """Return where an item begins, counted at its speed and in the sequence's rate."""
    seconds = shown.start / shown.rate
    if shown.speed < 0:
        return FRAMES - int(shown.start) - shown.frames
    return round(seconds * RATE / (shown.speed or 1))


def counted(shown: Shown) -> Shown:
    """Return a clip as the file has it, which begins at a whole frame of the sequence."""
    if shown.speed <= 0:
        return shown
    seconds = Fraction(_in_frames(shown), RATE) * shown.speed
    return replace(shown, start=seconds * shown.rate)


def _remap(shown: Shown) -> str:
    """Return the filter of a speed."""
    if shown.speed == 1:
        return ""
    values = {
        "variablespeed": "0",
        "speed": f"{float(abs(shown.speed) * 100):.4f}",
        "reverse": "TRUE" if shown.speed < 0 else "FALSE",
        "frameblending": "FALSE",
    }
    parameters = "".join(
        f"<parameter><parameterid>{key}</parameterid><name>{key}</name>"
        f"<value>{value}</value></parameter>"
        for key, value in values.items()
    )
    return (
        "<filter><enabled>TRUE</enabled><effect><name>Time Remap</name>"
        "<effectid>timeremap</effectid><effecttype>motion</effecttype>"
        f"<mediatype>video</mediatype>{parameters}</effect></filter>"
    )


def _file(shown: Shown, folder: Path) -> str:
    """Return the definition of a file, or its id alone where that is known."""
    name = f"file-{shown.name}"
    if name in _files:
        return f'<file id="{name}"/>'
    _files[name] = name
    ntsc = shown.rate.denominator == 1001
    base = round(shown.rate * Fraction(1001, 1000)) if ntsc else int(shown.rate)
    rate = f"<rate><timebase>{base}</timebase><ntsc>{str(ntsc).upper()}</ntsc></rate>"
    url = (folder / f"{shown.name}.mkv").as_uri().replace("file://", "file://localhost")
    return (
        f'<file id="{name}"><name>{shown.name}.mkv</name><pathurl>{url}</pathurl>{rate}'
        f"<duration>{FRAMES}</duration><media><video><samplecharacteristics><width>64</width>"
        "<height>48</height></samplecharacteristics></video><audio/></media></file>"
    )


def _transition(frame: int) -> str:
    return (
        f"<transitionitem><start>{frame - 4}</start><end>{frame + 4}</end>"
        f"<alignment>center</alignment>{SEQUENCE_RATE}<effect><name>Cross Dissolve</name>"
        "<effectid>Cross Dissolve</effectid><effecttype>transition</effecttype>"
        "<mediatype>video</mediatype></effect></transitionitem>"
    )


def _nest(folder: Path, start: int) -> str:
    """Return a nested sequence whose first frames are cut off."""
    items, frame = [], 0
    for number, shown in enumerate(NEST, 10):
        items.append(_clip(shown, folder, f"clipitem-{number}", frame))
        frame += shown.frames
    return (
        f'<clipitem id="clipitem-9"><name>nest</name><duration>{frame}</duration>{SEQUENCE_RATE}'
        f"<start>{start}</start><end>{start + frame - NEST_HEAD}</end><in>{NEST_HEAD}</in>"
        f'<out>{frame}</out><sequence id="sequence-2"><name>nest</name>{SEQUENCE_RATE}'
        f"<media><video><track>{''.join(items)}</track></video></media></sequence></clipitem>"
    )
