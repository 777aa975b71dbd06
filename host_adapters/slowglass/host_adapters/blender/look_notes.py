"""What of a strip's look its result cannot have in the same way, told before it is made."""

from typing import Any, List, Tuple

from .reading import holds_bytes

_BLEND_BYTES_OTHERWISE = ("LIGHTEN", "DARKEN", "SOFT_LIGHT")
_BLEND_BYTES_OVER_NOTHING = ("ADD", "CROSS")
"""Kinds of blending that look different in 8 and 16 bits, the latter where nothing lies below and
the strip is translucent. Found by comparing all of them in 4.2 and 5.0."""


def look_notes(seen: Any, shown: Any, version: Tuple[int, ...]) -> List[str]:
    """Return where a result may look different.

    Args:
        seen: the strip that is seen: a movie, image or Speed Control strip.
        shown: the strip that shows the file, the same one without an effect.
        version: of Blender.
    """
    sources = [shown] if shown == seen else [shown, seen]
    modifiers = [m for source in sources for m in source.modifiers if not m.mute]
    notes = [
        f"The mask of “{m.name}” is not stretched with the pictures." for m in modifiers if _mask(m)
    ]
    steps = len(modifiers) + (shown.color_multiply != 1) + (shown.color_saturation != 1)
    if holds_bytes(shown) and steps > 1:
        notes.append(
            "Blender clips the 8-bit pictures of the original after each of its colour settings, "
            "those of the result at the end: highlights may look different."
        )
    if holds_bytes(shown) and (
        seen.blend_type in _BLEND_BYTES_OTHERWISE
        or (seen.blend_type in _BLEND_BYTES_OVER_NOTHING and seen.blend_alpha < 1)
    ):
        notes.append("Blender blends 8-bit pictures in another way: compare what lies below.")
    if any(map(_mask, modifiers)) and _masks_differ(shown, version):
        notes.append("Blender masks the pictures of this clip in another way: compare the colours.")
    return notes


def _masks_differ(shown: Any, version: Tuple[int, ...]) -> bool:
    """Return whether a mask mixes the pictures of a strip otherwise than 16-bit ones.

    4.2 mixes 8-bit pictures as display code and others as light; later ones only movies of more
    than 8 bits as light. Found by comparing.
    """
    if version < (4, 5):
        return holds_bytes(shown)
    return shown.type == "MOVIE" and not holds_bytes(shown)


def _mask(modifier: Any) -> Any:
    """Return the strip or the data-block that masks a modifier; None: nothing does."""
    if modifier.input_mask_type == "STRIP":
        return modifier.input_mask_strip
    return modifier.input_mask_id
