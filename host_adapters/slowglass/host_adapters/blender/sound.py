"""Sound strips of the same file as a movie strip, and their stretched copies."""

import os
from typing import Any, List

import bpy

from .animation import carry_animation
from .compat import strips_of
from .timeline import free_channel, owner_of

CARRIED = ("volume", "pan", "color_tag", "show_waveform")


def sounds_of(scene: Any, strip: Any, source: str) -> List[Any]:
    """Return the sound strips beside a movie strip: the same file, the same start."""
    return [
        other
        for other in strips_of(owner_of(scene, strip))
        if other.type == "SOUND"
        and other.sound is not None
        and os.path.normpath(bpy.path.abspath(other.sound.filepath)) == os.path.normpath(source)
        and other.frame_final_start == strip.frame_final_start
    ]


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
