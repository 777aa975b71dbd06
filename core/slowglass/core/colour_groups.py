"""Which channels are the colour of one thing: red, green and blue of one name, or its grey."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

ALPHA = ("a", "alpha")
_SHORT = {"red": "r", "green": "g", "blue": "b", "alpha": "a"}


@dataclass(frozen=True)
class ColourGroup:
    """Channels of one layer that are colour, by their places."""

    name: str
    """What stands before the last dot, "" for plain channels."""
    colour: tuple[int, ...]
    """Of red, green and blue, or of one grey channel."""
    alpha: int | None
    """Of the alpha of the same name."""


def colour_groups(channels: Sequence[str]) -> Iterator[ColourGroup]:
    """Yield what is colour among the channels of a layer; R, r and red are the same, as Y and y."""
    components: dict[str, dict[str, int]] = {}
    for place, channel in enumerate(channels):
        name, _, last = channel.rpartition(".")
        component = _SHORT.get(last.lower(), last.lower())
        components.setdefault(name, {}).setdefault(component, place)
    for name, places in components.items():
        if {"r", "g", "b"} <= places.keys():
            yield ColourGroup(name, tuple(places[c] for c in "rgb"), places.get("a"))
        # Else it is the second of three numbers, or stands for brightness beside RY and BY.
        if "y" in places and not {"x", "ry"} & places.keys():
            yield ColourGroup(name, (places["y"],), places.get("a"))


def is_alpha(channel: str) -> bool:
    """Return whether a channel is called alpha, of whatever layer."""
    return channel.rpartition(".")[2].lower() in ALPHA
