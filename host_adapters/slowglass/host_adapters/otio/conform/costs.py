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

    def times(self, factor: float) -> Cost:
        """Return what so many of it take."""
        return Cost(_times(self.seconds, factor), _times(self.size_bytes, factor))


UNKNOWN = Cost(None, None)


def clip_costs(plans: Sequence[ClipPlan], estimate: Estimate) -> list[Cost]:
    """Return what the media of each clip takes.

    Some frames are made of the longest clip of each size and kind; those of others take as long.
    """
    longest: dict[object, ClipPlan] = {}
    for plan in sorted(plans, key=lambda one: (not one.is_still, one.frames)):
        if plan.job is not None:
            longest[_kind(plan)] = plan
    each = {kind: _of_a_frame(plan, estimate) for kind, plan in longest.items()}
    return [
        each[_kind(plan)].times(plan.frames) if plan.job is not None else Cost(0, 0)
        for plan in plans
    ]


def _kind(plan: ClipPlan) -> object:
    """Return what frames of two clips have in common that take as long."""
    return plan.picture, plan.job is not None and Path(plan.job.output).suffix


def _of_a_frame(plan: ClipPlan, estimate: Estimate) -> Cost:
    """Return what one frame takes; a job that fails here fails again, and says so, when it runs."""
    assert plan.job is not None
    try:
        told = estimate(plan.job)
    except SlowglassError:
        return UNKNOWN
    return Cost(told["estimated_seconds"], told["estimated_bytes"]).times(1 / told["frames"])


def _times(amount: float | None, factor: float) -> float | None:
    return None if amount is None else amount * factor


def _sum(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other
