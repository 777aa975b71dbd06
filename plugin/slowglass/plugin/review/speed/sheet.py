"""What speed is drawn on, and where it is kept: a clip and its map, or what a host shows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

from slowglass.core.atomic import replacing
from slowglass.core.errors import JobSpecError, MissingInputError, SlowglassError, TimeMapError
from slowglass.core.job import JobSpec
from slowglass.core.job_json import job_from_json
from slowglass.core.own_files import refuse_strangers
from slowglass.core.plain_files import SETTINGS_BYTES, read_json
from slowglass.core.timing import (
    Positions,
    SourceClock,
    SourceSpan,
    TimeMap,
    read_time_map,
    time_map_to_json,
)
from slowglass.plugin.protocol.drawings import SCHEMA
from slowglass.plugin.review.speed.drawn import DrawnCurve
from slowglass.plugin.review.speed.reading import curve_from_json, curve_of

MAP_MARK = b'"kind"'
"""Stands in every map of time: another file is not replaced by one."""


class Sheet(Protocol):
    """One of the two."""

    path: Path
    """Of the file that is kept."""
    job: JobSpec
    """How the source is read; its map of time says what is drawn on."""
    next: str
    """What the user does with it, in a sentence."""

    def span(self, clock: SourceClock) -> SourceSpan:
        """Return the time that is drawn on, where the source has this clock."""
        ...

    def curve(self) -> DrawnCurve:
        """Return what was drawn before.

        Raises:
            TimeMapError: it cannot be drawn on.
        """
        ...

    def keep(self, curve: DrawnCurve, drawn: TimeMap, moments: Sequence[Fraction]) -> None:
        """Write it whole or not at all.

        Args:
            curve: as it is drawn.
            drawn: the map that it is.
            moments: what each frame of the result shows, in frames of what is drawn on.

        Raises:
            OutputError: it could not be written, or another file lies there.
        """
        ...

    def holds(self, curve: DrawnCurve, drawn: TimeMap) -> bool:
        """Return whether the file holds this very curve."""
        ...


class MapSheet:
    """A whole clip, and a map of time for ``slowglass retime``."""

    next = "slowglass retime CLIP -o OUTPUT --map FILE makes it."

    def __init__(self, clip: str, path: Path) -> None:
        """Draw on a clip: a movie, a folder, a pattern or one file of a sequence."""
        self.job = JobSpec(source=clip, output="-.exr")
        self.path = path

    def span(self, clock: SourceClock) -> SourceSpan:
        """Return the whole clip."""
        return SourceSpan.from_frames(clock, 0, clock.frame_count - 1)

    def curve(self) -> DrawnCurve:
        """Return the curve that the map is; none where there is no file.

        Raises:
            TimeMapError: it is a map of another kind.
        """
        curve = curve_of(read_time_map(self.path)) if self.path.exists() else DrawnCurve()
        if curve is None:
            raise TimeMapError(
                "expected a speed curve to draw on, found a map of another kind",
                path=self.path,
                hint="name another file with --map",
            )
        return curve

    def keep(self, curve: DrawnCurve, drawn: TimeMap, moments: Sequence[Fraction]) -> None:
        """Write the map."""
        refuse_strangers([self.path], MAP_MARK)
        _write(self.path, time_map_to_json(drawn))

    def holds(self, curve: DrawnCurve, drawn: TimeMap) -> bool:
        """Return whether the file holds this map."""
        try:
            return read_time_map(self.path) == drawn
        except (OSError, TimeMapError):
            return False


class DrawingSheet:
    """What a host shows, as `plugin.protocol.drawings` wrote it, and the drawing in that file."""

    next = "Saved, it is what Retime as Drawn makes in the editor."

    def __init__(self, path: Path) -> None:
        """Open a drawing that a host began.

        Raises:
            MissingInputError: there is none.
            JobSpecError: the file is something else.
        """
        self.path = path
        try:
            document = self._read()
        except OSError as error:
            raise MissingInputError(f"cannot be read: {error.strerror}", path=path) from error
        except ValueError as error:
            raise JobSpecError(f"expected JSON, got: {error}", path=path) from error
        if not isinstance(document, dict) or document.get("schema") != SCHEMA:
            raise JobSpecError(f'expected "schema": "{SCHEMA}"', path=path)
        self._shown = document.get("shown")
        self.job = job_from_json(self._shown)
        time = self.job.time
        if not isinstance(time, Positions) or time.frame_rate is None:
            raise JobSpecError("expected positions with a frame rate to draw on", path=path)
        self._clock = SourceClock(time.frame_rate, len(time.positions))

    def span(self, clock: SourceClock) -> SourceSpan:
        """Return the time of the timeline, whatever the source's clock is."""
        return SourceSpan.from_frames(self._clock, 0, self._clock.frame_count - 1)

    def curve(self) -> DrawnCurve:
        """Return what was drawn before."""
        kept = self._read().get("curve")
        return DrawnCurve() if kept is None else curve_from_json(kept)

    def keep(self, curve: DrawnCurve, drawn: TimeMap, moments: Sequence[Fraction]) -> None:
        """Write the curve and its moments beside what is shown."""
        document = {
            "schema": SCHEMA,
            "shown": self._shown,
            "curve": curve.to_json(),
            "moments": [str(moment) for moment in moments],
        }
        _write(self.path, document)

    def holds(self, curve: DrawnCurve, drawn: TimeMap) -> bool:
        """Return whether the file holds this curve."""
        try:
            return bool(self._read().get("curve") == curve.to_json())
        except (OSError, ValueError, SlowglassError):
            return False

    def _read(self) -> Any:
        return read_json(self.path, SETTINGS_BYTES)


def _write(path: Path, document: dict[str, Any]) -> None:
    with replacing(path) as temporary:
        temporary.write_text(json.dumps(document, indent=1) + "\n", "utf-8")
