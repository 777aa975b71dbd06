"""Small pictures to play, made while somebody looks, and exact ones to judge by."""

from __future__ import annotations

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Literal

Size = Literal["proxy", "full", "thumb"]

LARGEST_SIDES: dict[Size, int] = {"proxy": 960, "full": 1 << 20, "thumb": 160}
SUFFIXES: dict[Size, str] = {"proxy": ".jpg", "full": ".png", "thumb": ".jpg"}
MOST_FULL = 24
"""Pictures at full size that are kept: they are large, and made again in a moment."""

PATIENCE_SECONDS = 5.0
"""Of a thumbnail, for what is looked at."""
LOOK_SECONDS = 0.02

Maker = Callable[[Path], None]
"""Writes a picture to a path."""


class Proxies:
    """Pictures in a folder that goes with the room, each made once, a few at a time."""

    def __init__(self, folder: Path) -> None:
        """Keep pictures in ``folder``."""
        self._folder = folder
        self.decoding = threading.Semaphore(max(1, os.cpu_count() or 1))
        """Held by who reads a picture: a few at a time; not by who waits for an engine."""
        self._locks: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()
        self._full: OrderedDict[Path, None] = OrderedDict()
        self._waiting = 0

    @property
    def is_busy(self) -> bool:
        """Whether somebody waits for a picture in the viewer."""
        return self._waiting > 0

    def get(self, name: str, size: Size, make: Maker) -> Path:
        """Return the file of a picture, made now if it was not yet.

        Args:
            name: what it shows; another picture has another name.
            size: how large it is.
            make: makes it.

        Raises:
            SlowglassError: it cannot be made.
        """
        path = self._path(name, size)
        if size == "thumb":
            self._let_others_go_first()
        with self._guard:
            lock = self._locks.setdefault(path.name, threading.Lock())
            self._waiting += size != "thumb"
        try:
            with lock:
                if not path.exists():
                    _publish(path, make)
        finally:
            with self._guard:
                self._waiting -= size != "thumb"
                self._locks.pop(path.name, None)
        if size == "full":
            self._forget_oldest(path)
        return path

    def _let_others_go_first(self) -> None:
        """Wait for a while until nobody waits for a picture in the viewer."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.is_busy and time.monotonic() < deadline:
            time.sleep(LOOK_SECONDS)

    def _path(self, name: str, size: Size) -> Path:
        return self._folder / f"{name}.{size}{SUFFIXES[size]}"

    def _forget_oldest(self, path: Path) -> None:
        with self._guard:
            self._full[path] = None
            self._full.move_to_end(path)
            while len(self._full) > MOST_FULL:
                self._full.popitem(last=False)[0].unlink(missing_ok=True)


def _publish(path: Path, make: Maker) -> None:
    """Make a picture under another name first: who finds one finds it whole."""
    temporary = path.with_name(f"part.{threading.get_ident()}.{path.name}")
    make(temporary)
    os.replace(temporary, path)
