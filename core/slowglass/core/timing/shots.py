"""Which frames belong together, and which of them may be used."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from slowglass.core.errors import TimeMapError


@dataclass(frozen=True)
class Shots:
    """The shots of a source; a position belongs to the shot of the frame before it."""

    frame_count: int
    starts: tuple[int, ...]
    """The first frame of each shot, increasing; a frame that is there."""
    unused: frozenset[int]
    """Missing frames, and duplicates to be smoothed over."""
    missing: frozenset[int] = frozenset()
    """Frames that the source lacks."""
    flashes: frozenset[int] = frozenset()
    """Frames under other light: shown in their own time, and no part of the motion around them."""

    @classmethod
    def build(
        cls,
        frame_count: int,
        cuts: Collection[int],
        duplicates: Collection[int],
        missing: Collection[int],
        flashes: Collection[int] = (),
    ) -> Shots:
        """Return the shots between ``cuts``.

        A cut at a missing frame moves on to the next one that is there. A duplicate or
        flash that is the first or last frame of its shot is used all the same: it has no neighbour
        on one side.

        Raises:
            TimeMapError: an index is not in the source, or all frames are missing.
        """
        named = {"cut": cuts, "duplicate": duplicates, "missing frame": missing, "flash": flashes}
        for name, indices in named.items():
            for index in indices:
                if not 0 <= index < frame_count:
                    last = frame_count - 1
                    raise TimeMapError(f"expected each {name} within 0 to {last}, got {index}")
        gaps = frozenset(missing)
        starts = set()
        for start in {0, *cuts}:
            while start in gaps:
                start += 1
            starts.add(start)
        starts.discard(frame_count)
        if not starts:
            raise TimeMapError(f"expected at least one frame, all {frame_count} are missing")
        ends = {start - 1 for start in starts} | {frame_count - 1}
        unused = gaps | (set(duplicates) - starts - ends)
        lit = frozenset(flashes) - unused - starts - ends
        return cls(frame_count, tuple(sorted(starts)), unused, gaps, lit)

    def shot_at(self, position: Fraction) -> range:
        """Return the frames of the shot; the first or the last one's outside the source."""
        after = max(bisect_right(self.starts, position), 1)
        end = self.starts[after] if after < len(self.starts) else self.frame_count
        return range(self.starts[after - 1], end)

    def left(self, position: Fraction) -> int | None:
        """Return the nearest usable frame of the shot at or before ``position``."""
        shot = self.shot_at(position)
        start = min(floor(position), shot[-1])
        return self.walk(start, -1, shot, across=self._leads_into_flash(position))

    def right(self, position: Fraction) -> int | None:
        """Return the nearest usable frame of the shot at or after ``position``."""
        shot = self.shot_at(position)
        start = max(ceil(position), shot[0])
        return self.walk(start, 1, shot, across=self._leads_into_flash(position))

    def walk(self, index: int, step: int, shot: range, *, across: bool = False) -> int | None:
        """Return the first usable frame of ``shot`` from ``index`` on in steps of +1 or -1.

        Args:
            index: where to begin.
            step: +1 or -1.
            shot: the frames of the shot.
            across: whether flashes are passed over, too.
        """
        while index in shot and (index in self.unused or (across and index in self.flashes)):
            index += step
        return index if index in shot else None

    def flash_beside(self, position: Fraction) -> int | None:
        """Return the flash that ``position`` leads into or out of, None where there is none."""
        if not self._leads_into_flash(position):
            return None
        return floor(position) if floor(position) in self.flashes else ceil(position)

    def _leads_into_flash(self, position: Fraction) -> bool:
        """Return whether the light changes between the frames before and after ``position``."""
        return (floor(position) in self.flashes) != (ceil(position) in self.flashes)
