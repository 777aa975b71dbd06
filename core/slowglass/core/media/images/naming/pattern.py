"""Names with a place for the frame number: ``shot.####.exr``, ``%04d_L.png``, ``shot (#).jpg``.

Widths of paddings are fileseq's, with ``#`` for one digit as in Nuke, Resolve and RV.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from fileseq.constants import PAD_STYLE_HASH1
from fileseq.filesequence import FileSequence

from slowglass.core.errors import UsageError

PATTERN_HINT = "write the number as in shot.####.exr or shot.%04d.exr"
_PADDING = re.compile(r"[#@]+|%\d*d|\$F\d*|<UDIM>|<UVTILE>|%\(UDIM\)d")


def output_path(pattern: str | os.PathLike[str], number: int) -> Path:
    """Return the path of frame ``number`` in a sequence to write, with the digits of printf.

    Raises:
        UsageError: the name has no place for the number.
    """
    path = Path(pattern)
    head, padding, tail = split_padding(path.name)
    if not padding:
        raise UsageError(
            "expected a name with a place for the frame number", path=path, hint=PATTERN_HINT
        )
    return path.with_name(f"{head}{number:0{padding_width(padding)}d}{tail}")


def number_in(pattern: str, name: str) -> int:
    """Return the frame number in the name of a file of a sequence; 0 if it is not of it."""
    head, _, tail = split_padding(pattern)
    number = name[len(head) : len(name) - len(tail)]
    return int(number) if re.fullmatch(r"-?\d{1,18}", number) else 0


def is_pattern(path: str | os.PathLike[str]) -> bool:
    """Return whether the name has a place for a frame number."""
    return bool(split_padding(Path(path).name)[1])


def base_name(pattern: str | os.PathLike[str]) -> str:
    """Return a pattern's name without the number and the suffix.

    "shot" of ``shot.####.exr``, "shot.left" of ``shot.####.left.exr``; "" if nothing is left.
    """
    head, _, tail = split_padding(Path(pattern).name)
    rest = os.path.splitext(f"_{tail}")[0]
    return ".".join(filter(None, (head.rstrip("._- ([{"), rest.strip("._- )]}"))))


def split_padding(name: str) -> tuple[str, str, str]:
    """Cut a name at its last padding; others in the name are plain text."""
    for match in reversed(list(_PADDING.finditer(name))):
        if padding_width(match[0]):
            return name[: match.start()], match[0], name[match.end() :]
    return name, "", ""


def padding_width(text: str) -> int:
    """Return how many digits a padding such as ``####`` stands for, 0 if it is none."""
    try:
        return int(FileSequence.getPaddingNum(text, pad_style=PAD_STYLE_HASH1))
    except ValueError:
        return 0
