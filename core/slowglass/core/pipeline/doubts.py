"""Which frames of a result to look at first."""

from __future__ import annotations

from slowglass.core.pipeline.check_report import Doubt
from slowglass.core.pipeline.delivery import Recorded

LISTED = 10
SURE = 0.9
"""Confidence from which on a frame need not be looked at."""


def doubts_of(recorded: Recorded | None) -> tuple[Doubt, ...]:
    """Return the least sure of the made frames, the worst first; of equal ones the first."""
    if recorded is None:
        return ()
    unsure = [one for one in recorded.confidence.values() if one.value < SURE]
    worst = sorted(unsure, key=lambda one: (one.value, one.output_index))[:LISTED]
    return tuple(
        Doubt(
            recorded.first_number + one.output_index,
            recorded.frames[one.output_index].path if one.output_index in recorded.frames else "",
            one.value,
        )
        for one in worst
    )


def mended_files(recorded: Recorded | None) -> tuple[str, ...]:
    """Return the names of the frames that were made again in another way, in order."""
    if recorded is None:
        return ()
    indices = sorted({mend.output_index for mend in recorded.mends} & recorded.frames.keys())
    return tuple(recorded.frames[index].path for index in indices)
