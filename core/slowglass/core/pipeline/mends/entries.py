"""What an entry of the plan becomes when somebody mends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from math import floor

from slowglass.core.choices import HOLDS
from slowglass.core.errors import UsageError
from slowglass.core.timing import Between, Copy, Entry, Extrapolate, FramePlan, Hold

HALF = Fraction(1, 2)


def with_changes(plan: FramePlan, hows: Mapping[int, str], *, makes_all: bool = False) -> FramePlan:
    """Return the plan with some frames made in another way.

    Args:
        plan: as decided from the picture.
        hows: by output index: one of `HOLDS`, or the name of a model.
        makes_all: a frame at the time of a source frame is made, too: of several moments.

    Raises:
        UsageError: a frame cannot be made in that way.
    """
    mended = (_mended(plan, k, how, makes_all) for k, how in sorted(hows.items()))
    return replace(plan, mended=tuple(mended))


def _mended(plan: FramePlan, index: int, how: str, makes_all: bool) -> Entry:
    """Return the entry of an output frame made in another way.

    Raises:
        UsageError: there is no such frame, or no pair of source frames to make it from.
    """
    if not 0 <= index < len(plan):
        raise UsageError(f"expected an output frame from 0 to {len(plan) - 1}, got {index}")
    entry = plan[index]
    if makes_all and isinstance(entry, Copy):
        if how in HOLDS:
            return Hold(index, entry.source_position, entry.index, "mend")
        return replace(entry, model=how)
    entry = _in_motion(plan, entry)
    if how not in HOLDS:
        return replace(entry, model=how)
    shown = {"hold-left": entry.left, "hold-right": entry.right}
    nearer = entry.left if entry.t < HALF else entry.right
    return Hold(index, entry.source_position, shown.get(how, nearer), "mend")


def _in_motion(plan: FramePlan, entry: Entry) -> Between | Extrapolate:
    """Return an entry between a pair, even where the plan holds a frame: a cut may be none.

    Raises:
        UsageError: it shows a source frame in its own time, or has no neighbour on one side.
    """
    if isinstance(entry, Between | Extrapolate):
        return entry
    index, position = entry.output_index, entry.source_position
    left = floor(position)
    pair, last = {left, left + 1}, plan.shots.frame_count - 1
    if isinstance(entry, Copy) or position == left:
        raise UsageError(
            f"expected a made frame, got one that is source frame {left} in its own time",
            frame=index,
            hint="only what was made can be made again",
        )
    if not 0 <= left < last or pair & plan.shots.missing:
        raise UsageError(
            "expected a frame between two of the source, got one with a neighbour on one side",
            frame=index,
        )
    return Between(index, position, left, left + 1, position - left)
