"""Finding image sequences on disk.

Numbers that end the names are found by fileseq, others by what differs.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from fileseq.constants import PAD_STYLE_HASH1
from fileseq.exceptions import MaxSizeException
from fileseq.filesequence import FileSequence

from slowglass.core.errors import MissingInputError, UnsupportedMediaError
from slowglass.core.media.images.naming.inner_numbers import ends_in_version, numbered_inside
from slowglass.core.media.images.naming.pattern import PATTERN_HINT, padding_width, split_padding

PICTURE_SUFFIXES = (".exr", ".dpx", ".tif", ".tiff", ".png", ".jpg", ".jpeg")
_LISTED = 8
MOST_MISSING = 100_000
"""Numbers without a file, more than an hour of them: above it numbers are moments or names, as in
IMG_20230101123456.png, and each file is a picture by itself."""


@dataclass(frozen=True)
class ImageSequence:
    """The files of one sequence; a single picture is a sequence of one."""

    pattern: str
    """Path with ``####`` for the number; of a picture without a number its plain path."""
    paths: Mapping[int, Path]
    """By frame number, in order."""
    numbered: bool = True

    @property
    def first(self) -> int:
        """The lowest frame number."""
        return min(self.paths)

    @property
    def last(self) -> int:
        """The highest frame number."""
        return max(self.paths)

    @property
    def missing(self) -> tuple[int, ...]:
        """Numbers between the first and the last that have no file."""
        return tuple(n for n in range(self.first, self.last + 1) if n not in self.paths)


def find_sequence(path: str | os.PathLike[str]) -> ImageSequence:
    """Return the sequence that a pattern, a folder or one of its files stands for.

    A folder may hold one numbered sequence, beside pictures without a number; hidden files do not
    count. A file that shares its name with no other is a sequence of one.

    Raises:
        MissingInputError: nothing there matches.
        UnsupportedMediaError: the folder holds more than one sequence.
    """
    asked = Path(path)
    if os.path.isdir(asked):
        return _only_sequence(asked)
    found = sequences_in(asked.parent)
    for sequence in found:
        if os.path.isfile(asked) and any(asked.name == p.name for p in sequence.paths.values()):
            return sequence
    if os.path.isfile(asked):
        return ImageSequence(str(asked), {0: asked}, numbered=False)
    for sequence in found:
        if sequence.numbered and _same_pattern(asked.name, sequence):
            return sequence
    names = [Path(s.pattern).name for s in found]
    near = get_close_matches(asked.name, names, n=3)
    raise MissingInputError(
        "expected an image sequence, found no file that fits",
        path=asked,
        hint=f"similar ones there: {', '.join(near)}" if near else PATTERN_HINT,
    )


def _only_sequence(folder: Path) -> ImageSequence:
    found = [s for s in sequences_in(folder) if s.pattern.lower().endswith(PICTURE_SUFFIXES)]
    numbered = [s for s in found if s.numbered]
    candidates = numbered or found
    if not candidates:
        raise MissingInputError(
            f"expected pictures ({', '.join(PICTURE_SUFFIXES)}) in the folder, found none",
            path=folder,
        )
    if len(candidates) > 1:
        raise UnsupportedMediaError(
            f"expected one image sequence in the folder, found {len(candidates)}",
            path=folder,
            hint=f"name one of them: {_listing(candidates)}",
        )
    return candidates[0]


def _listing(sequences: Iterable[ImageSequence]) -> str:
    names = sorted(Path(s.pattern).name for s in sequences)
    more = [f"and {len(names) - _LISTED} more"] if len(names) > _LISTED else []
    return ", ".join(names[:_LISTED] + more)


def sequences_in(folder: Path) -> list[ImageSequence]:
    """Return all sequences of a folder, negative numbers joined with their positive ones.

    Raises:
        MissingInputError: there is no such folder, or it cannot be listed.
        UnsupportedMediaError: there are too many frame numbers.
    """
    if not os.path.isdir(folder):
        raise MissingInputError("expected a folder, found none", path=folder)
    try:
        found = FileSequence.findSequencesOnDisk(
            str(folder), pad_style=PAD_STYLE_HASH1, strictPadding=True
        )
    except PermissionError as error:
        raise MissingInputError("expected a folder that can be listed", path=folder) from error
    except MaxSizeException as error:
        raise UnsupportedMediaError(f"too many frame numbers: {error}", path=folder) from error
    joined: dict[tuple[str, str, int], dict[int, Path]] = {}
    for part in sorted(found, key=_starts_below_zero):
        width = _digits(part, joined)
        for number, path in zip(part.frameSet() or (0,), map(Path, part), strict=True):
            if int(number) < 0 and _is_hyphen_of_name(part.basename()):
                key = (part.basename() + "-", part.extension(), int(part.zfill()) - 1)
                joined.setdefault(key, {})[-int(number)] = path
            else:
                key = (part.basename(), part.extension(), width)
                joined.setdefault(key, {})[int(number)] = path
    sequences = [
        ImageSequence(
            str(folder / f"{base}{'#' * width}{suffix}"), dict(sorted(paths.items())), width > 0
        )
        for (base, suffix, width), paths in joined.items()
    ]
    named = _with_inner_numbers(folder, sequences)
    return [one for sequence in named for one in _as_clips(sequence)]


def _with_inner_numbers(folder: Path, sequences: list[ImageSequence]) -> list[ImageSequence]:
    """Return the sequences, those whose names end in no number or in a version's found anew."""
    closed = [one for one in sequences if one.numbered and not ends_in_version(one.pattern)]
    others = [one for one in sequences if not one.numbered or ends_in_version(one.pattern)]
    found = numbered_inside([path.name for one in others for path in one.paths.values()])
    joined = {name for one in found for name in one.names.values()}
    rest = [
        replace(one, paths={k: path for k, path in one.paths.items() if path.name not in joined})
        for one in others
    ]
    new = [
        ImageSequence(
            str(folder / f"{one.head}{'#' * one.width}{one.tail}"),
            {number: folder / name for number, name in sorted(one.names.items())},
        )
        for one in found
    ]
    return [*closed, *(one for one in rest if one.paths), *new]


def _as_clips(sequence: ImageSequence) -> Iterator[ImageSequence]:
    """Yield a sequence, or each file by itself where their numbers count no frames."""
    if sequence.last - sequence.first + 1 - len(sequence.paths) <= MOST_MISSING:
        yield sequence
        return
    for path in sequence.paths.values():
        yield ImageSequence(str(path), {0: path}, numbered=False)


def _is_hyphen_of_name(base: str) -> bool:
    """Return whether a hyphen after ``base`` joins, as in shot-001, and is no sign as in .-001."""
    return bool(base) and base[-1] not in "._ "


def _starts_below_zero(part: FileSequence) -> bool:
    return bool(part.frameSet()) and part.start() < 0


def _digits(part: FileSequence, known: Container[tuple[str, str, int]]) -> int:
    """Return how many digits the numbers have.

    fileseq counts the sign as a digit, as printf does (-01 beside 001). Blender and ffmpeg do not
    (-001 beside 001), so negative numbers belong to whichever of the two is there.
    """
    width = int(part.zfill())
    if width < 2 or not _starts_below_zero(part) or part.end() >= 0:
        return width
    signed, unsigned = ((part.basename(), part.extension(), w) for w in (width, width - 1))
    return width - 1 if unsigned in known and signed not in known else width


def _same_pattern(name: str, sequence: ImageSequence) -> bool:
    """Return whether ``name`` is the sequence's name, in whatever style of padding.

    Numbers that have outgrown the padding fit it too, as 12345 does ``####``.
    """
    head, padding, tail = split_padding(Path(sequence.pattern).name)
    middle = name[len(head) : len(name) - len(tail)]
    if not padding or name != head + middle + tail:
        return False
    asked, digits = padding_width(middle), padding_width(padding)
    outgrown = min(len(str(abs(number))) for number in sequence.paths) >= digits > asked > 0
    sign_is_no_digit = sequence.last < 0 and asked == digits - 1
    return asked == digits or outgrown or sign_is_no_digit
