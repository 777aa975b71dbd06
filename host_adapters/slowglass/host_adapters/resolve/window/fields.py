"""What the dialog's fields say, as a wish, and what it comes to; no window is known here."""

from fractions import Fraction
from typing import Dict, List, Optional, Tuple

from ...common import FrameCost, Refusal, cost_lines, sentence
from ..clips import Reading
from ..plan import Plan, check_take, covered_frames, make_plan
from ..wish import Wish

Costs = Dict[Tuple[str, str, str, str], FrameCost]
"""What one frame costs, by source, model or quality, format, and shutters."""


def plans(readings: List[Reading], wish: Wish) -> List[Plan]:
    """Return what would be made for each clip.

    Raises:
        Refusal: one of them cannot be done so.
    """
    made = []
    for one in readings:
        part = covered_frames(one.timeline, one.clip, wish)
        made.append(make_plan(one.clip, one.source, part, wish))
        if wish.placing == "take":
            check_take(one.clip, one.source, made[-1])
    return made


def speed_for_length(reading: Reading, wish: Wish, frames: int) -> Fraction:
    """Return the speed at which the result for a clip has exactly so many frames.

    Raises:
        Refusal: the part between In and Out is wanted, and there is none.
    """
    covered = covered_frames(reading.timeline, reading.clip, wish)[1]
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


def cost_key(made: Plan, wish: Wish) -> Tuple[str, str, str, str]:
    """Return what frames must have in common to cost the same."""
    shutter = str([made.document.get(key) for key in ("shutter", "rolling_shutter")])
    return made.document["source"], wish.model or wish.quality, wish.format, shutter


def summary(readings: List[Reading], wish: Wish, costs: Costs) -> str:
    """Return lines that say how many frames, how long, how much disk, or why not."""
    try:
        made = plans(readings, wish)
    except Refusal as reason:
        return f"{sentence(str(reason), reason.hint)}."
    frames = sum(one.frames for one in made)
    seconds = sum(one.frames / reading.clip.timeline_rate for one, reading in zip(made, readings))
    text = f"{frames} frames, {float(seconds):.2f} s long"
    lines = cost_lines([(one.frames, costs.get(cost_key(one, wish))) for one in made])
    return "\n".join([text, *(lines or ["Time and disk: not measured yet"])])
