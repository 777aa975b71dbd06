"""The files of an image strip as one sequence, in the numbering of the engine."""

import os
import re
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import floor
from typing import Iterable, List, Optional, Sequence, Tuple

from ...common import Refusal

_NUMBERED = re.compile(r"(?P<base>.*?)(?P<digits>\d+)(?P<suffix>\.[^.]+)", re.DOTALL)
_LISTED = 5


@dataclass(frozen=True)
class _Name:
    """A file name, cut at the number before its suffix."""

    base: str
    digits: str
    suffix: str
    number: int


@dataclass(frozen=True)
class ImageFiles:
    """Which pictures of a sequence an image strip shows, one after another."""

    pattern: str
    """Such as ``/shots/shot.####.exr``."""
    indices: Tuple[int, ...]
    """For each picture of the strip its index from the first file on disk, by number."""
    last_on_disk: int
    """Index of the last file on disk."""
    skips_files: bool
    """Whether numbers between the pictures have no file."""

    @cached_property
    def usual_step(self) -> int:
        """From picture to picture, where they do not repeat or jump."""
        steps = Counter(abs(b - a) for a, b in zip(self.indices, self.indices[1:]) if a != b)
        return min(steps, key=lambda step: (-steps[step], step)) if steps else 1

    @cached_property
    def _without_gaps(self) -> bool:
        first = self.indices[0]
        return self.indices == tuple(range(first, first + len(self.indices)))

    def at(self, picture: Fraction) -> Fraction:
        """Return the position in the sequence of a position among the pictures of the strip.

        Between pictures that are the usual step apart it moves on evenly; one that repeats stands
        still, and so does the one before a jump. Up to a picture before the first and after the
        last it goes on as there.
        """
        if self._without_gaps:
            return picture + self.indices[0]
        last = len(self.indices) - 1
        i = min(max(floor(picture), 0), last - 1)
        step = self.indices[i + 1] - self.indices[i]
        if abs(step) == self.usual_step or not 0 <= picture <= last:
            return self.indices[i] + (picture - i) * step
        return Fraction(self.indices[min(floor(picture), last)])

    def notes(self) -> List[str]:
        """Return what the user should know of the pictures."""
        steps = [b - a for a, b in zip(self.indices, self.indices[1:])]
        notes = []
        if 0 in steps:
            notes.append("Pictures of the strip repeat; there it stands still.")
        if any(step and abs(step) != self.usual_step for step in steps):
            notes.append("Pictures of the strip jump in their numbers; nothing is mixed there.")
        if self.skips_files:
            notes.append("The numbers of the pictures have gaps; in-betweens are made across them.")
        return notes


def image_files(folder: str, names: Sequence[str]) -> ImageFiles:
    """Return the sequence that the pictures of a strip belong to.

    Args:
        folder: absolute.
        names: of the files in it, in the order of the strip.

    Raises:
        Refusal: it is a still, the files are not of one sequence, or some are not there.
    """
    if len(names) < 2:
        raise Refusal("It shows a single picture, which has no motion")
    parts = [_cut(name) for name in names]
    kinds = {(part.base, part.suffix) for part in parts if part}
    if len(kinds) != 1 or None in parts:
        raise Refusal("Its pictures are not one sequence, such as shot.0001.exr, shot.0002.exr …")
    pictures = [part for part in parts if part]
    width = min(len(part.digits) for part in pictures)
    on_disk = _numbers_on_disk(folder, pictures[0], width)
    missing = [n for n, p in zip(names, pictures) if p.number not in on_disk]
    if missing:
        more = f" and {len(missing) - _LISTED} more" if len(missing) > _LISTED else ""
        raise Refusal(f"Files are missing in {folder}: {', '.join(missing[:_LISTED])}{more}")
    numbers = [part.number for part in pictures]
    base, _, suffix = pictures[0].base, pictures[0].digits, pictures[0].suffix
    return ImageFiles(
        pattern=os.path.join(folder, f"{base}{'#' * width}{suffix}"),
        indices=tuple(number - min(on_disk) for number in numbers),
        last_on_disk=max(on_disk) - min(on_disk),
        skips_files=any(n not in on_disk for n in range(min(numbers), max(numbers))),
    )


def _cut(name: str) -> Optional[_Name]:
    """Return the parts of a name; None if there is no number before the suffix."""
    match = _NUMBERED.fullmatch(name)
    if not match:
        return None
    base, digits, suffix = match.group("base", "digits", "suffix")
    if base.endswith("-") and base[-2:-1] in ("", ".", "_", " "):
        return _Name(base[:-1], digits, suffix, -int(digits))
    return _Name(base, digits, suffix, int(digits))


def _numbers_on_disk(folder: str, of: _Name, width: int) -> "set[int]":
    """Return the numbers of the files that belong to the sequence."""
    try:
        found: Iterable[Optional[_Name]] = map(_cut, os.listdir(folder))
    except OSError:
        raise Refusal(f"Its folder is missing: {folder}") from None
    return {
        name.number
        for name in found
        if name and (name.base, name.suffix) == (of.base, of.suffix) and _fits(name.digits, width)
    }


def _fits(digits: str, width: int) -> bool:
    """Return whether a number is padded to a width, or has outgrown it."""
    return len(digits) == width or (len(digits) > width and digits[0] != "0")
