"""The moments that a shutter lets into one output frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from slowglass.core.errors import TimeMapError
from slowglass.core.timing.entries import Between, Entry, is_alone, made_as
from slowglass.core.timing.plan import FramePlan

MOMENTS = 64
"""The most parts of an exposure that one moment stands for each; a power of two, so that half and a
quarter as many are as even."""
STEPS = 2 * MOMENTS
"""Of an exposure, from one number of a moment to the next: middles of parts are odd multiples."""
MIDDLE = MOMENTS
WHOLE_TURN_DEGREES = 360
WIDEST_DEGREES = Fraction(2 * WHOLE_TURN_DEGREES)


@dataclass(frozen=True)
class Shutter:
    """How long, and when, each output frame is exposed; 360 degrees are the frame's duration."""

    angle_degrees: Fraction
    """180 is half of the time from one output frame to the next."""
    phase_degrees: Fraction | None = None
    """When it opens, from the frame's own time on; None: half of the angle before it."""

    def __post_init__(self) -> None:
        """Check the angles.

        Raises:
            TimeMapError: it is never open, or longer than two frames, or a frame or more away.
        """
        if not 0 < self.angle_degrees <= WIDEST_DEGREES:
            raise TimeMapError(
                f"expected a shutter above 0 and up to {WIDEST_DEGREES} degrees, "
                f"got {self.angle_degrees}"
            )
        if abs(self.opens_degrees) > WIDEST_DEGREES:
            raise TimeMapError(
                f"expected a phase within {WIDEST_DEGREES} degrees, got {self.phase_degrees}"
            )

    @property
    def opens_degrees(self) -> Fraction:
        """When it opens, from the frame's own time on."""
        return -self.angle_degrees / 2 if self.phase_degrees is None else self.phase_degrees

    def time(self, moment: int) -> Fraction:
        """Return when a moment is, in output frames from the frame's own time on."""
        turned = self.opens_degrees + self.angle_degrees * moment / STEPS
        return turned / WHOLE_TURN_DEGREES


@dataclass(frozen=True)
class Moment:
    """One of the moments from which an output frame is made."""

    entry: Entry
    """What is shown then; ``output_index`` is that of the frame."""
    number: int
    """1 to `STEPS` - 1; `MIDDLE` is always there."""
    is_first: bool
    is_last: bool
    span: Fraction
    """How many source frames the exposure passes over."""
    pair: Between | None
    """The first moment between two source frames, whose motion tells how far things move."""

    def weight(self, parts: int) -> Fraction:
        """Return how much it counts where an exposure has so many parts: one divisor of `MOMENTS`.

        Each part is seen as it is in its middle, which makes edges no wider than they are; with the
        ends among the moments, each counting half, they would be.
        """
        half = MOMENTS // parts
        is_middle = self.number % half == 0 and self.number // half % 2 == 1
        return Fraction(1, parts) if is_middle else Fraction(0)


def moments(plan: FramePlan, output_index: int, shutter: Shutter) -> Iterator[Moment]:
    """Yield the moments of an output frame, in the order of their time.

    Only the frame's own shot is exposed. A flash, black, a frame that somebody mended to stand, and
    one in which time stands still have one moment.
    """
    own = plan[output_index]
    entries = {MIDDLE: own} if is_alone(own) else _exposed(plan, own, shutter)
    positions = [entry.source_position for entry in entries.values()]
    span = max(positions) - min(positions)
    if not span:
        entries = {MIDDLE: entries[MIDDLE]}
    pair = next((entry for entry in entries.values() if isinstance(entry, Between)), None)
    first, last = min(entries), max(entries)
    for number, entry in entries.items():
        yield Moment(entry, number, number == first, number == last, span, pair)


def _exposed(plan: FramePlan, own: Entry, shutter: Shutter) -> dict[int, Entry]:
    """Return what is shown at the moments of a frame, as far as they are of its shot."""
    shots, index = plan.shots, own.output_index
    shot = shots.shot_at(own.source_position)
    times = {number: index + shutter.time(number) for number in range(1, STEPS)}
    shown = {number: plan.at(index, time) for number, time in times.items()}
    inside = {
        number: made_as(own, entry)
        for number, entry in shown.items()
        if shots.shot_at(entry.source_position) == shot and not is_alone(entry)
    }
    if MIDDLE not in inside:
        inside = dict(sorted({**inside, MIDDLE: own}.items()))
    return inside
