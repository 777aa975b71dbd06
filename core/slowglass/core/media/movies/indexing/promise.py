"""What a file says of its pictures besides their packets, as a witness of what is lost."""

from __future__ import annotations

import os
from dataclasses import dataclass
from fractions import Fraction

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from slowglass.core.errors import UnreadableMediaError
from slowglass.core.media.movies.indexing.cut_off import is_cut_off
from slowglass.core.media.movies.indexing.stored_packets import StoredPackets
from slowglass.core.timing import SourceClock, parse_number

QUICKTIME = "mov,mp4,m4a,3gp,3g2,mj2"
NUMBERED = ("avi", "mxf")
"""Containers that tell when frames are shown by their numbers: after a lost one, the next ones have
taken its number."""
COUNTED = (QUICKTIME, *NUMBERED)
"""Containers that count their frames exactly."""
CUT_OFF_TOLERANCE_SECONDS = Fraction(1, 2)
"""How much earlier than promised a file may end. Writers round durations, and count trailing sound
that players drop; half of a file missing is far more."""


@dataclass(frozen=True)
class Promise:
    """Numbers out of headers. Only where the file is known to be damaged are they believed."""

    rates: tuple[Fraction, ...]
    """Frame rates, the most trustworthy first."""
    frames: int
    """How many there should be; 0: it does not say."""
    end_seconds: Fraction
    """When the last one should end; 0: it does not say."""
    is_transport: bool
    is_cut_off: bool
    """Whether frames may be missing at the end."""
    path: str | os.PathLike[str]

    @classmethod
    def of(
        cls,
        container: InputContainer,
        stream: VideoStream,
        stored: StoredPackets,
        path: str | os.PathLike[str],
    ) -> Promise:
        """Return what a file promises."""
        name = container.format.name
        frames = _stated_frames(name, stream) - stored.hidden
        seconds = _tagged_duration(stream) or Fraction(container.duration or 0, av.time_base)
        last_is_short = bool(stored.flagged) and stored.flagged[-1] == len(stored) - 1
        cut = is_cut_off(path, name) or (last_is_short and name != "mpegts")
        there = len(stored) + len(stored.untimed)
        cut = cut or stored.lacks_end or (name in COUNTED and there < frames)
        return cls(stated_rates(stream), frames, seconds, name == "mpegts", cut, path)

    def missing_at_end(self, last_seconds: Fraction, frames: int, clock: SourceClock) -> int:
        """Return how many frames a file that is cut off lacks after its last, as it promises.

        Args:
            last_seconds: when the last one that is there starts.
            frames: how many are there.
            clock: when they are shown.

        Raises:
            UnreadableMediaError: more than the tolerance is cut off.
        """
        if not self.is_cut_off:
            return 0
        if not (self.frames or self.end_seconds):
            # How many cannot be known: one stands for all. A transport stream has part of its last.
            return int(not self.is_transport)
        rest = self.end_seconds - last_seconds - clock.tick_seconds
        missing = self.frames - frames if self.frames else round(rest * clock.frame_rate)
        if missing * clock.tick_seconds > CUT_OFF_TOLERANCE_SECONDS:
            end = last_seconds + clock.tick_seconds
            raise cut_off_error(end + missing * clock.tick_seconds, end, frames, self.path)
        return max(0, missing)


def check_end(
    container: InputContainer, stored: StoredPackets, path: str | os.PathLike[str]
) -> None:
    """Refuse a file of which much is cut off: some containers end without a word.

    Raises:
        UnreadableMediaError: it ends earlier than promised by more than the tolerance.
    """
    promised, end = Fraction(container.duration or 0, av.time_base), stored.end_seconds
    if promised and end and end < promised - CUT_OFF_TOLERANCE_SECONDS:
        raise cut_off_error(promised, end, len(stored), path)


def cut_off_error(
    promised: Fraction, end: Fraction, frames: int, path: str | os.PathLike[str]
) -> UnreadableMediaError:
    """Return the error for a file that ends early."""
    return UnreadableMediaError(
        f"expected {float(promised):.2f} s as its header says, the data ends at {float(end):.2f} s "
        f"({frames} frames)",
        path=path,
        hint="copy the file again; to use what is there, remux it with another tool first",
    )


def stated_rates(stream: VideoStream) -> tuple[Fraction, ...]:
    """Return the frame rates that a file states, the most trustworthy first."""
    stated = (stream.guessed_rate, stream.average_rate, stream.base_rate)
    return tuple(Fraction(rate) for rate in stated if rate)


def _stated_frames(format_name: str, stream: VideoStream) -> int:
    """Return how many frames a file counts; 0: it does not."""
    if format_name == QUICKTIME:
        # Those in its tables, also of fragments; without what an edit list leaves out.
        return len(stream.index_entries)
    return (stream.duration or 0) if format_name == "mxf" else stream.frames


def _tagged_duration(stream: VideoStream) -> Fraction | None:
    """Return the end of the pictures by the tag that Matroska writers keep."""
    parts = stream.metadata.get("DURATION", "").split(":")
    if len(parts) != 3 or not all(part.replace(".", "", 1).isdecimal() for part in parts):
        return None
    hours, minutes, seconds = (parse_number(part) for part in parts)
    return 3600 * hours + 60 * minutes + seconds
