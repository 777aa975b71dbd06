"""What a user wants of a strip, as plain values that can be kept with the result."""

from dataclasses import asdict, dataclass, field
from fractions import Fraction
from typing import Any, Dict, List, Optional, Tuple

from ..common import Refusal
from .strip import StripReading
from .timeline import scene_rate

RETIME, FILL, CONVERT_RATE, DRAWN = "retime", "fill", "convert_rate", "drawn"


NUMBERS = ("speed", "shutter_degrees", "shutter_phase_degrees", "readout_milliseconds")
"""Values of a wish that are exact, and text among plain ones."""

SCENE_TIME, RELATIVE = "ABSOLUTE", "RELATIVE"
"""How masks are keyed, in the words of Blender's modifiers: in frames of the scene, or from the
start of the strip on."""


@dataclass(frozen=True)
class Wish:
    """One of the four things that the add-on does to a strip."""

    kind: str = RETIME
    speed: Fraction = Fraction(1)
    """Relative to what the strip shows now; for `RETIME` without a length."""
    length: int = 0
    """Frames that the result shall have; 0: as the speed has it."""
    inside_range: bool = False
    """Only the part inside the scene's range, or inside the preview range if it is on."""
    quality: str = ""
    """One of `QUALITIES`; empty: that of the preferences."""
    part: Tuple[int, ...] = ()
    """The part that a result showed which is made again: its first frame and the one after its
    last, from the start of the strip. Empty: as ``inside_range`` says."""

    shutter_degrees: Fraction = Fraction(0)
    """For how long each frame is exposed, 360 up to the next one; 0: as filmed."""
    shutter_phase_degrees: Optional[Fraction] = None
    """When it opens, from the frame's own time on; None: half of it lies before that."""
    readout_milliseconds: Fraction = Fraction(0)
    """From the first line that the camera read to the last; 0: all lines are of one moment."""
    readout_begins: str = "top"
    """Where the first line is."""

    mask: str = ""
    """Name of the mask whose layers move apart, the upper ones in front; empty: none."""
    lock_mask: str = ""
    """Name of the mask over what stays as it is; empty: it is found."""
    mask_time: str = SCENE_TIME
    """One of the two above."""

    def to_plain(self) -> Dict[str, Any]:
        """Return it as JSON values."""
        values = asdict(self).items()
        return {key: str(one) if isinstance(one, Fraction) else one for key, one in values}

    @classmethod
    def from_plain(cls, values: Dict[str, Any]) -> "Wish":
        """Return what `to_plain` was called on."""
        numbers = {name: Fraction(values[name]) for name in NUMBERS if values.get(name) is not None}
        return cls(**{**values, **numbers, "part": tuple(values.get("part", ()))})

    @property
    def is_part(self) -> bool:
        """Whether only a part of the strip is meant."""
        return self.inside_range or bool(self.part)

    def speed_for(self, reading: StripReading, scene: Any) -> Fraction:
        """Return the speed that this comes to, relative to what is shown now.

        Raises:
            Refusal: it makes no sense for this strip, with the reason.
        """
        if self.kind == FILL:
            if not reading.retimed:
                raise Refusal("It has no retime that could be filled")
            return Fraction(1)
        if self.kind == CONVERT_RATE:
            return _converting_speed(reading, scene)
        if self.length:
            return reading.speed_for_length(self.length)
        return self.speed


@dataclass(frozen=True)
class Placement:
    """What becomes of the timeline when the result is inserted."""

    mute_original: bool = True
    in_meta: bool = False
    """Put the original and the result into a meta strip."""
    ripple: bool = False
    """Move what follows by as much as the result is longer."""
    with_sound: bool = False
    """Stretch the sound of the same file, too."""
    replaces: Dict[str, str] = field(default_factory=dict)
    """Reference to an earlier result that this one takes the place of; empty: none."""


def _converting_speed(reading: StripReading, scene: Any) -> Fraction:
    """Return the speed that plays a movie in its own time."""
    speed = reading.speed_to_scene_rate(scene_rate(scene))
    if speed == 1 and reading.playback_factor == 1:
        raise Refusal("It has the frame rate of the scene already")
    return speed


def frames_to_make(positions: List[Fraction], wish: Wish) -> int:
    """Return how many of the frames are made; others lie on source frames, and are copied.

    With a shutter, or where a rolling one is set right, all are made.
    """
    if wish.shutter_degrees or wish.readout_milliseconds:
        return len(positions)
    return sum(position.denominator != 1 for position in positions)
