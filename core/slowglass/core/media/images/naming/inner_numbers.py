"""Sequences whose number does not end the name: ``0001_L.png``, ``shot (1).jpg``, ``0001_v2.exr``.

Such files are known by each other: they differ in one number, and in nothing else.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

_VERSION = re.compile(r"(^|[^A-Za-z0-9])v$", re.IGNORECASE)


@dataclass(frozen=True)
class NumberedNames:
    """Names that differ in one number."""

    head: str
    width: int
    """Digits of the number, at least."""
    tail: str
    names: dict[int, str]
    """By number."""


def ends_in_version(pattern: str) -> bool:
    """Return whether the number that ends a name is more likely that of a version: ``a_v#.exr``."""
    return _is_version(os.path.splitext(pattern)[0].rstrip("#"))


def numbered_inside(names: Collection[str]) -> list[NumberedNames]:
    """Return the sequences among names, the longest first.

    Of places with equally many the last one counts, but for that of a version.

    Args:
        names: of files in one folder that are in no other sequence.
    """
    places: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for name in sorted(names):
        stem, _ = os.path.splitext(name)
        for match in re.finditer(r"\d+", stem):
            place = name[: match.start()], name[match.end() :]
            places.setdefault(place, []).append((match[0], name))
    found = [one for place, members in places.items() for one in _sequences(*place, members)]
    taken: set[str] = set()
    kept = []
    for one in sorted(found, key=_likelihood, reverse=True):
        if len(one.names) > 1 and taken.isdisjoint(one.names.values()):
            taken.update(one.names.values())
            kept.append(one)
    return kept


def _likelihood(one: NumberedNames) -> tuple[int, bool, int]:
    return len(one.names), not _is_version(one.head), len(one.head)


def _is_version(head: str) -> bool:
    """Return whether what stands before a number says that it is that of a version."""
    return bool(_VERSION.search(head))


def _sequences(head: str, tail: str, members: list[tuple[str, str]]) -> Iterator[NumberedNames]:
    """Yield the sequences of one place: one for each width of zeros before the digits."""
    widths = {len(digits) for digits, _ in members if digits[0] == "0" and len(digits) > 1}
    free = [(digits, name) for digits, name in members if len(digits) not in widths]
    for width in sorted(widths):
        own = [(digits, name) for digits, name in members if len(digits) == width]
        if width == max(widths):
            own += [(digits, name) for digits, name in free if len(digits) > width]
            free = [(digits, name) for digits, name in free if len(digits) < width]
        yield NumberedNames(head, width, tail, {int(digits): name for digits, name in own})
    if free:
        names = {int(digits): name for digits, name in free}
        yield NumberedNames(head, min(len(digits) for digits, _ in free), tail, names)
