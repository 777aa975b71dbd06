"""``slowglass check``: whether a delivered result is whole."""

from __future__ import annotations

import shlex
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
    confidence_out: Annotated[
        str,
        typer.Option(
            metavar="PATH",
            help="Write how sure each frame is: heat.####.exr, or heat.mp4 over the pictures.",
        ),
    ] = "",
    as_json: options.AsJson = False,
) -> None:
    """Compare a result with its manifest and read it back; exit with 3 if anything is wrong."""
    from slowglass.core.pipeline import check as check_output

    with show.progress(quiet=as_json) as on_progress:
        report = check_output(output, on_progress=on_progress)
    for sentence in report.notes:
        show.note(f"Note: {sentence}")
    show.result(report.to_json(), _lines(report), as_json=as_json)
    if confidence_out:
        from slowglass.core.pipeline import write_confidence

        with show.progress(quiet=True) as on_progress:
            files = write_confidence(output, confidence_out, on_progress, lambda: False)
        show.note(f"Confidence: {files[0]}")
    if report.problems:
        raise typer.Exit(InputError.exit_code)


def _lines(report: CheckReport) -> list[str]:
    """Return the report for people: a line in all, and one for each kind of problem."""
    what = "whole" if not report.problems else "not whole"
    head = f"{report.output}: {what}, {report.frames} frames read back"
    problems = [f"  {_line(problem)}" for problem in report.problems]
    return [head, *problems, *_mended(report), *_doubts(report)]


def _mended(report: CheckReport) -> list[str]:
    """Say which frames are mended."""
    count = len(report.mended)
    return [f"  {count} mended: {_names(report.mended)}"] if count else []


def _doubts(report: CheckReport) -> list[str]:
    """Return the least sure frames as `redo --from-list` reads them, and how to mend them."""
    if not report.doubts:
        return []
    rows = [f"{one.frame}  # confidence {one.confidence:.2f}  {one.file}" for one in report.doubts]
    numbers = ",".join(str(one.frame) for one in report.doubts)
    return [
        "# Look at these first, the worst is the first; to make them in another way:",
        f"# slowglass redo {shlex.quote(report.output)} --frames {numbers} --model blend",
        *rows,
    ]


def _names(files: tuple[str, ...]) -> str:
    """Return the first names, and how many follow."""
    more = f" and {len(files) - _LISTED} more" if len(files) > _LISTED else ""
    return ", ".join(files[:_LISTED]) + more


def _line(problem: Problem) -> str:
    """Return a problem in one line."""
    count = f"{len(problem.files)} files: " if len(problem.files) > 1 else ""
    return f"{problem.kind}: " + "; ".join(
        filter(None, (count + _names(problem.files), problem.detail))
    )
