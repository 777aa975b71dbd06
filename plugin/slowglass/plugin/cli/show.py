"""What people see while something runs: a bar with the time left, or lines where nobody watches."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from slowglass.plugin.marks import PROGRESS_VARIABLE

if TYPE_CHECKING:
    from slowglass.core.pipeline import Progress

STAGES = {
    "open": "Opening the clip and the model",
    "compile": "Compiling for this processor, once",
    "look": "Looking for cuts",
    "keep": "Checking what is there",
    "make": "Making frames",
    "finish": "Finishing the result",
    "preview": "Making the preview",
    "check": "Checking frames",
}
LINE_STEP_PERCENT = 10


def result(document: dict[str, Any], lines: list[str], *, as_json: bool) -> None:
    """Write a result to stdout: lines for people, or one JSON document for machines."""
    typer.echo(json.dumps(document, indent=2) if as_json else "\n".join(lines))


def note(text: str) -> None:
    """Write a line for people to stderr."""
    typer.echo(text, err=True)


def failure(text: str) -> None:
    """Tell a farm why the task failed, where one listens."""
    if _for_farm():
        typer.echo(f"openjd_fail: {text}")


@contextmanager
def progress(quiet: bool = False) -> Iterator[Callable[[Progress], None]]:
    """Give a function that shows how far the work is, on stderr."""
    if _for_farm():
        yield _farm_progress
    elif quiet:
        yield lambda _: None
    elif sys.stderr.isatty():
        with _bar() as show:
            yield show
    else:
        yield _Lines()


def _for_farm() -> bool:
    return os.environ.get(PROGRESS_VARIABLE) == "openjd"


def _farm_progress(progress: Progress) -> None:
    """Say the stage as it begins, and how far the frames are."""
    if progress.done in (0, 1):
        typer.echo(f"openjd_status: {STAGES[progress.stage]}")
    if progress.stage in ("make", "check"):
        typer.echo(f"openjd_progress: {100 * progress.done / max(progress.total, 1):.1f}")


@contextmanager
def _bar() -> Iterator[Callable[[Progress], None]]:
    """Show a bar with frames per second and the time left."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress as Bar,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        tasks: dict[str, Any] = {}

        def show(progress: Progress) -> None:
            if progress.stage not in tasks:
                tasks[progress.stage] = bar.add_task(STAGES[progress.stage], total=progress.total)
            bar.update(tasks[progress.stage], completed=progress.done, total=progress.total)

        yield show


class _Lines:
    """One line for every tenth of the work: for logs and farms."""

    def __init__(self) -> None:
        self._shown: dict[str, int] = {}

    def __call__(self, progress: Progress) -> None:
        """Write a line if another tenth is done; one alone for what has no parts."""
        percent = 100 * progress.done // max(progress.total, 1)
        step = percent // LINE_STEP_PERCENT
        if step > self._shown.get(progress.stage, -1):
            self._shown[progress.stage] = step
            parts = f": {progress.done} of {progress.total} ({percent} %)"
            if progress.total > 1 or not progress.done:
                note(STAGES[progress.stage] + (parts if progress.total > 1 else ""))
