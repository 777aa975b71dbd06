"""The picture among the layers of a file, checked against what the user asked for, and told."""

from __future__ import annotations

from collections.abc import Iterator

from slowglass.core.beauty import candidates, find_beauty
from slowglass.core.errors import UsageError
from slowglass.core.frames import ColourChannels, Frame, named_channels

_LISTED = 8


def beauty_of(frame: Frame, path: str) -> ColourChannels:
    """Return the picture of a frame.

    Raises:
        UsageError: the layer that the user named is not there; says which are.
    """
    if find_beauty(named_channels(frame.main_layers), frame.beauty) is None:
        known = _pictures(frame) or [name for one in frame.main_layers for name in one.channels]
        raise UsageError(
            f"expected a layer named {frame.beauty}, got {_listed(known)}",
            path=path,
            hint="give --beauty one of them, or the whole name of a channel",
        )
    return frame.colour()


def beauty_notes(frame: Frame, seen: ColourChannels) -> Iterator[str]:
    """Say which layer is the picture where it is not plain R, G, B, and how views move."""
    if seen.name:
        others = [name for name in _pictures(frame) if name != seen.name]
        more = f"; --beauty names another: {_listed(others)}" if others else ""
        yield f"motion is looked for in the layer {seen.name}{more}"
    if len(frame.views) > 1:
        yield f"stereo: {' and '.join(frame.views)} each move by the motion of their own picture"


def hidden_channels(frame: Frame, seen: ColourChannels) -> tuple[str, ...]:
    """Return the names of all channels that are not the picture, nor its alpha."""
    shown = {*seen.colour, seen.alpha}
    return tuple(
        name
        for layer in frame.layers
        for place, name in enumerate(layer.stored_names or layer.channels)
        if not (layer is seen.layer and place in shown)
    )


def _pictures(frame: Frame) -> list[str]:
    """Return the names of the layers of the main view that could be the picture."""
    found = candidates(named_channels(frame.main_layers))
    return list(dict.fromkeys(candidate.name or "RGB" for candidate in found))


def _listed(names: list[str]) -> str:
    return ", ".join(names[:_LISTED]) + (" ..." if names[_LISTED:] else "")
