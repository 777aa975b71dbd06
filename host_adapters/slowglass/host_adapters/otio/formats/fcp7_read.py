"""Final Cut Pro 7 XML, as Premiere and Resolve write it too, read through OpenTimelineIO's adapter.

The adapter does not read nested sequences and speeds, and takes the frames of a clip item for those
of its source; the tree is put right before, the timeline after.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import opentimelineio as otio

from slowglass.host_adapters.otio.formats.adapters import one_timeline
from slowglass.host_adapters.otio.formats.fcp7_speed import read_speed
from slowglass.host_adapters.otio.formats.fcp7_tree import clip_items, number, rate, read_tree

ADAPTER = "fcp_xml"


def read_fcp7(path: Path) -> otio.schema.Timeline:
    """Return the timeline in a file.

    Raises:
        UsageError: the adapter is not installed.
        UnsupportedMediaError: it holds none, or several.
    """
    root = read_tree(path)
    _count_by_sequence(root)
    _open_nests(root)
    written = ElementTree.tostring(root, encoding="unicode")
    timeline = one_timeline(path, ADAPTER, lambda: otio.adapters.read_from_string(written, ADAPTER))
    for item in timeline.find_children():
        if isinstance(item, otio.schema.Clip | otio.schema.Stack):
            read_speed(item)
    return timeline


def _count_by_sequence(root: Element) -> None:
    """Declare the sequence's rate where a clip item counts its frames, whatever it says itself.

    Premiere and Resolve count so; others count in the rate that the item declares. Where an item
    has as many frames by both ends of it as the sequence shows, it counts as the sequence does.
    """
    for item in clip_items(root):
        declared, used = rate(item.element), rate(item.sequence)
        counted = number(item.element, "./out") - number(item.element, "./in")
        if declared != used and used is not None and counted == item.record_frames:
            for element in item.element.findall("./rate"):
                item.element.remove(element)
            item.element.append(deepcopy(item.sequence.find("./rate")))  # type: ignore[arg-type]
    for transition in root.iter("transitionitem"):
        if transition.find("./alignment") is None:
            ElementTree.SubElement(transition, "alignment").text = "center"


def _open_nests(root: Element) -> None:
    """Put the tracks of nested sequences where the adapter looks for them."""
    whole = {one.get("id"): one for one in root.iter("sequence") if one.find("./media") is not None}
    nests = list(_nests(root))
    named = {nest.get("id") for _, nest in nests}
    for parent, nest in nests:
        opened = deepcopy(whole.get(nest.get("id"), nest))
        opened.attrib.pop("id", None)
        for media in opened.iter("sequence"):
            _lift(media)
        parent.remove(nest)
        parent.append(opened)
    for parent in root.iter("children"):  # sequences of a project that are nested in another
        for sequence in parent.findall("./sequence"):
            if sequence.get("id") in named:
                parent.remove(sequence)


def _lift(sequence: Element) -> None:
    """Put the tracks of a sequence into it itself."""
    media = sequence.find("./media")
    if media is not None:
        sequence.remove(media)
        sequence.extend(list(media))


def _nests(root: Element) -> Iterator[tuple[Element, Element]]:
    """Yield the outermost clip items that hold a sequence, and that sequence."""
    inside: set[Any] = set()
    for item in root.iter("clipitem"):
        nest = item.find("./sequence")
        if nest is not None and item not in inside:
            inside.update(nest.iter("clipitem"))
            yield item, nest
