"""The depth of frames as a guide: of the channel that is one by its name, or of a named one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from slowglass.core.composition import full_name
from slowglass.core.depth import FARTHEST, distances, find_depth, tells_nothing
from slowglass.core.errors import UsageError
from slowglass.core.frames import Frame, Guide
from slowglass.core.layers.channel_mattes import named_channel
from slowglass.core.layers.guides import Guides


def depth_guides(frame: Frame, index: int) -> Iterator[Guide]:
    """Yield the depth of each view that has one; where it tells nothing, all is far away."""
    for view in frame.views:
        one = frame.of_view(view)
        found = find_depth(one)
        if found is not None:
            layer, place = found
            size = frame.display_window.height, frame.display_window.width
            empty = bool(tells_nothing(one, layer, place))
            pixels = np.full(size, FARTHEST, np.float32) if empty else distances(one, *found)
            yield Guide("depth", pixels, full_name(layer, layer.channels[place]), view=view)


def named_depth(first: Frame, name: str, path: str) -> Guides:
    """Return what gives the depth in a channel.

    Args:
        first: a frame, whose channel is looked at.
        name: of the channel.
        path: of the clip, for messages.

    Raises:
        UsageError: there is no such channel, or it says nothing.
    """
    views = [first.of_view(view) for view in first.views]
    whys = (tells_nothing(one, *named_channel(one, name, path)) for one in views)
    why = next(filter(None, whys), "")
    if why:
        raise UsageError(
            f"expected distances in the channel {name}, got a depth without meaning: {why}",
            path=path,
            hint="name another channel, or give --depth none",
        )

    def guides(frame: Frame, index: int) -> Iterator[Guide]:
        for view in frame.views:
            one = frame.of_view(view)
            found = named_channel(one, name, path)
            yield Guide("depth", distances(one, *found), name, view=view)

    return guides
