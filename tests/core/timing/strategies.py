"""Made-up maps and clocks for property tests."""

from fractions import Fraction

from hypothesis import settings, strategies as st

from slowglass.core.timing import (
    Chain,
    Conform,
    ConstantSpeed,
    Freeze,
    KeepDuration,
    Part,
    Positions,
    Reverse,
    SourceClock,
    SpeedCurve,
    SpeedKey,
    TimeMap,
    recorded_clock,
)
from slowglass.core.timing.curve import INTERPOLATIONS

few_examples = settings(max_examples=40, deadline=None)
"""Exact fractions grow; a slow machine is no failure."""

RATES = st.sampled_from([Fraction(24), Fraction(24000, 1001), Fraction(25), Fraction(60)])
SPEEDS = st.fractions(Fraction(1, 20), 4, max_denominator=60)


@st.composite
def clocks(draw: st.DrawFn) -> SourceClock:
    """A source of a constant or variable rate."""
    rate = draw(RATES)
    if draw(st.booleans()):
        return SourceClock(rate, draw(st.integers(1, 40)))
    steps = draw(st.lists(st.integers(1, 90), min_size=1, max_size=20))
    stamps = [sum(steps[:k]) for k in range(len(steps) + 1)]
    return recorded_clock(stamps, Fraction(1, 1000), (), Fraction(1, 30))


@st.composite
def curves(draw: st.DrawFn) -> SpeedCurve:
    """A ramp through up to five keys."""
    times = draw(
        st.lists(st.fractions(0, 3, max_denominator=48), min_size=1, max_size=5, unique=True)
    )
    kinds = st.sampled_from(INTERPOLATIONS)
    return SpeedCurve(tuple(SpeedKey(time, draw(SPEEDS), draw(kinds)) for time in sorted(times)))


def forward_maps() -> st.SearchStrategy[TimeMap]:
    """Maps in which source time never runs backwards."""
    return st.one_of(
        SPEEDS.map(ConstantSpeed), RATES.map(Conform), RATES.map(KeepDuration), curves()
    )


def _chains(inner: st.SearchStrategy[TimeMap]) -> st.SearchStrategy[Chain]:
    durations = st.none() | st.fractions(Fraction(1, 100), 2, max_denominator=100)
    starts = st.fractions(0, 2, max_denominator=100)
    part = st.builds(Part, inner, starts, durations)
    return st.lists(part, min_size=1, max_size=3).map(lambda parts: Chain(tuple(parts)))


def any_maps() -> st.SearchStrategy[TimeMap]:
    """Maps of every kind, nested."""
    positions = st.lists(st.fractions(-5, 50, max_denominator=10**6), min_size=1, max_size=6)
    simple = st.one_of(
        forward_maps(),
        st.builds(
            Positions,
            positions.map(tuple),
            st.none() | RATES,
            st.none() | RATES,
            st.none() | st.integers(1, 10**6),
        ),
        st.builds(Freeze, st.fractions(0, 5), st.fractions(Fraction(1, 9), 5)),
    )
    return st.recursive(
        simple, lambda inner: st.builds(Reverse, inner) | _chains(inner), max_leaves=4
    )
