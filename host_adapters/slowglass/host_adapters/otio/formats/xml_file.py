"""XML files that are changed in some places and otherwise written as they were."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from slowglass.core.atomic import replacing
from slowglass.core.errors import UnsupportedMediaError


def read_xml(path: Path, root_name: str) -> Element:
    """Return the root of a file, comments kept.

    Raises:
        UnsupportedMediaError: it is no XML, or of another kind.
    """
    parser = ElementTree.XMLParser(target=ElementTree.TreeBuilder(insert_comments=True))
    try:
        root = ElementTree.fromstring(path.read_bytes(), parser)
    except ElementTree.ParseError as error:
        raise UnsupportedMediaError(f"expected XML, got: {error}", path=path) from error
    if root.tag != root_name:
        raise UnsupportedMediaError(
            f"expected the element {root_name}, got {root.tag}",
            path=path,
            hint="export the timeline again, or as .otio",
        )
    return root


def write_xml(root: Element, target: Path) -> None:
    """Write a file whole or not at all.

    Raises:
        OutputError: it cannot be written.
    """
    text = ElementTree.tostring(root, encoding="unicode")
    text = text.replace("\r", "&#13;")  # of a title; as it is, readers would make it a line feed
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE {root.tag}>\n'
    with replacing(target) as part:
        part.write_bytes(f"{head}{text}\n".encode())
