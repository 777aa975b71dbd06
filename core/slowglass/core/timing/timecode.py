"""SMPTE timecode: labels for frames, and the count of frames that a label stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from slowglass.core.errors import TimeMapError

DROP_FRAME_RATES = (Fraction(30000, 1001), Fraction(60000, 1001))
"""Rates with drop-frame counting. Source: SMPTE ST 12-1 clause 5.2.2, and its doubling."""

_LABEL = re.compile(r"(\d{1,2}):(\d{1,2}):(\d{1,2})([:;.,])(\d{1,3})")
_HOURS = 24


@dataclass(frozen=True)
class Timecode:
    """A label such as 01:00:00:00 at a frame rate; it counts on, and starts again after 24 hours.

    Drop-frame counting leaves out the labels ;00 and ;01 (at 60000/1001 ;00 to ;03) of every minute
    but each tenth, so that labels keep up with the clock. No frame is dropped.
    """

    frame: int
    """Frames since 00:00:00:00, below those of 24 hours."""
    frame_rate: Fraction
    is_drop_frame: bool = False

    @classmethod
    def parse(cls, text: str, frame_rate: Fraction) -> Timecode:
        """Return the timecode that a label says; ``;`` before the frames marks drop-frame.

        At a rate without drop-frame counting that mark means nothing. A label that drop-frame
        counting leaves out stands for the next one that it has.

        Raises:
            TimeMapError: it is no timecode at this rate.
        """
        match = _LABEL.fullmatch(text.strip())
        hours, minutes, seconds, frames = (
            (int(match[k]) for k in (1, 2, 3, 5)) if match else [0] * 4
        )
        counted = nominal_rate(frame_rate)
        if not match or hours >= _HOURS or minutes > 59 or seconds > 59 or frames >= counted:
            raise TimeMapError(f"expected a timecode at {counted} frames a second, got {text!r}")
        drops = match[4] in ";.," and frame_rate in DROP_FRAME_RATES
        return cls.at(hours, minutes, seconds, frames, frame_rate, drops)

    @classmethod
    def at(
        cls,
        hours: int,
        minutes: int,
        seconds: int,
        frames: int,
        frame_rate: Fraction,
        is_drop_frame: bool,
    ) -> Timecode:
        """Return the timecode of a label in numbers. Source: SMPTE ST 12-1 clause 5.2.2."""
        counted = nominal_rate(frame_rate)
        total_minutes = 60 * hours + minutes
        frame = (60 * total_minutes + seconds) * counted + frames
        if is_drop_frame:
            left_out = _left_out(counted)
            if minutes % 10 and seconds == 0 and frames < left_out:
                frame += left_out - frames
            frame -= left_out * (total_minutes - total_minutes // 10)
        return cls(frame, frame_rate, is_drop_frame)

    def __add__(self, frames: int) -> Timecode:
        """Return the timecode ``frames`` later."""
        counted = nominal_rate(self.frame_rate)
        a_day = _HOURS * 6 * _ten_minutes(counted, self.is_drop_frame)
        return Timecode((self.frame + frames) % a_day, self.frame_rate, self.is_drop_frame)

    def __str__(self) -> str:
        """Return the label, with ``;`` before the frames where counting drops labels."""
        hours, minutes, seconds, frames = self.label()
        mark = ";" if self.is_drop_frame else ":"
        width = len(str(nominal_rate(self.frame_rate) - 1))
        return f"{hours:02}:{minutes:02}:{seconds:02}{mark}{frames:0{max(width, 2)}}"

    def label(self) -> tuple[int, int, int, int]:
        """Return hours, minutes, seconds and frames."""
        counted, frame = nominal_rate(self.frame_rate), self.frame
        if self.is_drop_frame:
            left_out = _left_out(counted)
            tens, rest = divmod(frame, _ten_minutes(counted, True))
            # The first minute of ten is whole, each of the other nine lacks the labels left out.
            short = 60 * counted - left_out
            minutes_passed = 0 if rest < 60 * counted else 1 + (rest - 60 * counted) // short
            frame += left_out * (9 * tens + minutes_passed)
        seconds, frames = divmod(frame, counted)
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        return hours % _HOURS, minutes, seconds, frames

    def at_rate(self, frame_rate: Fraction) -> Timecode:
        """Return the same hours, minutes and seconds at another rate, frames in proportion.

        Counting drops labels where it did and the new rate has drop-frame counting.
        """
        hours, minutes, seconds, frames = self.label()
        scaled = floor(Fraction(frames * nominal_rate(frame_rate), nominal_rate(self.frame_rate)))
        drops = self.is_drop_frame and frame_rate in DROP_FRAME_RATES
        return Timecode.at(hours, minutes, seconds, scaled, frame_rate, drops)


def nominal_rate(frame_rate: Fraction) -> int:
    """Return the frames that timecode counts in a second: 24 for 24000/1001."""
    return max(1, round(frame_rate))


def _left_out(counted: int) -> int:
    """Return how many labels a minute lacks: 2 at 30, 4 at 60."""
    return counted // 15


def _ten_minutes(counted: int, is_drop_frame: bool) -> int:
    """Return how many frames ten minutes of labels stand for."""
    return 600 * counted - (9 * _left_out(counted) if is_drop_frame else 0)
