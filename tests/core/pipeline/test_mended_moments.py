"""A frame that somebody mended is made as the mend says in all its moments and lines."""

from __future__ import annotations

from fractions import Fraction

import pytest

from slowglass.core.errors import UsageError
from slowglass.core.pipeline.mends.entries import with_changes
from slowglass.core.timing import (
    ConstantSpeed,
    Copy,
    FramePlan,
    Hold,
    Readout,
    Shutter,
    SourceClock,
    bands,
    moments,
)

BETWEEN, AT_SOURCE = 3, 4
"""An output frame half-way between two of the source, and one at the time of one."""
SHUTTER, READOUT = Shutter(Fraction(360)), Readout(Fraction(40))


def plan() -> FramePlan:
    return FramePlan.build(ConstantSpeed(Fraction(1, 2)), SourceClock(Fraction(24), 6))


@pytest.mark.parametrize("index", [BETWEEN, AT_SOURCE])
def test_every_moment_and_every_line_is_made_by_the_model_of_the_mend(index: int) -> None:
    mended = with_changes(plan(), {index: "blend"}, makes_all=True)
    seen = [one.entry for one in moments(mended, index, SHUTTER)]
    lines = [one.entry for one in bands(mended, mended[index], READOUT)]
    assert len(seen) > 1
    assert {entry.model for entry in (*seen, *lines)} == {"blend"}
    assert not any(one.entry.model for one in moments(mended, index + 1, SHUTTER))


@pytest.mark.parametrize("index", [BETWEEN, AT_SOURCE])
def test_a_frame_that_is_held_by_a_mend_has_one_moment_and_its_own_lines(index: int) -> None:
    mended = with_changes(plan(), {index: "hold-left"}, makes_all=True)
    held = mended[index]
    assert isinstance(held, Hold)
    assert held.index == index // 2
    assert [one.entry for one in moments(mended, index, SHUTTER)] == [held]
    assert [one.entry for one in bands(mended, held, READOUT)] == [held]


def test_a_copy_that_nothing_exposes_is_not_made_again() -> None:
    assert isinstance(plan()[AT_SOURCE], Copy)
    with pytest.raises(UsageError, match="expected a made frame"):
        with_changes(plan(), {AT_SOURCE: "blend"})
