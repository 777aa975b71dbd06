"""Which clips there are to cut windows from, and which of them are kept for validation."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from slowglass.core.errors import MissingInputError, UsageError
from slowglass.core.media import MOVIE_SUFFIXES
from slowglass.core.media.images import PICTURE_SUFFIXES, sequences_in

_UNSAFE = re.compile(r"[^\w-]+")


@dataclass(frozen=True)
class FoundClip:
    """A movie or an image sequence."""

    name: str
    """Of its folder in the data set: unlike all others, safe on every system."""
    path: str
    """As `open_source` takes it."""
    source: str
    """Where it lies, from the folder that was given on; with ``/`` on every system."""
    category: str
    """Name of the folder that it lies in."""


def find_clips(sources: Sequence[Path]) -> list[FoundClip]:
    """Return the clips at ``sources``: movies, sequences, and folders of either at any depth.

    Args:
        sources: folders, movies, or patterns such as ``shot.####.exr``.

    Returns:
        In order of their names, which no other order of ``sources`` changes.

    Raises:
        MissingInputError: a source is not there, or there is no clip in any.
    """
    found: dict[str, tuple[str, Path]] = {}
    for source in sources:
        for path in _clips_at(source):
            found[str(path)] = (path.relative_to(source.parent).as_posix(), source)
    if not found:
        shown = ", ".join(str(source) for source in sources)
        raise MissingInputError(f"expected movies or image sequences in {shown}, found none")
    ordered = sorted((source, path) for path, (source, _) in found.items())
    names = list(_unlike([source for source, _ in ordered]))
    return [
        FoundClip(name, path, source, Path(path).parent.name)
        for name, (source, path) in zip(names, ordered, strict=True)
    ]


def for_validation(names: Iterable[str], share: float, seed: int) -> frozenset[str]:
    """Return the clips that training never sees: ``share`` of them, one at least of two or more.

    Whole clips, since windows of one clip are alike. A hash of seed and name decides, so the same
    clips are drawn everywhere.

    Raises:
        UsageError: ``share`` is not in 0..1.
    """
    if not 0 <= share < 1:
        raise UsageError(f"expected a share for validation from 0 to below 1, got {share}")
    drawn = sorted(names, key=lambda name: hashlib.sha256(f"{seed} {name}".encode()).digest())
    count = max(round(share * len(drawn)), 1 if share else 0)
    return frozenset(drawn[: min(count, len(drawn) - 1)])


def _clips_at(source: Path) -> Iterator[Path]:
    if not source.is_dir():
        if source.suffix.lower() in MOVIE_SUFFIXES and not source.exists():
            raise MissingInputError("expected a movie or a folder, found nothing", path=source)
        yield source
        return
    for folder in sorted([source, *(path for path in source.rglob("*") if path.is_dir())]):
        for path in sorted(folder.iterdir()):
            if path.is_file() and path.suffix.lower() in MOVIE_SUFFIXES:
                yield path
        for sequence in sequences_in(folder):
            if sequence.numbered and sequence.pattern.lower().endswith(PICTURE_SUFFIXES):
                yield Path(sequence.pattern)


def _unlike(sources: Sequence[str]) -> Iterator[str]:
    """Yield a name for each source that is safe as a folder's and no other has."""
    taken: set[str] = set()
    for source in sources:
        base = _UNSAFE.sub("_", source).strip("_") or "clip"
        name, number = base, 2
        while name.lower() in taken:
            name, number = f"{base}-{number}", number + 1
        taken.add(name.lower())
        yield name
