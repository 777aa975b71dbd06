"""What of a mask makes a matte, and what is left out."""

from typing import Any, Iterator, List

PUT_ON = ("MERGE_ADD", "ADD", "LIGHTEN")
"""Ways to blend that let a layer cover more; others take away, which a layer apart cannot."""
OPAQUE = 0.999


def covers(spline: Any) -> bool:
    """Return whether a spline covers something."""
    return spline.use_cyclic and spline.use_fill and len(spline.points) > 1


def covers_something(layer: Any) -> bool:
    """Return whether a layer makes a matte: it is rendered, put on, and has closed splines."""
    return not layer.hide_render and layer.blend in PUT_ON and any(map(covers, layer.splines))


def remarks(mask: Any) -> List[str]:
    """Return a sentence for each kind of thing that is left out of the layers that are rendered."""
    found = (
        (layer.name, remark)
        for layer in mask.layers
        if not layer.hide_render
        for remark in _of_layer(layer)
    )
    return [f"Mask “{mask.name}”, layer “{name}”: {remark}" for name, remark in found]


def _of_layer(layer: Any) -> Iterator[str]:
    """Yield what is left out of a layer."""
    splines = list(layer.splines)
    points = [point for spline in splines for point in spline.points]
    if layer.blend not in PUT_ON:
        how = layer.bl_rna.properties["blend"].enum_items[layer.blend].name
        yield f"it is left out; a layer that blends by {how} is no matte of its own."
        return
    if splines and not all(map(covers, splines)):
        yield "splines that are not closed, or not filled, are left out."
    if layer.alpha < OPAQUE:
        yield "its opacity is left out, it counts as solid."
    if any(point.weight > 0 or len(point.feather_points) for point in points):
        yield "its feather is left out, it ends at its line."
    if any(point.parent.id for point in points):
        yield "points that follow a track are taken from where they were drawn: key them instead."
