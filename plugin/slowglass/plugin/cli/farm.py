"""``slowglass farm``: a job for the machines of a render farm."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from slowglass.plugin.cli import options, show

FRAMES_EACH = 100

app = typer.Typer(name="farm", help="Bundle a job for a render farm.", no_args_is_help=True)


@app.callback()
def _farm() -> None:
    """Hold the commands."""


@app.command()
def bundle(
    job_file: Annotated[Path, typer.Argument(metavar="JOB", help="A slowglass.job/1 JSON file.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="An empty folder.")],
    frames_each: Annotated[
        int, typer.Option(min=1, help="Frames of a task, at least; pairs stay whole.")
    ] = FRAMES_EACH,
    as_json: options.AsJson = False,
) -> None:
    """Write an Open Job Description bundle: frames in parts, then what ends and checks them."""
    from slowglass.core.job_json import read_job
    from slowglass.plugin.farm import write_bundle

    with show.progress(quiet=as_json) as report:
        made = write_bundle(read_job(job_file), output, frames_each, report)
    for sentence in made.notes:
        show.note(f"Note: {sentence}")
    lines = [
        f"{made.template}: {made.frames} frames in {made.tasks or 1} tasks",
        f"Try it here: openjd run {made.template} --step Check --run-dependencies "
        f"-p file://{made.parameters}",
        f"On AWS Deadline Cloud: deadline bundle submit {output}",
    ]
    show.result(dict(made.__dict__), lines, as_json=as_json)
