"""The Speed Control effect, the older way to retime: which frame of its input it shows."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Callable, Iterable, Optional

from ...common import Refusal
from ..handles import end_of, start_of, trim_start
from ..strip import exact_frame

_ANIMATED = {
    "MULTIPLY": "speed_factor",
    "LENGTH": "speed_length",
    "FRAME_NUMBER": "speed_frame_number",
}
"""The property that decides in each mode; STRETCH has none."""


@dataclass(frozen=True)
class SpeedControl:
    """What decides the time of one effect strip."""

    mode: str
    """STRETCH, MULTIPLY, LENGTH (per cent of the input's length) or FRAME_NUMBER."""
    start: int
    """First scene frame of the effect."""
    end: int
    """Scene frame after its last one."""
    input_length: Fraction
    """Scene frames of the whole content of the input."""
    input_trim: Fraction
    """Scene frames between the start of the input's content and its left handle."""
    value: Callable[[Fraction], Fraction]
    """The property of the mode at a scene frame."""

    def input_frame(self, scene_frame: Fraction) -> Fraction:
        """Return the scene frame at which the input is shown, before Blender rounds it."""
        passed = scene_frame - self.start
        if self.mode == "STRETCH":
            target = (self.input_length - self.input_trim) * passed / (self.end - self.start)
        elif self.mode == "MULTIPLY":
            target = passed * self.value(scene_frame)
        elif self.mode == "LENGTH":
            target = self.input_length * self.value(scene_frame) / 100
        else:
            target = self.value(scene_frame)
        return self.start + min(max(target, Fraction(0)), self.input_length)


def read_speed_control(
    effect: Any, source: Any, input_length: Fraction, curves: Iterable[Any]
) -> SpeedControl:
    """Return what a Speed Control effect does.

    Args:
        effect: the effect strip.
        source: its input.
        input_length: scene frames of the whole content of the input.
        curves: the scene's F-curves.

    Raises:
        Refusal: it cannot be read.
    """
    mode = effect.speed_control
    name = _ANIMATED.get(mode, "")
    curve = _curve(effect, name, curves) if name else None
    if curve is not None and mode == "MULTIPLY":
        raise Refusal(
            "Its Speed Control multiplies by a keyed factor, which Blender itself does not follow "
            "reliably; key the frame number instead"
        )
    constant = exact_frame(getattr(effect, name)) if name else Fraction(0)

    def value(scene_frame: Fraction) -> Fraction:
        return constant if curve is None else exact_frame(curve.evaluate(float(scene_frame)))

    return SpeedControl(
        mode=mode,
        start=start_of(effect),
        end=end_of(effect),
        input_length=input_length,
        input_trim=exact_frame(trim_start(source)),
        value=value,
    )


def _curve(effect: Any, name: str, curves: Iterable[Any]) -> Optional[Any]:
    """Return the F-curve of a property of a strip; None if it is not keyed.

    Raises:
        Refusal: a driver decides.
    """
    path = f"{effect.path_from_id()}.{name}"
    animation = effect.id_data.animation_data
    if animation and any(driver.data_path == path for driver in animation.drivers):
        raise Refusal("Its Speed Control is driven by another property; key it instead")
    return next((curve for curve in curves if curve.data_path == path), None)
