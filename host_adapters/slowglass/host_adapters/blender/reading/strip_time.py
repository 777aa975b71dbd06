"""What decides the time of a strip: from memory where that can be trusted, else from the API."""

import struct
from fractions import Fraction
from typing import Any, List, Tuple

import bpy

from ...common import Refusal, exact_rate
from ..strip import StripTime, exact_frame, rules_of
from ..timeline import scene_rate
from .strip_memory import StripMemory, Unreadable, read_memory

TESTED_VERSIONS = ((4, 2), (4, 5), (5, 0))


def read_time(scene: Any, strip: Any) -> Tuple[StripTime, List[str]]:
    """Return what decides the time of a movie or image strip, and what the user should know.

    Raises:
        Refusal: Blender does not tell enough.
    """
    version = tuple(bpy.app.version[:2])
    notes = []
    try:
        known = read_memory(bpy, strip)
        if version not in TESTED_VERSIONS:
            notes.append(f"Blender {version[0]}.{version[1]} was not tested; check the timing.")
    except Unreadable as reason:
        known = _from_interface(scene, strip)
        notes.append(f"Timing was read through Blender's interface only: {reason}.")
    rate = exact_rate(known.media_rate) if known.media_rate else scene_rate(scene)
    return StripTime(
        start=exact_frame(strip.frame_start),
        source_frames=known.source_frames,
        plain_length=_plain_length(scene, known),
        rules=rules_of(version),
        playback_factor=rate / scene_rate(scene),
        keys=known.keys,
        reversed=strip.use_reverse_frames,
        strobe=max(exact_frame(strip.strobe), Fraction(1)),
    ), notes


def is_retimed(strip: Any) -> bool:
    """Return whether a strip has retiming keys; Blender shows those of meta strips to nobody."""
    try:
        return bool(read_memory(bpy, strip).keys)
    except Unreadable:
        return bool(getattr(strip, "retiming_keys", ()))


def _plain_length(scene: Any, known: StripMemory) -> int:
    """Return the length without keys, by the very arithmetic of Blender.

    It divides in 32-bit floats and cuts: 24 frames of 29.97 fps may be 23 in a scene of 29.97.
    """
    scene_fps = _to_32_bits(scene.render.fps / scene.render.fps_base)
    factor = _to_32_bits(known.media_rate / scene_fps) if known.media_rate else 1.0
    return int(_to_32_bits(known.source_frames / factor))


def _to_32_bits(number: float) -> float:
    """Return the nearest 32-bit float."""
    return float(struct.unpack("<f", struct.pack("<f", number))[0])


def _from_interface(scene: Any, strip: Any) -> StripMemory:
    """Return what follows from Blender's interface of a strip without retiming keys.

    Raises:
        Refusal: it has keys, or its playback rate may be adjusted and nothing tells.
    """
    shown_length = strip.frame_final_duration + strip.frame_offset_start + strip.frame_offset_end
    if getattr(strip, "retiming_keys", ()):
        raise Refusal("Its retiming keys cannot be read in this Blender; reset the retiming first")
    if strip.type == "IMAGE":
        trimmed = strip.animation_offset_start + strip.animation_offset_end
        source_frames = len(strip.elements) - trimmed
        if abs(shown_length - source_frames) > 1:
            raise Refusal("It is retimed in a way that cannot be read in this Blender")
        return StripMemory(source_frames, 0.0, ())
    if exact_rate(strip.fps) == scene_rate(scene):
        return StripMemory(round(shown_length), 0.0, ())
    raise Refusal(
        "Its frame rate is not the scene's, and this Blender does not tell whether playback is "
        "adjusted; give the scene the rate of the movie"
    )
