"""``slowglass check``: whether a delivered result is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from slowglass.core.errors import InputError
from slowglass.plugin.cli import options, show

if TYPE_CHECKING:
    from slowglass.core.pipeline import CheckReport, Problem

_LISTED = 8


def check(
    output: Annotated[
        str, typer.Argument(metavar="OUTPUT", help="Movie, pattern, frame or folder of a result.")
    ],
    as_json: options.AsJson = False,
) -> None:
    """Compare a result with its manifest and read it back; exit with 3 if anything is wrong."""
    from slowglass.core.pipeline import check as check_output

    with show.progress(quiet=as_json) as on_progress:
        report = check_output(output, on_progress=on_progress)
    for sentence in report.notes:
        show.note(f"Note: {sentence}")
    show.result(report.to_json(), _lines(report), as_json=as_json)
    if report.problems:
        raise typer.Exit(InputError.exit_code)


def _lines(report: CheckReport) -> list[str]:
    """Return the report for people: a line in all, and one for each kind of problem."""
    what = "whole" if not report.problems else "not whole"
    head = f"{report.output}: {what}, {report.frames} frames read back"
    return [head, *(f"  {_line(problem)}" for problem in report.problems)]


def _line(problem: Problem) -> str:
    """Return a problem in one line."""
    names = ", ".join(problem.files[:_LISTED])
    more = f" and {len(problem.files) - _LISTED} more" if len(problem.files) > _LISTED else ""
    count = f"{len(problem.files)} files: " if len(problem.files) > 1 else ""
    return f"{problem.kind}: " + "; ".join(filter(None, (count + names + more, problem.detail)))
