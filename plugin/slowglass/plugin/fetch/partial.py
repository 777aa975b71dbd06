"""What is there of a file that is being downloaded."""

from __future__ import annotations

import hashlib
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class Partial:
    """What is there of a file, in a hidden folder of its own."""

    folder: Path
    file: Path

    @classmethod
    def of(cls, url: str, folder: Path) -> Partial:
        """Return the place under ``folder`` for what ``url`` gives."""
        key = hashlib.sha256(url.encode()).hexdigest()[:16]
        last = unquote(urlsplit(url).path).rpartition("/")[2]
        name = re.sub(r"[^A-Za-z0-9._-]+", "-", last).strip(".-") or "model"
        home = folder / f".download-{key}"
        return cls(home, home / name)

    @property
    def _state(self) -> Path:
        return self.folder / ".version"

    def known(self) -> tuple[int, str]:
        """Return how many bytes are there, and of which version the server said that they are."""
        if not self.file.exists() or not self._state.exists():
            return 0, ""
        version = self._state.read_text("utf-8")
        return (self.file.stat().st_size if version else 0), version

    def begin(self, version: str) -> None:
        """Note which version of the file the bytes to come are of; "" where nobody can tell."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._state.write_text(version, "utf-8")

    def discard(self) -> None:
        """Remove all of it."""
        shutil.rmtree(self.folder, ignore_errors=True)
