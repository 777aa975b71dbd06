"""A plan cut into runs of frames, where no pair of source frames falls into two."""

from __future__ import annotations

from collections.abc import Iterator

from slowglass.core.timing import FramePlan


def runs(plan: FramePlan, least_frames: int) -> Iterator[range]:
    """Yield runs of output indices, in order, that together are the whole plan.

    The motion of a pair is estimated once in a run, so frames of one pair stay together.

    Args:
        plan: of the job.
        least_frames: how many frames a run has at least, but for the last one.
    """
    start, before = 0, None
    for entry in plan:
        pair = entry.source_frames
        if pair != before and entry.output_index - start >= least_frames:
            yield range(start, entry.output_index)
            start = entry.output_index
        before = pair
    yield range(start, len(plan))
