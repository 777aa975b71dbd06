"""What the media of a conformed timeline would take, before it is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slowglass.core.errors import SlowglassError
from slowglass.core.job import JobSpec
from slowglass.host_adapters.otio.conform.clip_plan import ClipPlan

Estimate = Callable[[JobSpec], dict[str, Any]]
"""Makes some frames of a job and returns ``frames``, ``estimated_seconds``, ``estimated_bytes``."""


@dataclass(frozen=True)
class Cost:
    """Of a clip's media; None: that was not to be seen."""

    seconds: float | None
    size_bytes: float | None

    def __add__(self, other: Cost) -> Cost:
        """Return both together; what is not known of one is not known of both."""
        return Cost(_sum(self.seconds, other.seconds), _sum(self.size_bytes, other.size_bytes))


UNKNOWN = Cost(None, None)


def clip_costs(plans: Sequence[ClipPlan], estimate: Estimate) -> list[Cost]:
    """Return what the media of each clip takes.

    Some frames are made of one clip of each size and kind; those of others take as long.
    """
    each: dict[object, Cost] = {}
    found = []
    for plan in plans:
        if plan.job is None:
            found.append(Cost(0, 0))
            continue
        kind = plan.picture, Path(plan.job.output).suffix
        if kind not in each:
            each[kind] = _of_a_frame(plan.job, estimate)
        cost, frames = each[kind], plan.frames
        found.append(Cost(_times(cost.seconds, frames), _times(cost.size_bytes, frames)))
    return found


def _of_a_frame(job: JobSpec, estimate: Estimate) -> Cost:
    """Return what one frame takes; a job that fails here fails again, and says so, when it runs."""
    try:
        told = estimate(job)
    except SlowglassError:
        return UNKNOWN
    part = 1 / told["frames"]
    return Cost(_times(told["estimated_seconds"], part), _times(told["estimated_bytes"], part))


def _times(amount: float | None, factor: float) -> float | None:
    return None if amount is None else amount * factor


def _sum(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other
