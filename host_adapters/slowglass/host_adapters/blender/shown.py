"""What a strip shows, as the engine's jobs say it, and the speed that is drawn over it."""

from fractions import Fraction
from typing import Any, Dict, List, Tuple

from ...plugin.protocol import drawings, jobs
from ..common import Refusal
from .strip import StripReading
from .timeline import scene_rate
from .wish import DRAWN, Wish


def time_map(reading: StripReading, positions: List[Fraction], rate: Fraction) -> Dict[str, Any]:
    """Return the time map that shows source positions, one for each scene frame.

    Blender shows what a movie shows at a position's time, at the rate that it takes it to have.
    """
    return jobs.positions(positions, rate, position_rate=reading.source_rate)


def source_options(reading: StripReading, rate: Fraction) -> Dict[str, Any]:
    """Return the keys of a job that say how the source is read."""
    is_movie = reading.kind == "movie"
    return {
        "source_rate": None if is_movie else rate,
        "colour": reading.colour if is_movie else None,
        "deinterlace": reading.deinterlace or None,
        "missing": None if reading.missing == "error" else reading.missing,
    }


def begin_drawing(reading: StripReading, rate: Fraction) -> str:
    """Return the path of the file in which speed can be drawn over what a strip shows.

    Raises:
        OSError: it could not be written.
    """
    return drawings.begin_drawing(_shown_job(reading, rate))


def wished_positions(
    scene: Any, strip: Any, wish: Wish, reading: StripReading
) -> Tuple[List[Fraction], Fraction]:
    """Return the source position of each frame, and the speed, of a drawn one the mean.

    Raises:
        Refusal: what is wished makes no sense for this strip, with the reason.
    """
    if wish.kind == DRAWN:
        positions = _drawn_positions(reading, scene_rate(scene))
        return positions, Fraction(reading.end - reading.start, len(positions))
    speed = wish.speed_for(reading, scene)
    if wish.is_part and speed != 1 and strip.type == "SPEED":
        raise Refusal(
            "A part of what a Speed Control shows cannot become longer or shorter: fill its "
            "retime, then slow a part of the result down"
        )
    return reading.positions_at_speed(speed), speed


def _drawn_positions(reading: StripReading, rate: Fraction) -> List[Fraction]:
    """Return the source positions that the drawn speed asks for.

    Raises:
        Refusal: no speed was drawn over what the strip shows now.
    """
    moments = drawings.drawn_moments(_shown_job(reading, rate))
    if not moments:
        raise Refusal(
            "No speed was drawn and saved for what it shows now: choose Draw Speed; what was drawn "
            "before it was trimmed or retimed counts again once it shows the same"
        )
    return reading.positions_at(moments)


def _shown_job(reading: StripReading, rate: Fraction) -> Dict[str, Any]:
    """Return a job that shows what is seen now."""
    time = time_map(reading, reading.positions_at_speed(Fraction(1)), rate)
    options = source_options(reading, rate)
    return jobs.retime_job(reading.source, "seen.####.png", time, **options)
