"""The frames that a movie shows, and when."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction


@dataclass(frozen=True)
class MovieIndex:
    """The frames of a movie in the order in which they are shown."""

    timestamps: Sequence[int]
    """Presentation time of each frame, in units of ``time_base``; strictly increasing."""
    time_base: Fraction
    key_frames: Sequence[int]
    """Indices of the frames that decoding can start at, increasing."""
    last_duration: int
    """How long the last frame is shown, in units of ``time_base``; 0: the file does not say."""
    leading_lost: int = 0
    """Frames stored before the first one that can be decoded; they are not counted."""
    lost: tuple[int, ...] = ()
    """Frames that the file should hold, but does not; increasing."""
    damaged: frozenset[int] = frozenset()
    """Frames that are there, and known to be wrong."""
    stored_timestamps: Sequence[int] | None = None
    """With ``lost``: the timestamps of the others, as the file has them."""
    has_timestamps: bool = True
    """False: the file lacks them, so frames are known only by counting from the start."""

    def __len__(self) -> int:
        return len(self.timestamps)

    def find(self, timestamp: int | None) -> int | None:
        """Return the index of the frame stored with ``timestamp``, None if there is none."""
        if timestamp is None:
            return None
        stored = self.timestamps if self.stored_timestamps is None else self.stored_timestamps
        place = _position(stored, timestamp)
        return None if place is None else self.after_losses(place)

    def stored_timestamp(self, index: int) -> int:
        """Return what the file has as the timestamp of a frame that is there."""
        if self.stored_timestamps is None:
            return self.timestamps[index]
        return self.stored_timestamps[index - bisect_left(self.lost, index)]

    def after_losses(self, number: int) -> int:
        """Return the index of a frame that is the one of this number among those stored."""
        for lost in self.lost:
            if lost > number:
                break
            number += 1
        return number

    def is_key(self, index: int) -> bool:
        """Return whether decoding can start at frame ``index``."""
        return _position(self.key_frames, index) is not None


def with_gaps(
    index: MovieIndex, gaps: Mapping[int, int], step: int, numbered: Collection[int]
) -> MovieIndex:
    """Return ``index`` with so many lost frames before which of its frames.

    Args:
        index: of the frames that are stored.
        gaps: how many frames are lost before each; before its length: after the last.
        step: from one frame to the next, in units of the time base.
        numbered: gaps that the timestamps leave no room for: the frames after them come later.
    """
    if not gaps:
        return index
    times, lost, places = array("q"), array("q"), array("q")
    shift = 0
    for place in range(len(index) + 1):
        count = gaps.get(place, 0)
        at_end = place == len(index)
        shift += count * step if place in numbered else 0
        here = times[-1] + (count + 1) * step if at_end else index.timestamps[place] + shift
        before = times[-1] if times else here - (count + 1) * step
        for k in range(1, count + 1):
            lost.append(len(times))
            times.append(before + round(Fraction(k * (here - before), count + 1)))
        if not at_end:
            places.append(len(times))
            times.append(here)
    return replace(
        index,
        timestamps=times,
        key_frames=array("q", (places[key] for key in index.key_frames)),
        last_duration=0 if lost[-1] == len(times) - 1 else index.last_duration,
        lost=tuple(lost),
        damaged=frozenset(places[place] for place in index.damaged),
        stored_timestamps=index.timestamps,
    )


def _position(ordered: Sequence[int], value: int) -> int | None:
    index = bisect_left(ordered, value)
    return index if index < len(ordered) and ordered[index] == value else None
