"""Sound strips of the same file as a movie strip, and their stretched copies."""

import os
from typing import Any, List

from ..compat import strips_of
from ..handles import end_of, start_of
from ..plan import Plan
from ..timeline import free_channel, owner_of
from .animation import carry_animation

CARRIED = ("volume", "pan", "color_tag", "show_waveform")


def sound_path(plan: Plan) -> str:
    """Return where the engine puts the stretched sound; "" if it made none."""
    stem = plan.file_names[0].split(".")[0]
    path = os.path.join(plan.folder, stem + ".wav")
    return path if os.path.isfile(path) else ""


def insert_sounds(
    scene: Any, originals: List[Any], path: str, result: Any, stretch: float
) -> List[Any]:
    """Put a stretched sound beside each original of it, under a result, and return the strips."""
    return [_insert_sound(scene, original, path, result, stretch) for original in originals]


def _insert_sound(scene: Any, original: Any, path: str, picture: Any, stretch: float) -> Any:
    """Put a stretched sound into a free channel beside its original and return the strip."""
    owner = owner_of(scene, original)
    start, end = start_of(picture), end_of(picture)
    channel = free_channel(owner, start, end + 1, original.channel + 1)
    result = strips_of(owner).new_sound(
        name=f"{original.name} slowglass", filepath=path, channel=channel, frame_start=start
    )
    for name in CARRIED:
        setattr(result, name, getattr(original, name))
    carry_animation(scene, original, result, start, stretch)
    return result
