"""What is to be done and what was done, for machines and for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from slowglass.host_adapters.common import duration_text, size_text
from slowglass.host_adapters.otio.conform.clip_plan import ClipPlan
from slowglass.host_adapters.otio.conform.costs import Cost
from slowglass.host_adapters.otio.conform.plan_all import Conform
from slowglass.host_adapters.otio.conform.run import ClipResult

Report = tuple[dict[str, Any], list[str]]
"""A document, and lines for people."""

_COLUMNS = ("at", "clip", "why", "frames", "time", "disk")


def planned_report(conform: Conform, costs: Sequence[Cost]) -> Report:
    """Return what would be made.

    Args:
        conform: the timeline and its clips.
        costs: of each of its remarkable clips.
    """
    rows = list(zip(conform.remarkable, costs))
    table = [_COLUMNS, *(_cells(plan, cost) for plan, cost in rows)]
    total = sum((cost for _, cost in rows), Cost(0, 0))
    frames = sum(plan.frames for plan, _ in rows)
    last = (
        f"{_count(len(conform.planned))} to make: {frames} frames, {_took(total)}; {_left(conform)}"
    )
    document = {
        "clips": [{**_facts(plan), **_cost_facts(cost)} for plan, cost in rows],
        "left": len(conform.plans) - len(rows),
        "frames": frames,
        **_cost_facts(total),
    }
    return document, [*_aligned(table), last]


def done_report(conform: Conform, results: Sequence[ClipResult]) -> Report:
    """Return what was made.

    Args:
        conform: the timeline, as it was written.
        results: of the clips that needed frames or could not be read.
    """
    made = [result.made for result in results if result.made is not None]
    failed = [result for result in results if result.error is not None]
    frames, kept = sum(one.frames for one in made), sum(one.kept for one in made)
    document = {
        "output": str(conform.target),
        "clips": [
            {**_facts(result.plan), **_error_facts(result.error), "output": _output(result)}
            for result in results
        ],
        "left": len(conform.plans) - len(results),
        "frames": frames,
        "kept": kept,
    }
    lines = [
        f"{conform.target}: {_count(len(made))} relinked, {frames} frames ({kept} kept from before)"
    ]
    lines += [f"Left as it was: {result.plan.name}: {result.error}" for result in failed]
    return document, [*lines, _left(conform)]


def _facts(plan: ClipPlan) -> dict[str, Any]:
    """Return what is known of a clip before its frames are made."""
    return {
        "clip": plan.name,
        "timecode": plan.timecode,
        "why": plan.why,
        "frames": plan.frames,
        **_error_facts(plan.error),
    }


def _error_facts(error: Exception | None) -> dict[str, str]:
    return {} if error is None else {"error": str(error)}


def _cost_facts(cost: Cost) -> dict[str, float | None]:
    return {"estimated_seconds": cost.seconds, "estimated_bytes": cost.size_bytes}


def _output(result: ClipResult) -> str:
    return "" if result.made is None else result.made.output


def _cells(plan: ClipPlan, cost: Cost) -> tuple[str, ...]:
    """Return a row of the table."""
    if plan.error is not None:
        return plan.timecode, plan.name, f"cannot be done: {plan.error}", "", "", ""
    time, disk = _took(cost).split(", ")
    return plan.timecode, plan.name, plan.why, str(plan.frames), time, disk


def _took(cost: Cost) -> str:
    """Return time and disk for people."""
    time = "?" if cost.seconds is None else duration_text(cost.seconds)
    disk = "?" if cost.size_bytes is None else size_text(cost.size_bytes)
    return f"{time}, {disk}"


def _left(conform: Conform) -> str:
    """Return how many clips need nothing."""
    left = len(conform.plans) - len(conform.remarkable)
    return f"{_count(left)} left as it is" if left == 1 else f"{_count(left)} left as they are"


def _count(clips: int) -> str:
    return f"{clips} clip{'' if clips == 1 else 's'}"


def _aligned(table: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the rows of a table with their columns under each other; the last is not padded."""
    widths = [min(48, max(map(len, column))) for column in zip(*table)]
    for row in table:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip()
