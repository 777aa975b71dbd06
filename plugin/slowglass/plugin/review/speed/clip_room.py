"""The room over a clip that is not retimed yet: its speed is drawn, and seen at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, ClassVar

from slowglass.core.atomic import replacing
from slowglass.core.errors import TimeMapError
from slowglass.core.job import JobSpec
from slowglass.core.job_json import job_to_json
from slowglass.core.media.images import write_codes
from slowglass.core.own_files import refuse_strangers
from slowglass.core.timing import (
    FramePlan,
    SourceSpan,
    parse_number,
    read_time_map,
    time_map_to_json,
)
from slowglass.plugin.review.pictures import Source, source_codes
from slowglass.plugin.review.proxies import LARGEST_SIDES, Size
from slowglass.plugin.review.result import ShownFrame
from slowglass.plugin.review.room import Room, plain_name
from slowglass.plugin.review.speed.clip_facts import (
    PREVIEW_MODEL,
    described,
    loudness_json,
    pair_name,
)
from slowglass.plugin.review.speed.drawn import MOST_DRAWN_FRAMES, DrawnCurve
from slowglass.plugin.review.speed.reading import curve_from_json, curve_of

MAP_MARK = b'"kind"'
"""Stands in every map of time: another file is not replaced by one."""


class ClipRoom(Room):
    """A clip, the curve of its speed, and what the result would show."""

    main_side: ClassVar[str] = "nearest"

    def __init__(self, clip: str, map_file: Path, folder: Path) -> None:
        """Open a clip.

        Args:
            clip: a movie, a folder, a pattern or one file of a sequence.
            map_file: where the map is saved; drawn on, where it is one already.
            folder: for pictures; it goes with the room.

        Raises:
            InputError: the clip cannot be read.
            TimeMapError: the file holds a map that was not drawn here.
            OutputExistsError: the file is something else.
        """
        self._job = JobSpec(source=clip, output="-.exr")
        self._source = Source(self._job)
        self._info = self._source.opened().info
        self.map_file = map_file
        self.curve = DrawnCurve()
        if map_file.exists():
            self.curve = _drawn(map_file)
        self._plan = self._planned(self.curve)
        self._frames = tuple(map(ShownFrame.planned, self._plan))
        super().__init__(folder)

    @property
    def span(self) -> SourceSpan:
        """The whole clip."""
        return SourceSpan.from_frames(self._info.clock, 0, self._info.clock.frame_count - 1)

    @property
    def frame_count(self) -> int:
        """Of the result, as it would be."""
        return len(self._frames)

    def to_json(self) -> dict[str, Any]:
        """Return the clip, the curve and all frames that it asks for."""
        return {
            "kind": "clip",
            "revision": self.revision,
            "curve": self.curve.to_json(),
            "map_file": str(self.map_file),
            "is_saved": self._is_saved(),
            **described(self._info, self._plan, self._frames),
        }

    def draw(self, document: dict[str, Any]) -> None:
        """Take the curve as the page has drawn it.

        Raises:
            TimeMapError: it makes no sense; the one before stays.
        """
        self._take(curve_from_json(document))

    def last(self, seconds: str) -> None:
        """Stretch the curve so that the result lasts so long.

        Raises:
            TimeMapError: it cannot.
        """
        now = self._plan.time_map.output_seconds(self.span)
        self._take(self.curve.lasting(now, parse_number(seconds)))

    def add_key(self, time: str) -> None:
        """Add a key without changing the curve.

        Raises:
            TimeMapError: there cannot be one.
        """
        self._take(self.curve.with_key(parse_number(time)))

    def freeze(self, time: str, seconds: str) -> None:
        """Let the picture at a time stay for a while.

        Raises:
            TimeMapError: it cannot.
        """
        rate = self._plan.output_rate
        self._take(self.curve.frozen(parse_number(time), parse_number(seconds), rate))

    def save(self) -> None:
        """Write the map for ``--map``, and for hosts.

        Raises:
            OutputError: it could not be written, or another file lies there.
        """
        refuse_strangers([self.map_file], MAP_MARK)
        text = json.dumps(time_map_to_json(self._plan.time_map), indent=1) + "\n"
        with replacing(self.map_file) as temporary:
            temporary.write_text(text, "utf-8")

    def loudness(self) -> dict[str, Any] | None:
        """Return how loud the clip is over its time, and where something begins; None: no sound."""
        return loudness_json(self._info)

    def name_of(self, side: str, index: int) -> str:
        """Return a name with what is shown in it: whatever curve asks for it, it is made once."""
        frame = self._frames[index]
        if side in ("nearest", "left", "right"):
            shown = {"nearest": frame.nearest, "left": frame.left, "right": frame.right}[side]
            return f"source.{shown}"
        return f"{plain_name(side)}.{plain_name(pair_name(frame))}"

    def make(self, side: str, index: int, size: Size, path: Path) -> None:
        """Write a picture; a preview is made by the engine from small ones."""
        frame = self._frames[index]
        if side == "made" and frame.left != frame.right:
            job = job_to_json(self._job)
            self._ask_engine(job, PREVIEW_MODEL, (frame.left, frame.right, frame.t), size, path)
        else:
            shown = "nearest" if side == "made" else side
            with self._proxies.decoding:
                write_codes(source_codes(self._source, shown, frame, LARGEST_SIDES[size]), path)

    def _take(self, curve: DrawnCurve) -> None:
        plan = self._planned(curve)
        self.curve, self._plan = curve, plan
        self._frames = tuple(map(ShownFrame.planned, plan))
        self.revision += 1

    def _planned(self, curve: DrawnCurve) -> FramePlan:
        clock = self._info.clock
        plan = FramePlan.build(curve.time_map(self.span, clock.frame_rate), clock)
        if len(plan) > MOST_DRAWN_FRAMES:
            raise TimeMapError(
                f"expected at most {MOST_DRAWN_FRAMES} frames of a drawn curve, got {len(plan)}"
            )
        return plan

    def _is_saved(self) -> bool:
        """Return whether the file holds this very map."""
        try:
            return read_time_map(self.map_file) == self._plan.time_map
        except (OSError, TimeMapError):
            return False

    def _read_again(self) -> None:
        """Nothing changes a clip."""


def _drawn(map_file: Path) -> DrawnCurve:
    """Return the curve in a file.

    Raises:
        TimeMapError: it holds another kind of map.
    """
    curve = curve_of(read_time_map(map_file))
    if curve is None:
        raise TimeMapError(
            "expected a speed curve to draw on, found a map of another kind",
            path=map_file,
            hint="name another file with --map",
        )
    return curve
