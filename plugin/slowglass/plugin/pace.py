"""How fast the stages of a job go."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slowglass.core.pipeline import Progress

WINDOW_REPORTS = 64


class Pace:
    """Seconds for a frame, by stage, from the newest reports of progress."""

    def __init__(self, window: int = WINDOW_REPORTS) -> None:
        """Look back over ``window`` reports."""
        self._window = window
        self._reports: dict[str, deque[tuple[float, int]]] = {}

    def note(self, progress: Progress) -> None:
        """Take in a report as of now."""
        reports = self._reports.setdefault(progress.stage, deque(maxlen=self._window))
        reports.append((time.monotonic(), progress.done))

    def seconds_each(self, stage: str) -> float | None:
        """Return the mean time of a frame in a stage; None as long as nothing is known."""
        reports = self._reports.get(stage)
        if not reports or reports[-1][1] == reports[0][1]:
            return None
        (start, first), (end, last) = reports[0], reports[-1]
        return (end - start) / (last - first)

    def eta_seconds(self, progress: Progress) -> float | None:
        """Return the time that is left for the stage of a report."""
        each = self.seconds_each(progress.stage)
        return None if each is None else round(each * (progress.total - progress.done), 2)
