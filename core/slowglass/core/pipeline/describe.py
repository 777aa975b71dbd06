"""The plan in words and rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from slowglass.core.timing import (
    Between,
    Blank,
    Copy,
    Entry,
    Extrapolate,
    FramePlan,
    SourceClock,
)


def describe(entry: Entry) -> str:
    """Return what an output frame is made of, source frames counted from the file's first."""
    if isinstance(entry, Copy):
        text = f"copy {entry.index}{_by(entry)}"
    elif isinstance(entry, Between):
        text = f"between {entry.left} and {entry.right} at {entry.t}{_by(entry)}"
    elif isinstance(entry, Extrapolate):
        text = f"extrapolate {entry.left} to {entry.right} at {entry.t}{_by(entry)}"
    elif isinstance(entry, Blank):
        text = "black (missing)"
    else:
        text = f"hold {entry.index} ({entry.why})"
    return text if entry.snapped_from is None else f"{text}, asked for {entry.snapped_from}"


def _by(entry: Entry) -> str:
    """Say what makes a mended entry."""
    return f" by {entry.model}" if entry.model else ""


def rows(plan: FramePlan) -> Iterator[dict[str, Any]]:
    """Yield the frame map: one row for each output frame."""
    for entry in plan:
        yield {
            "output": entry.output_index,
            "source_position": str(entry.source_position),
            "what": describe(entry),
        }


def decisions(plan: FramePlan) -> Iterator[str]:
    """Yield a line for each frame that is neither a copy nor a plain in-between."""
    for entry in plan.remarkable():
        yield f"{entry.output_index}: {describe(entry)}"


def counts(
    plan: FramePlan, part: range | None = None, *, makes_all: bool = False
) -> dict[str, int]:
    """Return how many output frames, of all or of a part, are made in which way.

    Args:
        plan: of the output.
        part: output indices; None: all.
        makes_all: whether a frame at the time of a source frame is made anew, too.
    """
    summary = plan.summary(part)
    copied, anew = (0, summary.copies) if makes_all else (summary.copies, 0)
    return {
        "copied": copied,
        "made anew": anew,
        "in between": summary.between,
        "extrapolated": summary.extrapolated,
        "held": sum(summary.holds.values()),
        "black": summary.black,
    }


def clock_facts(clock: SourceClock) -> dict[str, Any]:
    """Return when the frames of a source are shown, as plain JSON values.

    ``kind`` is constant, ticks or variable. With ticks ``gaps`` has a frame and how many ticks pass
    until the next, wherever that is not one.
    """
    kind = "constant" if clock.is_constant else "ticks" if clock.has_ticks else "variable"
    jitter = 0 if clock.jitter is None else clock.jitter.seconds
    gaps = []
    if clock.jitter is not None:
        steps = [(clock.seconds(k + 1) - clock.seconds(k)) for k in range(clock.frame_count)]
        passed = [step * clock.frame_rate for step in steps]
        gaps = [[k, str(ticks)] for k, ticks in enumerate(passed) if ticks != 1]
    return {
        "kind": kind,
        "frame_rate": str(clock.frame_rate),
        "jitter_seconds": str(jitter),
        "gaps": gaps,
    }
