"""The frame rates that a timeline of Resolve can have."""

from __future__ import annotations

from fractions import Fraction

from slowglass.core.errors import UsageError
from slowglass.host_adapters.common import NTSC_RATES, rate_text

WHOLE = (16, 18, 24, 25, 30, 48, 50, 60, 72, 96, 100, 120)
TIMELINE_RATES = sorted(
    [Fraction(rate) for rate in WHOLE] + [Fraction(rate * 1000, 1001) for rate in NTSC_RATES]
)


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
