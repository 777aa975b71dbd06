"""Drawn mattes as plain dicts, schema ``slowglass.mattes/1``: a host builds them."""

import json
import os
from fractions import Fraction
from typing import Any, Dict, Sequence, Tuple

from .whole_file import write_whole

SCHEMA = "slowglass.mattes/1"
DECIMALS = 2
"""Of a pixel: as fine as anybody draws."""

Point = Tuple[float, float]
"""Pixels to the right and down from the upper left corner of the picture."""


def drawn_mattes(width: int, height: int, layers: Sequence[Dict[str, Any]]) -> Dict[str, Any]:
    """Return the mattes of a picture of a size.

    Args:
        width: of the picture, in pixels.
        height: of the picture.
        layers: what `drawn_layer` returned, the front one first.
    """
    return {"schema": SCHEMA, "width": width, "height": height, "layers": list(layers)}


def drawn_layer(name: str, shapes: Sequence[Dict[str, Any]], inverted: bool) -> Dict[str, Any]:
    """Return a layer: what one of its shapes covers, or, inverted, all else."""
    return {"name": name, "shapes": list(shapes), "inverted": inverted}


def polygon(positions: Sequence[Fraction], corners: Sequence[Sequence[Point]]) -> Dict[str, Any]:
    """Return a shape that moves.

    Args:
        positions: of its keys in the source, increasing.
        corners: for each of them, always as many.
    """
    keys = [
        {
            "position": str(position),
            "points": [[round(x, DECIMALS), round(y, DECIMALS)] for x, y in places],
        }
        for position, places in zip(positions, corners)
    ]
    return {"kind": "polygon", "keys": keys}


def write_where_new(path: str, document: Dict[str, Any]) -> None:
    """Write a document, unless the file holds it already: a result belongs to the file's time.

    Raises:
        OSError: it cannot be written.
    """
    text = json.dumps(document)
    if os.path.isfile(path):
        with open(path, encoding="utf-8") as file:
            if file.read() == text:
                return
    write_whole(path, text)
