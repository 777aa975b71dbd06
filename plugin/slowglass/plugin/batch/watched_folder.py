"""Footage as it comes into a folder."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from slowglass.core.errors import MissingInputError
from slowglass.core.media import MOVIE_SUFFIXES, is_sequence
from slowglass.plugin.batch.settled import LOOK_SECONDS, SETTLED_SECONDS, Contents, contents


def arrivals(
    folder: Path,
    cancelled: Callable[[], bool],
    idle_seconds: float | None = None,
    settled_seconds: float = SETTLED_SECONDS,
) -> Iterator[Path]:
    """Yield movies, and folders of pictures, once nobody writes them any more.

    What is there at the beginning comes too; what is written anew later comes again.

    Args:
        folder: to look in; not in folders within those of pictures.
        cancelled: asked while waiting; once it says True nothing more comes.
        idle_seconds: for which nothing may come until that is the end; None: it never is.
        settled_seconds: for which nobody may have written.

    Raises:
        MissingInputError: there is no such folder.
    """
    if not folder.is_dir():
        raise MissingInputError("expected a folder to watch, found none", path=folder)
    done: dict[Path, Contents] = {}
    seen: dict[Path, tuple[Contents, float]] = {}
    busy = time.monotonic()
    while not cancelled():
        for path in _footage(folder):
            now = contents(path)
            if now is None or done.get(path) == now:
                continue
            busy = time.monotonic()
            state, since = seen.get(path, (None, busy))
            if state != now:
                seen[path] = now, busy
            unchanged = busy - since if state == now else 0.0
            if max(unchanged, now.age_seconds) >= settled_seconds:
                del seen[path]
                done[path] = now
                yield path
                busy = time.monotonic()
        if idle_seconds is not None and time.monotonic() - busy >= idle_seconds:
            return
        time.sleep(LOOK_SECONDS)


def _footage(folder: Path) -> list[Path]:
    """Return the movies in a folder, and the folders in it that hold pictures, by name."""
    try:
        found = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError:
        return []
    return [path for path in found if _is_footage(path)]


def _is_footage(path: Path) -> bool:
    if path.is_dir():
        try:
            return any(one.is_file() and is_sequence(str(one)) for one in path.iterdir())
        except OSError:
            return False
    return path.suffix.lower() in MOVIE_SUFFIXES
