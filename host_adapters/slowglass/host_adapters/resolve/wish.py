"""What the dialog's fields say, as a request, and what it comes to; no window is known here."""

from fractions import Fraction
from typing import Any, Dict, List, NamedTuple, Optional, Tuple

from ..common.words import duration_text, size_text
from .job import Plan, covered_frames, plan
from .reading import Reading
from .refuse import Refused
from .request import Request
from .take import check_take

Rates = Dict[Tuple[str, str, str], "Rate"]
"""What one frame costs, by source, model and format."""


class Rate(NamedTuple):
    """What one frame costs; None: the trial did not last long enough to tell."""

    seconds: Optional[float]
    bytes: Optional[float]
    free_bytes: int
    """On the disk of the output."""


def plans(readings: List[Reading], request: Request) -> List[Plan]:
    """Return what would be made for each clip.

    Raises:
        Refused: one of them cannot be done so.
    """
    made = []
    for one in readings:
        part = covered_frames(one.timeline, one.clip, request)
        made.append(plan(one.clip, one.source, part, request))
        if request.placing == "take":
            check_take(one.clip, one.source, made[-1])
    return made


def speed_for_length(reading: Reading, request: Request, frames: int) -> Fraction:
    """Return the speed at which the result for a clip has exactly so many frames.

    Raises:
        Refused: the part between In and Out is wanted, and there is none.
    """
    covered = covered_frames(reading.timeline, reading.clip, request)[1]
    return abs(reading.source.speed) * Fraction(covered, frames)


def parse_speed(text: str) -> Optional[Fraction]:
    """Return the speed of a text in percent; None if it is none."""
    try:
        speed = Fraction(text.replace(",", ".").replace("%", "").strip()) / 100
    except (ValueError, ZeroDivisionError):
        return None
    return speed if speed > 0 else None


def speed_text(speed: Fraction) -> str:
    """Return a speed in percent, rounded to what people read."""
    return f"{float(100 * speed):.6g}"


def rate_of(result: Dict[str, Any]) -> Rate:
    """Return what a frame costs, from the engine's answer to ``plan``."""
    frames, seconds, size = (
        result[key] for key in ("frames", "estimated_seconds", "estimated_bytes")
    )
    return Rate(
        seconds=None if seconds is None else seconds / frames,
        bytes=None if size is None else size / frames,
        free_bytes=result["free_bytes"],
    )


def rate_key(made: Plan, request: Request) -> Tuple[str, str, str]:
    """Return what frames must have in common to cost the same."""
    return made.job["source"], request.model, request.format


def summary(readings: List[Reading], request: Request, rates: Rates) -> str:
    """Return lines that say how many frames, how long, how much disk, or why not."""
    try:
        made = plans(readings, request)
    except Refused as reason:
        return f"{reason}. {reason.hint}".strip()
    frames = sum(one.frames for one in made)
    seconds = sum(one.frames / reading.clip.timeline_rate for one, reading in zip(made, readings))
    text = f"{frames} frames, {float(seconds):.2f} s long"
    known = [(one.frames, rates.get(rate_key(one, request))) for one in made]
    costs = [(count, rate) for count, rate in known if rate is not None]
    if len(costs) < len(made):
        return text + "\nTime and disk: not measured yet"
    times = [count * rate.seconds for count, rate in costs if rate.seconds is not None]
    sizes = [count * rate.bytes for count, rate in costs if rate.bytes is not None]
    takes = f"about {duration_text(sum(times))}" if len(times) == len(made) else "time unknown"
    size = f"about {size_text(sum(sizes))}" if len(sizes) == len(made) else "size unknown"
    free = min(rate.free_bytes for _, rate in costs)
    warning = "\nThe disk is too small for it" if sum(sizes) > free else ""
    return f"{text}\nTakes {takes}, {size} of {size_text(free)} free{warning}"
