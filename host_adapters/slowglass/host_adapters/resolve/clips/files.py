"""The paths of clips, as Resolve writes them and as the engine takes them."""

import os
import re
import sys
from typing import Tuple

from ...common import Refusal

NUMBERED = re.compile(r"\[(\d+)-(\d+)\]")
"""Of a sequence: ``plate.[0001-0100].exr``."""


def is_sequence(source: str) -> bool:
    """Return whether a source is the pattern of pictures, no movie with such a name."""
    return "#" in os.path.basename(source) and not os.path.exists(source)


def check_letters(path: str) -> None:
    """See whether this Python can open a path at all.

    Raises:
        Refusal: its system knows fewer letters, as under the locale C.
    """
    encoding = sys.getfilesystemencoding() or "utf-8"
    try:
        path.encode(encoding, "surrogateescape")
    except UnicodeError:
        raise Refusal(
            f"the Python that Resolve runs here can open no file of such a name: {path} "
            f"(its letters are those of {encoding})",
            "start Resolve with LC_ALL=C.UTF-8, or rename the file",
        ) from None


def a_file(written: str) -> str:
    """Return the path as it is, or the first file of a sequence ``plate.[0001-0100].exr``."""
    if not written or os.path.exists(written):
        return written
    folder, name = os.path.split(written)
    return os.path.join(folder, NUMBERED.sub(lambda found: found.group(1), name))


def pattern_of(written: str) -> str:
    """Return ``plate.####.exr`` for ``plate.[0001-0100].exr``."""
    folder, name = os.path.split(written)
    return os.path.join(folder, NUMBERED.sub(lambda found: "#" * len(found.group(1)), name))


def numbered_file(written: str, index: int) -> Tuple[str, int]:
    """Return the file and the number of a frame of a sequence, counted from the first in its name.

    What is no sequence is its own file, number 0.
    """
    folder, name = os.path.split(written)
    found = NUMBERED.search(name)
    if found is None:
        return written, 0
    number, width = int(found.group(1)) + index, len(found.group(1))
    name = f"{name[: found.start()]}{number:0{width}}{name[found.end() :]}"
    return os.path.join(folder, name), number


def lowest_number(written: str) -> int:
    """Return the lowest number that a file of the sequence has: there the engine begins to count.

    Without a file, which `refusal` would have found, the first of the name.
    """
    folder, name = os.path.split(written)
    found = NUMBERED.search(name)
    assert found is not None
    head, tail, width = name[: found.start()], name[found.end() :], len(found.group(1))
    same = re.compile(re.escape(head) + r"(\d+)" + re.escape(tail) + "$")
    digits = [match.group(1) for match in map(same.match, os.listdir(folder)) if match]
    # Numbers that have outgrown the padding belong to it, too.
    ours = [one for one in digits if len(one) == width or (len(one) > width and one[0] != "0")]
    return min(map(int, ours or [found.group(1)]))
