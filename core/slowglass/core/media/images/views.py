"""Which view of a stereo picture each channel belongs to, as files say it or their names do.

Source: OpenEXR, "Technical Introduction", multi-view images: the attribute ``multiView`` lists the
views of a part, the main one first, whose channels need not name it; ``view`` names that of a whole
part.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slowglass.core.media.images.metadata import PART_NAME, Attribute, text_of

_EYES = ("left", "right")
"""Taken for views where nothing is declared, if both have the same channels."""
_MULTI_VIEW, _VIEW = "multiView", "view"

PartNames = tuple[Sequence[str], Mapping[str, Any]]
"""Names of a part's channels, and its attributes."""
Placed = tuple[str, str]
"""The view of a channel, "" where there is one picture only, and its name without the view."""


@dataclass(frozen=True)
class Views:
    """The views of a file."""

    names: tuple[str, ...]
    """The main one first; ("",) where there is one picture only."""
    channels: tuple[tuple[Placed, ...], ...]
    """The view of every channel, part by part."""


def views_of(parts: Sequence[PartNames]) -> Views:
    """Return the views that a file declares, or that the names of its channels or parts tell."""
    declared = _declared(parts)
    views = declared or _EYES
    placed = tuple(_of_part(channels, attributes, views) for channels, attributes in parts)
    if declared or _are_twins(parts, placed):
        return Views(views, placed)
    return Views(("",), tuple(tuple(("", name) for name in names) for names, _ in parts))


def name_without(view: str, part_name: str) -> str:
    """Return a part's name without the view: "rgba" of "rgba.left"."""
    if not view:
        return part_name
    word = rf"(^|[._\- ]){re.escape(view)}(?=$|[._\- ])"
    return re.sub(word, "", part_name, flags=re.IGNORECASE).strip("._- ")


def _declared(parts: Sequence[PartNames]) -> tuple[str, ...]:
    """Return the views that the attributes list, the main one first."""
    found: list[str] = []
    for _, attributes in parts:
        listed = attributes.get(_MULTI_VIEW)
        if isinstance(listed, Attribute):
            found += [listed.value] if isinstance(listed.value, str) else listed.value
    found += [text_of(attributes, _VIEW) for _, attributes in parts]
    return tuple(dict.fromkeys(filter(None, found)))


def _of_part(
    channels: Sequence[str], attributes: Mapping[str, Any], views: tuple[str, ...]
) -> tuple[Placed, ...]:
    """Return the view of each channel of a part; what names none belongs to the part's own."""
    name = text_of(attributes, PART_NAME)
    named = (view for view in views if name_without(view, name) != name)
    own = text_of(attributes, _VIEW) or next(named, views[0])
    return tuple(_placed(channel, views, own) for channel in channels)


def _placed(channel: str, views: tuple[str, ...], own: str) -> Placed:
    """Return the view that a channel's name tells, else ``own``."""
    *layers, last = channel.split(".")
    for place, word in enumerate(layers):
        for view in views:
            if word.lower() == view.lower():
                return view, ".".join([*layers[:place], *layers[place + 1 :], last])
    return own, channel


def _are_twins(parts: Sequence[PartNames], placed: Sequence[Sequence[Placed]]) -> bool:
    """Return whether both eyes have the same channels, each once: else the words mean no views."""
    eyes: dict[str, list[str]] = {eye: [] for eye in _EYES}
    for (_, attributes), channels in zip(parts, placed, strict=True):
        for eye, name in channels:
            eyes[eye].append(f"{name_without(eye, text_of(attributes, PART_NAME))}.{name}")
    left, right = (sorted(names) for names in eyes.values())
    return left == right and len(set(left)) == len(left)
