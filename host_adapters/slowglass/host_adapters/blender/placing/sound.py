"""Sound strips of the same file as a movie strip, and their stretched copies."""

from typing import Any

from ..compat import strips_of
from ..timeline import free_channel, owner_of
from .animation import carry_animation

CARRIED = ("volume", "pan", "color_tag", "show_waveform")


def insert_sound(scene: Any, original: Any, path: str, start: int, stretch: float) -> Any:
    """Put a stretched sound into a free channel beside its original and return the strip."""
    owner = owner_of(scene, original)
    length = int(original.frame_final_duration * stretch) + 1
    channel = free_channel(owner, start, start + length, original.channel + 1)
    result = strips_of(owner).new_sound(
        name=f"{original.name} slowglass", filepath=path, channel=channel, frame_start=start
    )
    for name in CARRIED:
        setattr(result, name, getattr(original, name))
    carry_animation(scene, original, result, start, stretch)
    return result
