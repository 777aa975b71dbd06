"""Giving a result the look of its original: placement in the picture, blending, modifiers."""

from typing import Any

from ..compat import sequencer_context
from ..reading import holds_bytes

OF_THE_PICTURE = (
    "color_saturation",
    "color_multiply",
    "multiply_alpha",
    "use_flip_x",
    "use_flip_y",
    "use_float",
)
"""Of the strip that shows the file. Reversing, strobe, offsets are in the frames already."""
OF_THE_LAYER = ("blend_type", "blend_alpha", "color_tag", "use_linear_modifiers")
"""Of the strip that is seen, which is the Speed Control effect where there is one."""


def carry_look(scene: Any, seen: Any, shown: Any, result: Any) -> None:
    """Make a result look as the original does.

    Args:
        scene: that holds the strips.
        seen: the original, a movie, image or Speed Control strip.
        shown: the strip below that shows the file; the original itself without an effect.
        result: an image strip whose pictures have the size of the source's.
    """
    for name in OF_THE_PICTURE:
        setattr(result, name, getattr(shown, name))
    for name in OF_THE_LAYER:
        setattr(result, name, getattr(seen, name))
    if holds_bytes(shown):
        result.use_linear_modifiers = False  # Blender heeds it for floats only, as the result has
    copy_values(shown.transform, result.transform)
    copy_values(shown.crop, result.crop)
    sources = [shown] if shown == seen else [shown, seen]
    modifiers = [modifier for source in sources for modifier in source.modifiers]
    if modifiers:
        with sequencer_context(scene):
            for modifier in modifiers:
                copy_values(modifier, result.modifiers.new(name=modifier.name, type=modifier.type))


def copy_values(source: Any, target: Any) -> None:
    """Copy every value that can be set, and what lies below: curves, colour wheels."""
    for prop in source.bl_rna.properties:
        name = prop.identifier
        if name in ("rna_type", "name", "type", "is_active"):
            continue
        value = getattr(source, name)
        if name == "curves":
            _copy_curves(value, getattr(target, name))
        elif not prop.is_readonly:
            setattr(target, name, value)
        elif prop.type == "POINTER" and value is not None:
            copy_values(value, getattr(target, name))
    if hasattr(target, "curves"):
        target.update()


def _copy_curves(sources: Any, targets: Any) -> None:
    """Copy the points of a curve mapping's curves."""
    for source, target in zip(sources, targets):
        while len(target.points) > len(source.points):
            target.points.remove(target.points[-1])
        while len(target.points) < len(source.points):
            target.points.new(0.5, 0.5)
        for point, copy in zip(source.points, target.points):
            copy.location = point.location
            copy.handle_type = point.handle_type
