"""The room over a clip that is not retimed yet: its speed is drawn, and seen at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from slowglass.core.errors import TimeMapError
from slowglass.core.job_json import job_to_json
from slowglass.core.media.images import write_codes
from slowglass.core.timing import FramePlan, SourceSpan, parse_number
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
from slowglass.plugin.review.speed.reading import curve_from_json
from slowglass.plugin.review.speed.redrawn import Redrawn
from slowglass.plugin.review.speed.sheet import Sheet


class ClipRoom(Room):
    """A clip, the curve of its speed, and what the result would show."""

    main_side: ClassVar[str] = "nearest"

    def __init__(self, sheet: Sheet, folder: Path) -> None:
        """Open a clip.

        Args:
            sheet: what is drawn on.
            folder: for pictures; it goes with the room.

        Raises:
            InputError: the clip cannot be read.
            TimeMapError: the file holds a map that was not drawn here.
        """
        super().__init__(folder)
        self.sheet = sheet
        self._source = Source(sheet.job)
        self._info = self._source.opened().info
        self.span: SourceSpan = sheet.span(self._info.clock)
        """That is drawn on: the whole clip, or what a host shows of it."""
        self._take(sheet.curve())

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
            "map_file": str(self.sheet.path),
            "next": self.sheet.next,
            "is_saved": self.sheet.holds(self.curve, self._map.drawn),
            **described(self._info, self._plan, self._frames),
            "shown_frames": self._map.time.clock.frame_count,
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
        now = self._map.output_seconds(self.span)
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
        """Keep what is drawn, for ``--map`` or for a host.

        Raises:
            OutputError: it could not be written, or another file lies there.
        """
        moments = [self._map.moment(index) for index in range(len(self._plan))]
        self.sheet.keep(self.curve, self._map.drawn, moments)

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
            job = job_to_json(self.sheet.job)
            self._ask_engine(job, PREVIEW_MODEL, (frame.left, frame.right, frame.t), size, path)
        else:
            shown = "nearest" if side == "made" else side
            with self._proxies.decoding:
                write_codes(source_codes(self._source, shown, frame, LARGEST_SIDES[size]), path)

    def _take(self, curve: DrawnCurve) -> None:
        """Plan what a curve shows; the one before stays where it makes no sense."""
        drawn = curve.time_map(self.span, self.span.frame_rate)
        time_map = Redrawn(self.sheet.job.time, drawn, self.span)
        plan = FramePlan.build(time_map, self._info.clock)
        if len(plan) > MOST_DRAWN_FRAMES:
            raise TimeMapError(
                f"expected at most {MOST_DRAWN_FRAMES} frames of a drawn curve, got {len(plan)}"
            )
        self.curve, self._map, self._plan = curve, time_map, plan
        self._frames = tuple(map(ShownFrame.planned, plan))
        self.revision += 1

    def _read_again(self) -> None:
        """Nothing changes a clip."""
