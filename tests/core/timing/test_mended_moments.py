"""A frame that somebody mended is made as the mend says in all its moments and lines."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from slowglass.core.timing import (
    Between,
    ConstantSpeed,
    Extrapolate,
    FramePlan,
    Hold,
    Readout,
    Shutter,
    SourceClock,
    bands,
    moments,
)

INDEX = 3
"""Of an output frame half-way between two of the source."""
SHUTTER, READOUT = Shutter(Fraction(360)), Readout(Fraction(40))


def mended(how: str) -> FramePlan:
    clock = SourceClock(Fraction(24), 6)
    plan = FramePlan.build(ConstantSpeed(Fraction(1, 2)), clock)
    own = plan[INDEX]
    assert isinstance(own, Between)
    held = Hold(INDEX, own.source_position, own.left, "mend")
    return replace(plan, mended=(replace(own, model=how) if how else held,))


def test_every_moment_and_every_line_is_made_by_the_model_of_the_mend() -> None:
    plan = mended("blend")
    seen = [one.entry for one in moments(plan, INDEX, SHUTTER)]
    lines = [one.entry for one in bands(plan, plan[INDEX], READOUT)]
    assert len(seen) > 1
    for entry in (*seen, *lines):
        assert not isinstance(entry, Between | Extrapolate) or entry.model == "blend"
    others = [one.entry for one in moments(plan, INDEX + 2, SHUTTER)]
    assert not any(isinstance(one, Between) and one.model for one in others)


def test_a_frame_that_is_held_by_a_mend_has_one_moment_and_its_own_lines() -> None:
    plan = mended("")
    assert [one.entry for one in moments(plan, INDEX, SHUTTER)] == [plan[INDEX]]
    assert [one.entry for one in bands(plan, plan[INDEX], READOUT)] == [plan[INDEX]]
