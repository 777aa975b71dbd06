"""Folders of real frames with known in-betweens.

A folder holds ``index.json``, a list of items: ``name`` (a folder beside it), ``frames`` (names
without suffix: the first and the last are given, those between are to be found, equally spaced in
time), ``category``, ``clip`` (what it was cut from: items of one clip are not independent).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from slowglass.core.errors import MissingInputError, UnreadableMediaError, UsageError
from slowglass.core.plain_files import SETTINGS_BYTES, read_json

Half = Literal["select", "report"]


@dataclass(frozen=True)
class QualityItem:
    """Two frames and the true ones between them, as files."""

    name: str
    category: str
    clip: str
    frames: tuple[Path, ...]
    """In order of time, three at least."""

    @property
    def times(self) -> tuple[Fraction, ...]:
        """Where the true in-betweens lie, from 0 (first frame) to 1 (last frame)."""
        count = len(self.frames) - 1
        return tuple(Fraction(k, count) for k in range(1, count))


def read_dataset(folder: str | Path) -> tuple[QualityItem, ...]:
    """Return the items of a folder, in the order of its index.

    Raises:
        MissingInputError: there is no index.json, or a frame that it names is not there.
        UnreadableMediaError: the index is not what this module describes.
    """
    root = Path(folder)
    index = root / "index.json"
    try:
        entries = read_json(index, SETTINGS_BYTES)
    except FileNotFoundError:
        hint = "a folder for measuring quality lists its items in index.json"
        raise MissingInputError("expected an index, found none", path=index, hint=hint) from None
    except OSError as error:
        raise UnreadableMediaError(f"expected an index: {error.strerror}", path=index) from error
    except ValueError as error:
        raise UnreadableMediaError(f"expected JSON, got {error}", path=index) from error
    if not isinstance(entries, list) or not entries:
        raise UnreadableMediaError("expected a list of items", path=index)
    return tuple(_item(root, index, entry) for entry in entries)


def half_of(clip: str) -> Half:
    """Return the half that all frames cut from ``clip`` belong to.

    Checkpoints are chosen on ``select``; what is published is measured on ``report``. The first
    byte of the name's SHA-256 decides, so the split needs no list and never changes.
    """
    return "select" if hashlib.sha256(clip.encode()).digest()[0] % 2 == 0 else "report"


def first_frames(items: Sequence[QualityItem], span: int) -> tuple[QualityItem, ...]:
    """Return the items with their first ``span`` + 1 frames alone.

    Raises:
        UsageError: no frame would lie between, or an item has fewer frames.
    """
    shortest = min(len(item.frames) for item in items) - 1
    if not 2 <= span <= shortest:
        raise UsageError(f"expected a span of 2 to {shortest} frames in this set, got {span}")
    return tuple(replace(item, frames=item.frames[: span + 1]) for item in items)


def _item(root: Path, index: Path, entry: Any) -> QualityItem:
    """Return one entry of the index, its files found."""
    try:
        name, frames = str(entry["name"]), entry["frames"]
        category, clip = str(entry.get("category", "")), str(entry.get("clip", entry["name"]))
    except (KeyError, TypeError, AttributeError) as error:
        message = f"expected a name and frames in each item, got {entry!r}"
        raise UnreadableMediaError(message, path=index) from error
    if not isinstance(frames, list) or len(frames) < 3:
        message = f"expected three frames or more in {name}, got {frames!r}"
        raise UnreadableMediaError(message, path=index)
    return QualityItem(name, category, clip, _files(root / name, frames))


def _files(folder: Path, stems: Sequence[Any]) -> tuple[Path, ...]:
    """Return the file of each name, whatever its suffix."""
    there = {path.stem: path for path in sorted(folder.glob("*.*"))}
    for stem in stems:
        if stem not in there:
            raise MissingInputError(f"expected a picture {stem}", path=folder)
    return tuple(there[stem] for stem in stems)
