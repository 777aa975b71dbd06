"""Files that an installation wrote, remembered by what is in them, so that no other is touched."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from slowglass.core.atomic import output_error, replacing
from slowglass.core.errors import OutputError


class Changed(NamedTuple):
    """What became of the files."""

    paths: list[Path]
    """Written, or removed."""
    kept: list[Path]
    """Left as they are: they are somebody else's, or somebody changed them."""


class OwnedFiles:
    """A list of files with the digests of what was written into them."""

    def __init__(self, list_path: Path) -> None:
        """Read the list; one that is missing or damaged is empty: then no file is ours."""
        self._list_path = list_path
        try:
            found = json.loads(list_path.read_text(encoding="utf-8"))
            self._digests = {Path(path): str(digest) for path, digest in found.items()}
        except (OSError, ValueError, AttributeError):
            self._digests = {}

    def replace_all(self, wanted: Mapping[Path, bytes]) -> Changed:
        """Write files, and remove what an older version wrote and this one does not.

        Raises:
            OutputError: a file cannot be written, read or removed.
        """
        kept = self._remove([path for path in self._digests if path not in wanted]).kept
        written = []
        try:
            for path, content in wanted.items():
                if path.exists() and not self._is_ours(path) and _read(path) != content:
                    kept.append(path)
                    continue
                _write(path, content)
                self._digests[path] = _digest(content)
                written.append(path)
        finally:  # what was written before one could not be is ours, too
            self._save()
        return Changed(written, kept)

    def remove_all(self) -> Changed:
        """Remove the files that are as they were written, and the list.

        Raises:
            OutputError: a file cannot be read or removed.
        """
        changed = self._remove(list(self._digests))
        _unlink(self._list_path)
        return changed

    def _remove(self, paths: list[Path]) -> Changed:
        """Remove files of ours; those that somebody changed are not ours any more."""
        changed = Changed([], [])
        for path in paths:
            if path.is_file():
                ours = self._is_ours(path)
                (changed.paths if ours else changed.kept).append(path)
                if ours:
                    _unlink(path)
            del self._digests[path]
        return changed

    def _is_ours(self, path: Path) -> bool:
        """Return whether a file is as we wrote it."""
        return path in self._digests and _digest(_read(path)) == self._digests[path]

    def _save(self) -> None:
        """Write the list."""
        document = {str(path): digest for path, digest in self._digests.items()}
        _write(self._list_path, json.dumps(document, indent=1).encode())


def _digest(content: bytes) -> str:
    """Return what tells contents apart."""
    return hashlib.sha256(content).hexdigest()


def _read(path: Path) -> bytes:
    """Return what is in a file.

    Raises:
        OutputError: it cannot be read, or is a folder.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise OutputError(f"cannot be read: {error.strerror}", path=path) from error


def _write(path: Path, content: bytes) -> None:
    """Write a file whole, so that a script that starts meanwhile finds the old or the new one.

    Raises:
        OutputError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise output_error(error, path) from error
    with replacing(path) as part:
        part.write_bytes(content)


def _unlink(path: Path) -> None:
    """Remove a file that may be gone.

    Raises:
        OutputError: it cannot be removed.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"cannot be removed: {error.strerror}", path=path) from error
