"""``slowglass batch``: many jobs, one after another."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from slowglass.core.errors import SlowglassError, UsageError
from slowglass.plugin.cli import options, show
from slowglass.plugin.cli.signals import SIGNALS, Stopped

if TYPE_CHECKING:
    from slowglass.plugin.batch import Listed, Outcome


def batch(
    jobs: Annotated[
        Path, typer.Argument(metavar="JOBS", help="Jobs as .jsonl or .toml; to watch, a recipe.")
    ],
    watch: Annotated[
        Path | None,
        typer.Option(help="Do what JOBS says with all footage that comes into this folder."),
    ] = None,
    idle: Annotated[
        float | None, typer.Option(min=0, help="Stop watching if nothing came for so many seconds.")
    ] = None,
    as_json: options.AsJson = False,
) -> None:
    """Do many jobs, one after another; a file that is still being copied is waited for.

    A job that fails keeps no other; the exit code is that of the worst. The same command goes on
    where it was stopped.
    """
    from slowglass.plugin.batch import read_jobs

    if watch is None and idle is not None:
        raise UsageError("expected --idle together with --watch")
    listed = read_jobs(jobs) if watch is None else _coming(jobs, watch, idle)
    done, failed, worst = 0, 0, 0
    try:
        for outcome in _outcomes(listed, as_json):
            failed += outcome.error is not None
            done += outcome.error is None
            worst = max(worst, outcome.exit_code)
            typer.echo(json.dumps(outcome.to_json()) if as_json else outcome.to_text())
    except Stopped:
        if watch is None:
            raise
    if as_json:
        typer.echo(json.dumps({"done": done, "failed": failed, "exit_code": worst}))
    else:
        typer.echo(f"{done} done, {failed} failed")
    raise typer.Exit(worst)


def _outcomes(listed: Iterable[Listed], quiet: bool) -> Iterator[Outcome]:
    """Yield what becomes of each job."""
    from slowglass.plugin.batch import do, wait_until_settled

    for one in listed:
        with (
            show.progress(quiet=quiet) as on_progress,
            SIGNALS.between_frames(on_progress) as (report, stop),
        ):
            if one.job is not None:
                wait_until_settled(Path(one.job.source), stop)
            outcome = do(one, report, stop)
        for sentence in outcome.result.notes if outcome.result else ():
            show.note(f"Note: {one.number}: {sentence}")
        yield outcome


def _coming(recipe_file: Path, folder: Path, idle_seconds: float | None) -> Iterator[Listed]:
    """Yield the jobs for footage as it comes."""
    from slowglass.plugin.batch import Listed, Recipe, arrivals

    recipe = Recipe.read(recipe_file)
    made = Path(recipe.job_for(folder / "clip.mov").output).absolute().parent
    if folder.absolute() in (made, made.parent):
        raise UsageError("expected results elsewhere than in the folder that is watched", path=made)
    show.note(f"Watching {folder}; Ctrl-C ends it.")
    for number, path in enumerate(arrivals(folder, lambda: False, idle_seconds), 1):
        try:
            yield Listed(number, recipe.job_for(path))
        except SlowglassError as error:
            yield Listed(number, error=error)
