"""The frame rates that a timeline of Resolve can have."""

from __future__ import annotations

from fractions import Fraction

from slowglass.core.errors import UsageError

WHOLE = (16, 18, 24, 25, 30, 48, 50, 60, 72, 96, 100, 120)
NTSC = (24, 30, 48, 60, 96, 120)
"""Whole rates that timelines have 1000/1001 times as fast, too."""
TIMELINE_RATES = sorted(
    [Fraction(rate) for rate in WHOLE] + [Fraction(rate * 1000, 1001) for rate in NTSC]
)


def rate_text(rate: Fraction) -> str:
    """Return a rate as Resolve writes it: 23.976, 25."""
    return f"{float(rate):.3f}".rstrip("0").rstrip(".")


def timeline_rate(wanted: Fraction | None, source_rate: Fraction) -> Fraction:
    """Return the rate of the timeline: the one that is wanted, else the nearest to the source's.

    Raises:
        UsageError: no timeline can have the rate that is wanted.
    """
    if wanted is None:
        return min(TIMELINE_RATES, key=lambda rate: abs(rate - source_rate))
    if wanted not in TIMELINE_RATES:
        known = ", ".join(map(rate_text, TIMELINE_RATES))
        raise UsageError(
            f"expected a frame rate that timelines of Resolve have, got {rate_text(wanted)}",
            hint=f"--rate is that of your edit, one of: {known}",
        )
    return wanted
