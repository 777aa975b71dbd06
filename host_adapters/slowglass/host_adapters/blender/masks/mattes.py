"""The masks that are wished for, as documents that the engine reads."""

import os
from fractions import Fraction
from functools import lru_cache
from typing import Any, Dict, List, NamedTuple, Sequence, Tuple

import bpy

from ....plugin.protocol.mattes import drawn_layer, drawn_mattes, polygon
from ...common import Refusal
from ..formats import media_strip
from ..handles import content_start
from ..reading import picture_size
from ..strip import (
    Curve,
    StripReading,
    keyed_moments,
    outlines,
    shown_moments,
    with_holes,
)
from ..wish import RELATIVE, Wish
from .over_time import PLACES, flat, masks_over_time
from .remarks import covers, covers_something, remarks

Size = Tuple[int, int]
OverTime = Tuple[Curve, ...]
"""A spline at each moment."""


class WishedMattes(NamedTuple):
    """What is to be written for a job."""

    documents: Dict[str, Dict[str, Any]]
    """Drawn mattes by the key of the job that they are for: ``mattes`` and ``lock``."""
    warnings: List[str]
    """What of the masks is left out."""

    def options(self, folder: str, stem: str) -> Dict[str, Any]:
        """Return the keys of a job whose results go to a folder under a name."""
        paths = {key: _path(key, folder, stem) for key in self.documents}
        return {key: [path] if key == "mattes" else path for key, path in paths.items()}

    def files(self, folder: str, stem: str) -> Dict[str, Dict[str, Any]]:
        """Return what is to be written for that job, by path."""
        return {_path(key, folder, stem): one for key, one in self.documents.items()}


def _path(key: str, folder: str, stem: str) -> str:
    name = {"mattes": "mask", "lock": "lock"}[key]
    return os.path.join(folder, f"{stem}.{name}.mattes.json")


def wished_mattes(strip: Any, wish: Wish, reading: StripReading) -> WishedMattes:
    """Return the mattes that a wish names.

    It makes a scene and a movie clip for a moment: not to be called while drawing.

    Args:
        strip: the one that was read.
        wish: names of masks, and in which time they are keyed.
        reading: what the strip shows.

    Raises:
        Refusal: there is no such mask, or it covers nothing.
    """
    documents, warnings = {}, []
    for key, name in (("mattes", wish.mask), ("lock", wish.lock_mask)):
        if name:
            mask = bpy.data.masks.get(name)
            if mask is None:
                raise Refusal(f"There is no mask “{name}” in this file any more")
            documents[key] = _document(mask, strip, wish, reading)
            warnings += remarks(mask)
    return WishedMattes(documents, list(dict.fromkeys(warnings)))


def _document(mask: Any, strip: Any, wish: Wish, reading: StripReading) -> Dict[str, Any]:
    """Return the mattes of a mask.

    Raises:
        Refusal: it covers nothing.
    """
    size = picture_size(media_strip(strip))
    offset = Fraction(0)
    if wish.mask_time == RELATIVE:
        offset = mask.frame_start - Fraction(content_start(strip))
    seen = shown_moments(reading)
    over_time = _curves(mask, [one.scene_frame + offset for one in seen])
    positions = tuple(one.position for one in seen)
    layers = [_layer(mask.layers[name], over_time[name], positions, size) for name in over_time]
    if not layers:
        raise Refusal(f"The mask “{mask.name}” covers nothing: close its splines, show its layers")
    return drawn_mattes(*size, layers=layers)


def _curves(mask: Any, frames: Sequence[Fraction]) -> Dict[str, List[OverTime]]:
    """Return for each layer, by its name, its splines that cover something, each over time."""
    chosen = {
        layer.name: [k for k, spline in enumerate(layer.splines) if covers(spline)]
        for layer in mask.layers
        if covers_something(layer)
    }
    found: Dict[str, List[List[Curve]]] = {name: [[] for _ in chosen[name]] for name in chosen}
    with masks_over_time() as mask_at:
        for frame in frames:
            layers = mask_at(mask, frame).layers
            for name, splines in chosen.items():
                for k, curves in zip(splines, found[name]):
                    points = layers[name].splines[k].points
                    curves.append(Curve(*(tuple(flat(points, place)) for place in PLACES)))
    return {name: [tuple(curves) for curves in splines] for name, splines in found.items()}


def _layer(
    layer: Any, splines: List[OverTime], positions: Tuple[Fraction, ...], size: Size
) -> Dict[str, Any]:
    """Return a layer of a mask with the polygons of its splines."""
    together = [tuple(splines)] if layer.use_fill_holes else [(one,) for one in splines]
    return drawn_layer(
        layer.name, [_shape(group, positions, size) for group in together], layer.invert
    )


@lru_cache(maxsize=16)
def _shape(
    group: Tuple[OverTime, ...], positions: Tuple[Fraction, ...], size: Size
) -> Dict[str, Any]:
    """Return the polygon of splines; remembered, as a dialog asks anew with each change."""
    keys = sorted({k for one in group for k in keyed_moments(one, positions, max(size))})
    contours = zip(*(outlines([one[k] for k in keys], *size) for one in group))
    return polygon([positions[k] for k in keys], [with_holes(one) for one in contours])
