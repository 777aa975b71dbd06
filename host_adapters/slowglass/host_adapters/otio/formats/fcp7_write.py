"""Final Cut Pro 7 XML with new media: the original's own text, but for what was conformed."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import opentimelineio as otio

from slowglass.core.timing import Timecode, nominal_rate
from slowglass.host_adapters.common import exact_rate
from slowglass.host_adapters.otio.formats.fcp7_tree import (
    Item,
    clip_items,
    is_time_remap,
    number,
    rate,
    read_tree,
    without_our_ids,
)
from slowglass.host_adapters.otio.formats.xml_file import write_xml

_OF_THE_SOURCE = (
    "pproTicksIn",
    "pproTicksOut",
    "subclipinfo",
    "stillframe",
    "stillframeoffset",
    "masterclipid",
)
"""What an item says of its media, and would be wrong of the new one."""


def write_fcp7(original: Path, clips: Iterable[Any], target: Path) -> None:
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
    relinked = {clip.metadata["fcp_xml"]["@id"]: clip for clip in clips}
    for item in clip_items(root):
        clip = relinked.get(item.element.get("id"))
        if clip is not None:
            _relink(root, item, clip)
    write_xml(without_our_ids(root), target)


def _relink(root: Element, item: Item, clip: Any) -> None:
    """Let an item show what its clip shows."""
    element, reference = item.element, clip.media_reference
    available = reference.available_range
    start = clip.source_range.start_time - available.start_time
    old_in, old_rate = number(element, "./in"), rate(element)
    new_in = round(start.value) - item.head_frames
    for tag in ("rate", "duration", "in", "out", *_OF_THE_SOURCE):
        for old in element.findall(f"./{tag}"):
            element.remove(old)
    for remap in [one for one in element.findall("./filter") if is_time_remap(one)]:
        element.remove(remap)
    place = list(element).index(element.find("./file"))  # type: ignore[arg-type]
    media = element[place]
    element[place] = _file(_definition(root, media), reference)
    _hand_on(root, media)
    frame_rate = exact_rate(available.duration.rate)
    values = {
        "duration": round(available.duration.value),
        "in": new_in,
        "out": new_in + item.record_frames,
    }
    added = [_rate(frame_rate), *(_leaf(tag, value) for tag, value in values.items())]
    element[place:place] = added
    for marker in element.findall("./marker"):
        _move(marker, old_in, (frame_rate / old_rate) if old_rate else Fraction(1), new_in)


def _file(old: Element, reference: Any) -> Element:
    """Return the definition of new media, whose picture is as large as the old one's."""
    available = reference.available_range
    frame_rate = exact_rate(available.duration.rate)
    first = round(available.start_time.value)
    file = Element("file", id=f"slowglass-{Path(reference.name).stem}")
    file.append(_leaf("name", reference.name))
    file.append(_leaf("pathurl", _url(reference)))
    file.append(_rate(frame_rate))
    file.append(_leaf("duration", round(available.duration.value)))
    timecode = ElementTree.SubElement(file, "timecode")
    timecode.append(_rate(frame_rate))
    label = str(Timecode(first, frame_rate))
    timecode.append(_leaf("string", label))
    timecode.append(_leaf("frame", first))
    timecode.append(_leaf("displayformat", "DF" if ";" in label else "NDF"))
    video = ElementTree.SubElement(ElementTree.SubElement(file, "media"), "video")
    for picture in old.findall("./media/video/samplecharacteristics"):
        kept = deepcopy(picture)
        for own in [one for tag in ("rate", "codec") for one in kept.findall(f"./{tag}")]:
            kept.remove(own)
        video.append(kept)
    return file


def _url(reference: Any) -> str:
    """Return the address of a movie, or of the first picture of a sequence."""
    if isinstance(reference, otio.schema.ImageSequenceReference):
        return str(reference.target_url_for_image_number(0))
    return str(reference.target_url)


def _definition(root: Element, file: Element) -> Element:
    """Return the element that says what a file is; others have its id alone."""
    return next(
        (one for one in root.iter("file") if one.get("id") == file.get("id") and len(one)), file
    )


def _hand_on(root: Element, file: Element) -> None:
    """Leave the definition of a file that goes with the next one that has its id alone."""
    if len(file):
        for other in root.iter("file"):
            if other.get("id") == file.get("id") and not len(other):
                other.extend(list(file))
                return


def _move(marker: Element, old_in: int, ratio: Fraction, new_in: int) -> None:
    """Keep a marker as far from the beginning of its item as it was."""
    for tag in ("in", "out"):
        edge = marker.find(f"./{tag}")
        if edge is not None and number(marker, f"./{tag}") != -1:
            edge.text = str(new_in + round((number(marker, f"./{tag}") - old_in) * ratio))


def _rate(frame_rate: Fraction) -> Element:
    element = Element("rate")
    element.append(_leaf("timebase", nominal_rate(frame_rate)))
    element.append(_leaf("ntsc", "TRUE" if frame_rate.denominator == 1001 else "FALSE"))
    return element


def _leaf(tag: str, value: object) -> Element:
    element = Element(tag)
    element.text = str(value)
    return element
