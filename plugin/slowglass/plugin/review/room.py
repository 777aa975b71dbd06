"""What every room has: pictures that are made once, an engine for what needs a model, and tasks."""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any, ClassVar

from slowglass.core.errors import InputError, SlowglassError
from slowglass.core.media.images import display_codes, read_seen, write_codes
from slowglass.plugin.review.engine_link import EngineLink
from slowglass.plugin.review.proxies import LARGEST_SIDES, Proxies, Size
from slowglass.plugin.review.tasks import Tasks

IDLE_SECONDS = 0.05
"""Between two looks whether pictures can be made ahead."""


class Room(ABC):
    """Something to look at, its pictures, and the work on it."""

    main_side: ClassVar[str]
    """What is played, and made ahead."""

    def __init__(self, folder: Path) -> None:
        """Keep pictures in ``folder``, which goes with the room."""
        self.revision = 1
        """Another one whenever something is to be seen anew."""
        self.tasks = Tasks(self._read_again)
        self._proxies = Proxies(folder)
        self._engine = EngineLink()
        self._looked_at = 0
        self._ahead: set[str] = set()
        self._is_open = True
        self._ahead_maker = threading.Thread(target=self._make_ahead, daemon=True)

    def start(self) -> None:
        """Make pictures ahead from now on."""
        self._ahead_maker.start()

    def close(self) -> None:
        """End what works for the room."""
        self._is_open = False
        self.tasks.close()
        self._engine.close()
        if self._ahead_maker.is_alive():
            self._ahead_maker.join()

    @abstractmethod
    def to_json(self) -> dict[str, Any]:
        """Return what the page shows, as plain JSON values."""

    @property
    @abstractmethod
    def frame_count(self) -> int:
        """How many frames can be shown."""

    @abstractmethod
    def name_of(self, side: str, index: int) -> str:
        """Return a name of a picture, another one once it shows something else."""

    @abstractmethod
    def make(self, side: str, index: int, size: Size, path: Path) -> None:
        """Write a picture, whole or as a proxy."""

    @abstractmethod
    def _read_again(self) -> None:
        """Learn what a task has changed."""

    def picture(self, side: str, index: int, size: Size) -> Path:
        """Return the file of a picture.

        Args:
            side: which of those that can be compared.
            index: of the frame.
            size: how large.

        Raises:
            SlowglassError: there is no such picture, or it cannot be made.
        """
        if not 0 <= index < self.frame_count:
            raise InputError(f"expected a frame below {self.frame_count}", frame=index)
        if side == self.main_side and size == "proxy":
            self._looked_at = index
        name = self.name_of(side, index)
        if size != "thumb":
            return self._proxies.get(name, size, lambda path: self.make(side, index, size, path))

        def make_thumbnail(path: Path) -> None:
            proxy = self._proxies.get(
                name, "proxy", lambda large: self.make(side, index, "proxy", large)
            )
            _shrink(proxy, path)

        return self._proxies.get(name, size, make_thumbnail)

    def _ask_engine(
        self,
        job: dict[str, Any],
        model: str,
        pair: tuple[int, int, Fraction],
        size: Size,
        path: Path,
        shows: str = "frame",
    ) -> None:
        """Let the engine write a frame of a job between two of its source.

        Raises:
            SlowglassError: it cannot.
        """
        left, right, t = pair
        if left == right:
            raise InputError("expected a frame between two others, got one of the source")
        request = {
            "do": "picture",
            "job": job,
            "left": left,
            "right": right,
            "t": str(t),
            "model": model,
            "shows": shows,
            "largest_side": LARGEST_SIDES[size],
            "exact": size == "full",
            "path": str(path),
        }
        self._engine.result(self._engine.ask(request))

    def _make_ahead(self) -> None:
        """Make the pictures that will be played next, while nobody waits for one."""
        while self._is_open:
            # Another curve may have fewer frames; what fails here is said when it is asked for.
            with suppress(SlowglassError, OSError, IndexError):
                index = None if self._proxies.is_busy else self._next_missing()
                if index is None:
                    time.sleep(IDLE_SECONDS)
                else:
                    self._make_proxy(index)

    def _make_proxy(self, index: int) -> None:
        name = self.name_of(self.main_side, index)
        self._ahead.add(name)
        self._proxies.get(
            name, "proxy", lambda path: self.make(self.main_side, index, "proxy", path)
        )

    def _next_missing(self) -> int | None:
        """Return the next frame without a picture, from the one that was looked at on."""
        count, first = self.frame_count, self._looked_at
        places = (k % count for k in range(first, first + count))
        return next((k for k in places if self.name_of(self.main_side, k) not in self._ahead), None)


def plain_name(side: str) -> str:
    """Return a side as a part of a file's name."""
    return "".join(letter if letter.isalnum() else "_" for letter in side)


def _shrink(proxy: Path, path: Path) -> None:
    """Write the thumbnail of a proxy."""
    write_codes(display_codes(read_seen(proxy), LARGEST_SIDES["thumb"]), path)
