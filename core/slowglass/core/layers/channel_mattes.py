"""Mattes in the frames' own channels: one channel, or the objects of a cryptomatte."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from fnmatch import fnmatchcase

import numpy as np
from numpy.typing import NDArray

from slowglass.core.channels import cryptomatte_rank
from slowglass.core.composition import full_name
from slowglass.core.errors import UsageError
from slowglass.core.frames import Frame, Guide, Layer
from slowglass.core.layers.crypto_names import crypto_names
from slowglass.core.layers.guides import Guides
from slowglass.core.pixels import in_display, unit_values

MOST_SHOWN = 8


def named_channel(frame: Frame, name: str, path: str) -> tuple[Layer, int]:
    """Return the layer and the place of a channel in it.

    Args:
        frame: that has it.
        name: with its layer; or alone, as the file's part has it, where one part only does.
        path: of the clip, for messages.

    Raises:
        UsageError: there is none; says which are like it.
    """
    known = {
        full_name(layer, channel): (layer, place)
        for layer in frame.main_layers
        for place, channel in enumerate(layer.channels)
    }
    alone = [found for found in known.values() if found[0].channels[found[1]] == name]
    if name not in known and len(alone) == 1:
        return alone[0]
    if name not in known:
        raise UsageError(
            f"expected a file or a channel of the clip, got {name!r}",
            path=path,
            hint=_like(name, list(known)),
        )
    return known[name]


def channel_guides(name: str, order: int, frame: Frame, index: int) -> Iterator[Guide]:
    """Yield the matte in a channel, of each view."""
    for view in frame.views:
        one = frame.of_view(view)
        layer, place = named_channel(one, name, "")
        pixels = unit_values(in_display(one, layer, [place]))[..., 0]
        yield Guide("matte", np.clip(np.nan_to_num(pixels), 0, 1), name, order, view)


def crypto_guides(first: Frame, pattern: str, order: int, path: str) -> Guides:
    """Return what gives the mattes of objects by the pattern of their names.

    Args:
        first: a frame, whose manifests name the objects.
        pattern: a name, or one with ``*``, ``?`` and ``[...]``.
        order: place from the front; the depth of the frames, if any, orders several of one pattern.
        path: of the clip, for messages.

    Raises:
        UsageError: there is no such object.
        InputError: a manifest cannot be read.
    """
    names = crypto_names(first)
    if not names:
        raise UsageError(
            f"expected a cryptomatte with the names of its objects for {pattern!r}, got none",
            path=path,
            hint="render one, or give a matte as a file or a channel",
        )
    chosen = {key: bits for key, bits in names.items() if key[1] == pattern}
    chosen = chosen or {k: bits for k, bits in names.items() if fnmatchcase(k[1], pattern)}
    if not chosen:
        raise UsageError(
            f"expected an object of the cryptomatte, got {pattern!r}",
            path=path,
            hint=_like(pattern, [name for _, name in names]),
        )
    of = next(iter(chosen))[0]  # an object and its material are often called alike
    ids = {name: bits for (matte, name), bits in chosen.items() if matte == of}

    def guides(frame: Frame, index: int) -> Iterator[Guide]:
        for view in frame.views:
            held, cover = _ranks(frame.of_view(view), of)
            for name, bits in ids.items():
                pixels = np.where(held == bits, cover, 0).sum(-1, dtype=np.float32).clip(0, 1)
                yield Guide("matte", pixels, name, order, view)

    return guides


def _ranks(frame: Frame, matte: str) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
    """Return IDs and coverages of a cryptomatte, (height, width, ranks) each."""
    places = sorted(
        (rank[1], number, place)
        for number, layer in enumerate(frame.layers)
        for place, channel in enumerate(layer.channels)
        if (rank := cryptomatte_rank(full_name(layer, channel))) and rank[0] == matte
    )
    planes = [in_display(frame, frame.layers[number], [place]) for _, number, place in places]
    if not planes:
        empty = np.zeros((frame.display_window.height, frame.display_window.width, 1), np.float32)
        return empty.view(np.uint32), empty
    pixels = np.ascontiguousarray(np.concatenate(planes, 2), np.float32)
    return np.ascontiguousarray(pixels[..., 0::2]).view(np.uint32), np.nan_to_num(pixels[..., 1::2])


def _like(name: str, known: list[str]) -> str:
    """Return what is there that a name could have meant."""
    near = get_close_matches(name, known, MOST_SHOWN) or known[:MOST_SHOWN]
    return f"there are {', '.join(near)}" + (" and others" if len(near) < len(known) else "")
