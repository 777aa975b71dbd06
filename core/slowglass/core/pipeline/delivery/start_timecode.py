"""The timecode that a result starts with."""

from __future__ import annotations

from slowglass.core.errors import TimeMapError
from slowglass.core.frames import ClipInfo
from slowglass.core.timing import FramePlan, SourceClock, Timecode


def start_timecode(info: ClipInfo, plan: FramePlan) -> Timecode | None:
    """Return the timecode of the first source frame of the range, at the rate of the output.

    None where the source has none, or one that its frame rate does not know.
    """
    if not info.timecode:
        return None
    clock: SourceClock = info.metadata.get("recorded_clock", info.clock)
    rate = clock.frame_rate if clock.has_ticks else plan.output_rate
    frames = round(clock.seconds_at(plan.span.clock.position(plan.span.start_seconds)) * rate)
    try:
        return (Timecode.parse(info.timecode, rate) + frames).at_rate(plan.output_rate)
    except TimeMapError:
        return None


def timecode_notes(info: ClipInfo, plan: FramePlan) -> tuple[str, ...]:
    """Say so where the source's timecode cannot be carried."""
    if info.timecode and start_timecode(info, plan) is None:
        return (f"timecode {info.timecode} does not fit the frame rate: not carried on",)
    return ()
