"""Making the media of a conformed timeline, and writing it."""

from __future__ import annotations

import os
from dataclasses import dataclass

from slowglass.core.errors import CancelledError, SlowglassError
from slowglass.core.pipeline import Cancelled, OnProgress, RetimeResult, retime
from slowglass.host_adapters.otio.conform.clip_plan import ClipPlan
from slowglass.host_adapters.otio.conform.own_timeline import note_own, refuse_foreign
from slowglass.host_adapters.otio.conform.plan_all import Conform
from slowglass.host_adapters.otio.conform.relink import relink
from slowglass.host_adapters.otio.conform.write import write_conformed


@dataclass(frozen=True)
class ClipResult:
    """What became of a clip that needed frames, or could not be read."""

    plan: ClipPlan
    made: RetimeResult | None = None
    error: SlowglassError | None = None


def make(plan: ClipPlan, on_progress: OnProgress, cancelled: Cancelled) -> ClipResult:
    """Make the media of a clip; what was made before is kept.

    Raises:
        CancelledError: the user stopped it.
    """
    if plan.error is not None or plan.job is None:
        return ClipResult(plan, error=plan.error)
    try:
        return ClipResult(plan, retime(plan.job, on_progress=on_progress, cancelled=cancelled))
    except CancelledError:
        raise
    except SlowglassError as error:
        return ClipResult(plan, error=error)


def finish(conform: Conform, results: list[ClipResult]) -> None:
    """Write the timeline, with those clips relinked whose media was made.

    Raises:
        OutputError: it cannot be written, or somebody changed it since it was.
        InputError: what was made cannot be read.
    """
    refuse_foreign(conform.target)
    done = [result.plan for result in results if result.made is not None]
    for plan in done:
        relink(plan, os.path.dirname(conform.target))
    clips = [plan.place.clip for plan in done]
    write_conformed(conform.timeline, conform.source, conform.target, clips)
    note_own(conform.target)
