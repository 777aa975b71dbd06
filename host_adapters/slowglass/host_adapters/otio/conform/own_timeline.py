"""Whose a timeline's file is: only one that nobody changed since it was written is replaced."""

from __future__ import annotations

from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from slowglass.core.atomic import replacing
from slowglass.core.errors import OutputExistsError
from slowglass.host_adapters.otio.conform.media_folder import media_folder


def refuse_foreign(target: Path) -> None:
    """Refuse to replace what is not as an earlier run left it.

    Raises:
        OutputExistsError: somebody else's file lies there, or somebody changed it.
    """
    if not target.exists():
        return
    noted = ""
    with suppress(OSError):
        noted = _note_path(target).read_text(encoding="ascii").strip()
    if noted != _digest(target):
        raise OutputExistsError(
            "expected a free place, found a file that is not as Slowglass left it",
            path=target,
            hint="name another file with -o",
        )


def note_own(target: Path) -> None:
    """Note that a file is as it was written.

    Raises:
        OutputError: the note cannot be written.
    """
    note = _note_path(target)
    note.parent.mkdir(exist_ok=True)
    with replacing(note) as part:
        part.write_text(f"{_digest(target)}\n", encoding="ascii")


def _note_path(target: Path) -> Path:
    return media_folder(target) / f"{target.name}.blake2b"


def _digest(path: Path) -> str:
    return blake2b(path.read_bytes(), digest_size=16).hexdigest()
