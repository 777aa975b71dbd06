"""The elements of a Final Cut Pro 7 XML file.

Source: Final Cut Pro XML Interchange Format, Apple: "Timing Values", "Speed XML" and "Elements".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from xml.etree.ElementTree import Element

from slowglass.host_adapters.otio.formats.xml_file import read_xml

ITEMS = ("clipitem", "generatoritem", "transitionitem")
TIME_REMAP = "timeremap"
_OURS = "slowglass-clipitem-"


def read_tree(path: Path) -> Element:
    """Return the root of a file; every clip item has an id.

    Those without get one by their order, the same in each reading.

    Raises:
        UnsupportedMediaError: it is not such a file.
    """
    root = read_xml(path, "xmeml")
    for number, item in enumerate(root.iter("clipitem"), 1):
        item.attrib.setdefault("id", f"{_OURS}{number}")
    return root


def without_our_ids(root: Element) -> Element:
    """Return the root of a tree without the ids that `read_tree` gave."""
    for item in root.iter("clipitem"):
        if item.get("id", "").startswith(_OURS):
            del item.attrib["id"]
    return root


def text(element: Element, path: str) -> str:
    """Return the text of the element at a path below another, "" if there is none."""
    return (element.findtext(path) or "").strip()


def number(element: Element, path: str) -> int:
    """Return the whole number at a path below an element, 0 if there is none."""
    written = text(element, path)
    return round(float(written)) if written else 0


def rate(element: Element) -> Fraction | None:
    """Return the frame rate that an element declares itself."""
    base = number(element, "./rate/timebase")
    if not base:
        return None
    is_ntsc = text(element, "./rate/ntsc").upper() == "TRUE"
    return Fraction(base * 1000, 1001) if is_ntsc else Fraction(base)


def is_time_remap(filter_element: Element) -> bool:
    """Return whether a filter changes the speed of its clip."""
    return text(filter_element, "./effect/effectid") == TIME_REMAP


@dataclass(frozen=True)
class Item:
    """A clip item, and where it lies."""

    element: Element
    sequence: Element
    before: Element | None
    """The transition before it, where it counts that one's frames."""
    after: Element | None

    @property
    def head_frames(self) -> int:
        """Frames of the sequence that it has before its cut, in a transition."""
        if self.before is None:
            return 0
        return _cut_point(self.before) - number(self.before, "./start")

    @property
    def record_frames(self) -> int:
        """Frames of the sequence that it has, with those in transitions."""
        start, end = (
            number(self.element, f"./{edge}") if beside is None else number(beside, f"./{edge}")
            for edge, beside in (("start", self.before), ("end", self.after))
        )
        return end - start


def clip_items(root: Element) -> Iterator[Item]:
    """Yield the clip items of the video tracks of all sequences."""
    for sequence in root.iter("sequence"):
        for track in sequence.iterfind("./media/video/track"):
            items = [None, *(one for one in track if one.tag in ITEMS), None]
            for before, element, after in zip(items, items[1:], items[2:]):
                if element is not None and element.tag == "clipitem":
                    head = before if number(element, "./start") == -1 else None
                    tail = after if number(element, "./end") == -1 else None
                    yield Item(element, sequence, head, tail)


def _cut_point(transition: Element) -> int:
    """Return the frame of the sequence at which a transition has its cut."""
    start, end = number(transition, "./start"), number(transition, "./end")
    alignment = text(transition, "./alignment")
    if alignment in ("start", "start-black"):
        return start
    return end if alignment in ("end", "end-black") else (start + end) // 2
