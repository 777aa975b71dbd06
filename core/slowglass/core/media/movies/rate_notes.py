"""What is to be said of when the frames of a movie were recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from slowglass.core.timing import SourceClock

LISTED = 10


def rate_notes(clock: SourceClock) -> Iterator[str]:
    """Say what was found, and assumed, of a clock that is not constant."""
    if clock.times is None:
        return
    rate = f"{float(clock.frame_rate):.6g} fps"
    if clock.jitter is None:
        average = float(clock.frame_count / clock.duration_seconds)
        yield (
            f"variable frame rate, {average:.3f} fps on average: each frame keeps its own time; "
            f"{rate}, as where frames are dense, is the rate unless another is asked for"
        )
    elif clock.jitter.seconds:
        milliseconds = f"{float(clock.jitter.seconds * 1000):.2g} ms"
        yield f"{rate}: frames that came up to {milliseconds} off its ticks are taken to be on them"
    if clock.holes:
        frames = sum(hole.frames for hole in clock.holes)
        where = _places(clock, [hole.after for hole in clock.holes])
        yield f"{rate} with {frames} frames that never came, after frame {where}"
    still = [k for k in range(clock.frame_count) if clock.stands(k)]
    if still:
        where = _places(clock, still)
        yield f"nothing was recorded for long after frame {where}: the picture stands still there"


def _places(clock: SourceClock, frames: Sequence[int]) -> str:
    """Return frames with their times, for a sentence."""
    shown = ", ".join(f"{k} ({float(clock.seconds(k)):.3f} s)" for k in frames[:LISTED])
    return shown + (f" and {len(frames) - LISTED} more" if len(frames) > LISTED else "")
