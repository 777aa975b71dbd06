"""What decides the time of a strip, as far as Blender's Python interface tells."""

import struct
from fractions import Fraction
from typing import Any, Tuple

import bpy

from ...common import Refusal, exact_rate
from ..handles import content_start, end_of, start_of, trim_end, trim_start
from ..strip import Key, StripTime, TimeMap, exact_frame, rules_of
from ..timeline import scene_rate
from .media import shown_media
from .strip_memory import StripMemory


def read_interface(scene: Any, strip: Any) -> StripMemory:
    """Return what follows from the interface of a movie or image strip, in any version.

    It tells neither whether the playback rate is adjusted nor which pictures retiming keys show.
    The first follows from the length, the second where there are but two keys: the ends.

    Raises:
        Refusal: it does not follow.
    """
    keys = _keys(strip)
    trimmed = strip.animation_offset_start + strip.animation_offset_end
    if strip.type == "IMAGE":
        count, rates = len(strip.elements) - trimmed, [0.0]
    else:
        count, rates = shown_media(strip).frames - trimmed, [0.0, strip.fps]
    candidates = [StripMemory(count, rate, keys) for rate in rates]
    length = end_of(strip) - start_of(strip) + trim_start(strip) + trim_end(strip)
    # Of two that fit, the one that Blender's importer makes: the later.
    off = {abs(_content_length(scene, strip, c) - Fraction(length)): c for c in candidates}
    least = min(off)
    if least > (1 if keys else 0):  # the interface cuts the places of keys to whole frames
        raise Refusal(
            "It is retimed in a way that this Blender does not tell; reset the retiming, or give "
            "the scene the rate of the movie"
        )
    return off[least]


def plain_length(scene: Any, known: StripMemory) -> int:
    """Return the length without keys, by the very arithmetic of Blender.

    It divides in 32-bit floats and cuts: 24 frames of 29.97 fps may be 23 in a scene of 29.97.
    """
    scene_fps = _to_32_bits(scene.render.fps / scene.render.fps_base)
    factor = _to_32_bits(known.media_rate / scene_fps) if known.media_rate else 1.0
    return int(_to_32_bits(known.source_frames / factor))


def strip_time(scene: Any, strip: Any, known: StripMemory) -> StripTime:
    """Return what decides the time of a strip of which enough is known."""
    rate = exact_rate(known.media_rate) if known.media_rate else scene_rate(scene)
    return StripTime(
        start=exact_frame(content_start(strip)),
        source_frames=known.source_frames,
        plain_length=plain_length(scene, known),
        rules=rules_of(tuple(bpy.app.version[:2])),
        playback_factor=rate / scene_rate(scene),
        keys=known.keys,
        reversed=strip.use_reverse_frames,
        strobe=max(exact_frame(strip.strobe), Fraction(1)),
    )


def _keys(strip: Any) -> Tuple[Key, ...]:
    """Return the retiming keys, if they are those at both ends alone.

    Raises:
        Refusal: there are more.
    """
    keys = list(getattr(strip, "retiming_keys", ()))
    if len(keys) > 2:
        raise Refusal("Its retiming keys cannot be read in this Blender; reset the retiming first")
    # The interface gives start + strip frame, also where playback is adjusted.
    start = content_start(strip)
    return tuple(Key(key.timeline_frame - start, float(k)) for k, key in enumerate(keys))


def _content_length(scene: Any, strip: Any, known: StripMemory) -> Fraction:
    """Return how many scene frames the whole content takes; 0 where that makes no sense."""
    try:
        return TimeMap(strip_time(scene, strip, known), end_of(strip)).content_length
    except ValueError:
        return Fraction(0)


def _to_32_bits(number: float) -> float:
    """Return the nearest 32-bit float."""
    return float(struct.unpack("<f", struct.pack("<f", number))[0])
