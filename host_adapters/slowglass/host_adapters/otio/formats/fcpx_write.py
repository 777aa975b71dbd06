"""Final Cut Pro XML with new media: the original's own text, but for what was conformed."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from slowglass.host_adapters.common import exact_rate
from slowglass.host_adapters.otio.formats.fcpx_read import METADATA
from slowglass.host_adapters.otio.formats.fcpx_tree import (
    Seconds,
    clip_elements,
    read_tree,
    resource,
    seconds,
    written_seconds,
)
from slowglass.host_adapters.otio.formats.xml_file import write_xml

_TIMING = ("conform-rate", "timeMap")
_BEFORE_CONNECTED = ("note", "object-tracker", *_TIMING)
_BY_START = ("marker", "chapter-marker", "analysis-marker", "keyword", "rating")


def write_fcpx(original: Path, clips: Iterable[Any], target: Path) -> None:
    """Write a file anew with some clips relinked.

    Args:
        original: the file that the clips were read from.
        clips: that show new media; others stay as they are.
        target: to be written.

    Raises:
        UnsupportedMediaError: the original is not such a file.
        OutputError: it cannot be written.
    """
    root = read_tree(original)
    elements = clip_elements(root)
    for clip in clips:
        _relink(root, elements[clip.metadata[METADATA]["number"]], clip)
    write_xml(root, target)


def _relink(root: Element, element: Element, clip: Any) -> None:
    """Let an element show what its clip shows."""
    old = resource(root, element.get("ref"))
    assert old is not None
    asset = _asset(root, old, clip.media_reference)
    old_start = seconds(element, "start", seconds(old, "start"))
    new_start = _seconds(clip.source_range.start_time)
    sound = _sound(element, old, old_start, new_start)
    for timing in [one for one in element if one.tag in _TIMING]:
        element.remove(timing)
    _shift(element, new_start - old_start)
    if sound is not None:
        element.insert(_place_of_connected(element), sound)
    duration = seconds(element, "duration", seconds(old, "duration"))
    element.set("ref", asset.get("id", ""))
    element.set("format", asset.get("format", ""))
    element.set("start", written_seconds(new_start))
    element.set("duration", written_seconds(duration))
    for name in ("audioStart", "audioDuration", "audioRole", "tcStart"):
        element.attrib.pop(name, None)


def _asset(root: Element, old: Element, reference: Any) -> Element:
    """Return the asset of new media, whose format is the old one's at another rate."""
    resources = root.find("./resources")
    assert resources is not None
    name = f"slowglass-{Path(reference.name).stem}"
    known = resource(root, name)
    if known is not None:
        return known
    available = reference.available_range
    form = deepcopy(resource(root, old.get("format")))
    assert form is not None
    form.attrib.pop("name", None)
    form.set("id", f"{name}-format")
    form.set("frameDuration", written_seconds(1 / exact_rate(available.duration.rate)))
    values = {
        "id": name,
        "name": reference.name,
        "start": written_seconds(_seconds(available.start_time)),
        "duration": written_seconds(_seconds(available.duration)),
        "hasVideo": "1",
        "format": form.get("id", ""),
    }
    asset = Element("asset", values)
    if old.find("./media-rep") is None:
        asset.set("src", reference.target_url)
    else:
        media = {"kind": "original-media", "src": reference.target_url}
        ElementTree.SubElement(asset, "media-rep", media)
    resources.extend([form, asset])
    return asset


def _sound(
    element: Element, old: Element, old_start: Seconds, new_start: Seconds
) -> Element | None:
    """Return a clip for the sound of the original, connected where it was; None if it had none."""
    if old.get("hasAudio") != "1" or element.get("srcEnable", "all") == "video":
        return None
    values = {
        "ref": element.get("ref", ""),
        "lane": "-1",
        "offset": written_seconds(new_start),
        "name": element.get("name", ""),
        "start": written_seconds(old_start),
        "duration": written_seconds(seconds(element, "duration", seconds(old, "duration"))),
        "srcEnable": "audio",
    }
    if "audioRole" in element.attrib:
        values["audioRole"] = element.attrib["audioRole"]
    sound = Element("asset-clip", values)
    moved = [one for one in element if one.tag in ("adjust-volume", "adjust-panner")]
    sound.extend(deepcopy(one) for one in element if one.tag in _TIMING)
    sound.extend(moved)
    for one in moved:
        element.remove(one)
    return sound


def _shift(element: Element, by: Seconds) -> None:
    """Keep what is connected, marked or keyed in a clip where it was, in its changed time."""
    for child in element:
        if child.get("lane") is not None:
            child.set("offset", written_seconds(seconds(child, "offset") + by))
        elif child.tag in _BY_START and child.get("start") is not None:
            child.set("start", written_seconds(seconds(child, "start") + by))
        else:
            for key in child.iter("keyframe"):
                key.set("time", written_seconds(seconds(key, "time") + by))


def _place_of_connected(element: Element) -> int:
    """Return where among its children those begin that are connected."""
    for place, child in enumerate(element):
        is_before = child.tag in _BEFORE_CONNECTED or str(child.tag).startswith("adjust-")
        if not is_before:
            return place
    return len(element)


def _seconds(time: Any) -> Seconds:
    """Return a time exactly: whole frames but for the rounding of its value."""
    frames = Fraction(time.value)
    near = Fraction(round(time.value))
    return (near if abs(frames - near) < Fraction(1, 1000) else frames) / exact_rate(time.rate)
