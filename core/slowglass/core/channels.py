"""Which channels may be mixed, and which must keep the exact values of one source pixel."""

from __future__ import annotations

import re
from itertools import groupby

from slowglass.core.compose import Policy
from slowglass.core.frames import Layer, is_float

_PICKED = re.compile(
    r"""(^|\.)(
        z|depth(\.[a-z])? | (n|normal|p|position|uv|vector|velocity|motion|speed)(\.[a-z])?
        | (object|material|index)?_?id(\.[a-z])? | index(ob|ma)(\.[a-z])? | crypto[a-z0-9_]*\.[a-z]+
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
"""Data, not light: a mix of two depths, directions or IDs belongs to nothing in the picture."""


def policy_of(channel: str, layer: Layer) -> Policy:
    """Return how samples of a channel become one.

    Whole numbers that are not colour codes (uint32) are IDs; floats go by their name.
    """
    if layer.pixels.dtype.name == "uint32" or layer.encoding.transfer == "data":
        return "pick"
    if is_float(layer.pixels) and _PICKED.search(channel):
        return "pick"
    return "blend"


def policy_groups(layer: Layer) -> list[tuple[Policy, list[int]]]:
    """Return the places of a layer's channels, grouped by policy."""
    places = sorted(range(len(layer.channels)), key=lambda k: policy_of(layer.channels[k], layer))
    grouped = groupby(places, key=lambda k: policy_of(layer.channels[k], layer))
    return [(policy, list(group)) for policy, group in grouped]
