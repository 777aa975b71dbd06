"""The elements of a Final Cut Pro XML file (``.fcpxml``).

Source: FCPXML Reference, Apple: "Story Elements", "timeMap", "conform-rate".
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from xml.etree.ElementTree import Element

from slowglass.core.errors import UnsupportedMediaError
from slowglass.host_adapters.otio.formats.xml_file import read_xml

Seconds = Fraction
CLIPS = ("asset-clip", "video")
"""That show a file, if their resource is one."""


def read_tree(path: Path) -> Element:
    """Return the root of a file.

    Raises:
        UnsupportedMediaError: it is not such a file.
    """
    return read_xml(path, "fcpxml")


def clip_elements(root: Element) -> list[Element]:
    """Return the elements that may show a file, the same ones in each reading."""
    return [element for element in root.iter() if element.tag in CLIPS]


def seconds(element: Element, name: str, default: Seconds = Fraction(0)) -> Seconds:
    """Return a time that an element has as an attribute, written as ``1001/24000s``.

    Raises:
        UnsupportedMediaError: it is no time.
    """
    written = element.get(name)
    if written is None:
        return default
    try:
        return Fraction(written.removesuffix("s"))
    except (ValueError, ZeroDivisionError):
        raise UnsupportedMediaError(f"expected a time for {name}, got {written!r}") from None


def written_seconds(value: Seconds) -> str:
    """Return a time as the files have it."""
    return f"{value}s"


def resource(root: Element, name: str | None) -> Element | None:
    """Return the resource of an id: an asset, a format or a media."""
    resources = root.find("./resources")
    found = () if resources is None or name is None else resources
    return next((one for one in found if one.get("id") == name), None)


def format_rate(root: Element, element: Element | None) -> Fraction | None:
    """Return the frame rate of what names a format; None if that has none."""
    form = None if element is None else resource(root, element.get("format"))
    if form is None or form.get("frameDuration") is None:
        return None
    return 1 / seconds(form, "frameDuration")


def asset_url(asset: Element) -> str:
    """Return where the file of an asset lies, "" if that is not said."""
    media = asset.find("./media-rep")
    return str((asset if media is None else media).get("src", ""))
