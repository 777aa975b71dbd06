"""What may be written: never a file that is read, nor one name twice, nor a stranger's file."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Container, Iterable
from pathlib import Path
from stat import S_ISREG

from slowglass.core.errors import OutputExistsError, UsageError

Identity = tuple[int, int]
"""Device and number of a file: the same under each of its names, links among them."""

_MARK_BYTES = 1 << 16


def identities(paths: Iterable[str | os.PathLike[str]]) -> frozenset[Identity]:
    """Return which files lie at these paths; those that are not there do not count."""
    return frozenset(filter(None, map(_identity, paths)))


def refuse_what_is_read(path: Path, read: Container[Identity]) -> None:
    """Refuse to write where a file lies that is read, by whatever name, link or spelling.

    Raises:
        OutputExistsError: it is one of these.
    """
    if _identity(path) in read:
        raise OutputExistsError(
            "expected another name than the source's, found a file that is read",
            path=path,
            hint="the source is never replaced",
        )


def refuse_what_is_no_file(path: Path) -> None:
    """Refuse to write where a folder, a pipe or a device lies, or a link to one or to nothing.

    Raises:
        OutputExistsError: it is one of these.
    """
    try:
        is_file = S_ISREG(os.stat(path).st_mode)
    except OSError:
        is_file = not os.path.lexists(path)
    if not is_file:
        raise OutputExistsError(
            "expected a free place, found a folder, a device or a link to nothing",
            path=path,
            hint="choose another name",
        )


def refuse_one_name_twice(paths: Iterable[Path]) -> None:
    """Refuse two results of one name, on whatever file system: upper and lower case are one.

    Raises:
        UsageError: two are the same.
    """
    seen: set[tuple[Identity | str, str]] = set()
    for path in paths:
        if (key := _place(path)) in seen:
            raise UsageError(
                "expected a name of its own for each result, got one name twice",
                path=path,
                hint="what lies beside a result is called after it, whatever its suffix",
            )
        seen.add(key)


def refuse_strangers(
    paths: Iterable[Path],
    mark: bytes,
    read: Iterable[str | os.PathLike[str]] = (),
    overwrite: bool = False,
) -> None:
    """Refuse to replace files that do not bear our mark, or are read.

    Args:
        paths: to be written.
        mark: what stands near the beginning of each such file of ours; b"": nothing is ours.
        read: files that are read.
        overwrite: replace strangers' files, too.

    Raises:
        OutputExistsError: such a file lies there.
    """
    known = identities(read)
    for path in paths:
        refuse_what_is_read(path, known)
        refuse_what_is_no_file(path)
        if os.path.exists(path) and not overwrite and not (mark and mark in _beginning(path)):
            raise OutputExistsError(
                "expected a free place, found a file that Slowglass did not make",
                path=path,
                hint="choose another name, or move it away",
            )


def file_names(folder: Path) -> frozenset[str]:
    """Return the names in a folder as `name_key` has them; none if it cannot be listed."""
    try:
        return frozenset(map(name_key, os.listdir(folder)))
    except OSError:
        return frozenset()


def name_key(name: str) -> str:
    """Return what is equal for names that some file system takes for one."""
    return unicodedata.normalize("NFC", name).casefold()


def _place(path: Path) -> tuple[Identity | str, str]:
    folder = _identity(path.parent) or os.path.realpath(path.parent)
    return folder, name_key(path.name)


def _identity(path: str | os.PathLike[str]) -> Identity | None:
    try:
        state = os.stat(path)
    except (OSError, ValueError):
        return None
    return state.st_dev, state.st_ino


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MARK_BYTES)
    except OSError:
        return b""
