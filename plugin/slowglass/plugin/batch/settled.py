"""Whether a source is all there, or still being copied.

Looked at again and again: what systems tell of changes does not come from other machines' disks.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SETTLED_SECONDS = 5.0
"""So long nobody has written: longer than a copy over a network pauses."""
LOOK_SECONDS = 0.25


@dataclass(frozen=True)
class Contents:
    """What is seen of a source from outside; it changes while somebody writes."""

    files: int
    size_bytes: int
    newest_nanoseconds: int

    @property
    def age_seconds(self) -> float:
        """Since somebody wrote; below 0 where another machine's clock is ahead."""
        return time.time() - self.newest_nanoseconds / 1e9


def contents(path: Path) -> Contents | None:
    """Return what is seen of a movie or a sequence, None where nothing is.

    Args:
        path: of a file, a folder, or a pattern, of which its whole folder is looked at.
    """
    if path.is_file():
        states = list(_states(iter([path])))
    else:
        folder = path if path.is_dir() else path.parent
        try:
            states = list(_states(folder.iterdir()))
        except OSError:
            return None
    if not states:
        return None
    newest = max(state.st_mtime_ns for state in states)
    return Contents(len(states), sum(state.st_size for state in states), newest)


def wait_until_settled(
    path: Path, cancelled: Callable[[], bool], seconds: float = SETTLED_SECONDS
) -> bool:
    """Wait while a source is being written; return whether there was something to wait for.

    Args:
        path: as for `contents`.
        cancelled: asked while waiting; once it says True the waiting ends.
        seconds: for which nothing may have changed.
    """
    seen = contents(path)
    if seen is None or seen.age_seconds >= seconds:
        return False
    since = time.monotonic()
    while time.monotonic() - since < seconds and not cancelled():
        time.sleep(min(LOOK_SECONDS, seconds))
        now = contents(path)
        if now != seen:
            seen, since = now, time.monotonic()
    return True


def _states(paths: Iterator[Path]) -> Iterator[os.stat_result]:
    """Yield what the system knows of files; those that go meanwhile do not count."""
    for path in paths:
        with suppress(OSError):
            yield path.stat()
