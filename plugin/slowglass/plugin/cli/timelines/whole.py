"""``slowglass conform``: a whole timeline made smooth at its rate."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from slowglass.core.errors import SlowglassError, UsageError
from slowglass.plugin.cli import options, show
from slowglass.plugin.cli.signals import SIGNALS

if TYPE_CHECKING:
    from slowglass.core.job import JobSpec
    from slowglass.host_adapters.otio.conform import ClipPlan, ClipResult


def conform(
    source: Annotated[
        str, typer.Argument(metavar="TIMELINE", help="A timeline that your editor exported.")
    ],
    output: Annotated[
        str, typer.Option("-o", "--output", help="The new timeline; its media lies beside it.")
    ],
    only: Annotated[
        list[str] | None,
        typer.Option(help="Name of a clip, * stands for anything; may be given several times."),
    ] = None,
    handles: Annotated[
        int, typer.Option(min=0, help="Frames to make before and after what a clip shows.")
    ] = 12,
    quality: options.Quality = None,
    model: options.Model = "",
    device: options.Device = "auto",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would be made, and what it would take.")
    ] = False,
    as_json: options.AsJson = False,
) -> None:
    """Make the clips of a timeline smooth whose speed or rate makes frames repeat or jump.

    Everything else stays as it is. The same command goes on where it was stopped.
    """
    if sys.version_info >= (3, 14):
        raise UsageError("expected Python 3.13 or older: OpenTimelineIO has none newer yet")
    from slowglass.host_adapters.otio import EngineWish
    from slowglass.host_adapters.otio.conform import (
        clip_costs,
        done_report,
        finish,
        plan_conform,
        planned_report,
    )

    planned = plan_conform(
        source,
        output,
        only=only or (),
        handles=handles,
        engine=EngineWish(quality, model, device),
    )
    clips = planned.remarkable
    if dry_run:
        costs = clip_costs(clips, partial(_estimate, quiet=as_json))
        show.result(*planned_report(planned, costs), as_json=as_json)
        raise typer.Exit(_worst(plan.error for plan in clips))
    results = [
        _make(plan, f"{number} of {len(clips)}", as_json) for number, plan in enumerate(clips, 1)
    ]
    finish(planned, results)
    show.result(*done_report(planned, results), as_json=as_json)
    raise typer.Exit(_worst(result.error for result in results))


def _estimate(job: JobSpec, quiet: bool) -> dict[str, Any]:
    """Make some frames of a job; return what it would take."""
    from slowglass.plugin.estimate import estimate

    with show.progress(quiet=quiet) as on_progress:
        return estimate(job, on_progress, lambda: False)


def _make(plan: ClipPlan, count: str, quiet: bool) -> ClipResult:
    """Make the media of a clip and say what became of it."""
    from slowglass.host_adapters.otio.conform import make

    name = plan.name
    if not quiet:
        show.note(f"{count}: {name} at {plan.timecode}: {plan.why or 'cannot be done'}")
    with (
        show.progress(quiet=quiet) as on_progress,
        SIGNALS.between_frames(on_progress) as (report, stop),
    ):
        result = make(plan, report, stop)
    for sentence in result.made.notes if result.made else ():
        show.note(f"Note: {name}: {sentence}")
    return result


def _worst(errors: Iterable[SlowglassError | None]) -> int:
    """Return the exit code of the worst that happened, 0 if nothing did."""
    return max((error.exit_code for error in errors if error is not None), default=0)
