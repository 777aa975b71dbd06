"""Carrying a strip's animation to its result, stretched as the pictures are."""

from typing import Any

from ..compat import fcurves_of

KEY_VALUES = ("interpolation", "easing", "handle_left_type", "handle_right_type")
KEY_NUMBERS = ("amplitude", "back", "period")


def carry_animation(scene: Any, original: Any, result: Any, start: float, stretch: float) -> bool:
    """Copy the F-curves of an original that a result has the properties for; return if any.

    Args:
        scene: that holds the strips.
        original: the strip that is animated.
        result: gets a curve of its own for each.
        start: the scene frame that stays where it is.
        stretch: 4.0 puts a key that was 10 frames after ``start`` 40 frames after it.
    """
    curves = fcurves_of(scene)
    if curves is None:
        return False
    # 'sequence_editor.strips_all["name"]', or sequences_all in 4.2.
    before, after = original.path_from_id(), result.path_from_id()
    found = False
    for curve in list(curves):
        inside = curve.data_path[len(before) :]
        if not curve.data_path.startswith(before + ".") or not _has(result, inside[1:]):
            continue
        copy = curves.new(data_path=after + inside, index=curve.array_index)
        copy.extrapolation = curve.extrapolation
        copy.keyframe_points.add(len(curve.keyframe_points))
        for key, new in zip(curve.keyframe_points, copy.keyframe_points):
            _copy_key(key, new, start, stretch)
        copy.update()
        found = True
    return found


def _has(strip: Any, path: str) -> bool:
    """Return whether a strip has a property."""
    try:
        strip.path_resolve(path)
    except ValueError:
        return False
    return True


def _copy_key(key: Any, new: Any, start: float, stretch: float) -> None:
    """Copy a key with its handles."""
    for name in KEY_VALUES + KEY_NUMBERS:
        setattr(new, name, getattr(key, name))
    for name in ("co", "handle_left", "handle_right"):
        frame, value = getattr(key, name)
        setattr(new, name, (start + (frame - start) * stretch, value))


def remove_animation(scene: Any, strip: Any) -> None:
    """Remove the F-curves of a strip that is about to be removed; Blender keeps them otherwise."""
    curves, path = fcurves_of(scene), strip.path_from_id()
    if curves is None:
        return
    for curve in list(curves):
        if curve.data_path.startswith(path + "."):
            curves.remove(curve)
