"""Which channels are the picture that people mean, out of all that a render holds: the beauty.

Renderers name it in their own ways: plain R, G, B; ``rgba`` and ``RGBA`` (Arnold, V-Ray), ``Ci``
(RenderMan), ``ViewLayer.Combined`` (Cycles), ``beauty`` (Karma, Redshift), ``C`` (Mantra).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from slowglass.core.channels import named_policy
from slowglass.core.colour_groups import ALPHA, ColourGroup, colour_groups, is_alpha

_NAMES = tuple(
    "rgba rgb combined beauty ci c cf color colour primary main master final finalimage image "
    "render composite".split()
)
"""What a layer of the beauty is called, in any case, the surest first."""
_SURE = frozenset(_NAMES[:4])
_BESIDE = frozenset((*_NAMES, *"default full pass layer aov buffer".split()))
"""Words of a name that says no more than one of those: "beauty_pass", "RGB_color"."""
_OF_OTHERS = frozenset(
    "ao ambient occlusion emit emission albedo base diffuse diff specular spec gloss glossy coat "
    "sheen reflection reflect refl refraction refract refr transmission transmit trans sss "
    "subsurface volume shadow shadows light lights lighting direct indirect env environment "
    "background bg gi caustics fresnel facing noise variance mask matte crypto cryptomatte "
    "id wire wireframe crease debug raw filter".split()
)
"""Words of what is light or a number too, but only a part of the picture."""
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_PLAIN = ("rgb", "rgba")
"""What a user may call the channels that have no layer's name."""

PLAIN, NAMED, NAMED_AT_LENGTH, FIRST_PART, SURE_WORD, UNKNOWN, PARTIAL, GREY, DATA = range(9)


@dataclass(frozen=True)
class NamedChannels:
    """The channels of a layer of a frame, without the name of their view."""

    channels: tuple[str, ...]
    part: int = 0
    part_name: str = ""


@dataclass(frozen=True)
class Candidate:
    """Channels that could be the picture."""

    name: str
    """Of the layer as people call it, "ViewLayer.Combined"; "" for plain R, G, B."""
    layer: int
    """Index of the frame's layer that holds them."""
    colour: tuple[int, ...]
    """Places of R, G, B, or of one grey channel."""
    alpha: int | None = None


def find_beauty(layers: Sequence[NamedChannels], wanted: str = "") -> Candidate | None:
    """Return the picture among the channels of a frame.

    Args:
        layers: of one view, in the order of the frame.
        wanted: name of a layer, or of a single channel, in any case, with or without what stands
            before its last dot; "": whatever is likeliest.

    Returns:
        None where nothing has the name that is wanted.
    """
    pictures = candidates(layers)
    if not wanted:
        return (pictures or _singles(layers))[0]
    known = (*pictures, *_singles(layers))
    called = ((_difference(one.name.casefold(), wanted.casefold()), one) for one in known)
    found = [(difference, one) for difference, one in called if difference is not None]
    return min(found, key=lambda pair: pair[0])[1] if found else None


def candidates(layers: Sequence[NamedChannels]) -> list[Candidate]:
    """Return the pictures of a frame, the likeliest first; grey ones too where they are Y."""
    several = len({layer.part for layer in layers}) > 1
    found: list[tuple[tuple[int, int], Candidate]] = []
    for number, layer in enumerate(layers):
        groups = list(colour_groups(layer.channels))
        for group in groups:
            name = group.name or (layer.part_name if several else "")
            rank = _rank(name, group, layer)
            alpha = group.alpha
            if alpha is None and rank[0] <= NAMED_AT_LENGTH and all(g.name for g in groups):
                alpha = _plain_alpha(layer)
            found.append((rank, Candidate(name, number, group.colour, alpha)))
    return [candidate for _, candidate in sorted(found, key=lambda ranked: ranked[0])]


def _rank(name: str, group: ColourGroup, layer: NamedChannels) -> tuple[int, int]:
    """Return how likely a group is the beauty; the least is the likeliest, the first of equals."""
    *above, item = name.split(".")
    known, words = item.lower(), {word.lower() for word in _WORDS.findall(item)}
    if len(group.colour) == 1:
        return (FIRST_PART if not name else GREY), 0
    if not name:
        return PLAIN, 0
    if known in _NAMES:
        # The compositor's result is what its user looks at.
        return NAMED, 2 * _NAMES.index(known) + ("composite" not in map(str.lower, above))
    if words and words <= _BESIDE:
        return NAMED_AT_LENGTH, 0
    if named_policy(f"{name}.R", ("r", "g", "b")) not in (None, "blend"):
        return DATA, 0
    if words & _OF_OTHERS:
        return PARTIAL, 0
    if layer.part == 0 and not group.name:
        return FIRST_PART, 1
    return (SURE_WORD if words & _SURE else UNKNOWN), 0


def _plain_alpha(layer: NamedChannels) -> int | None:
    """Return the place of an alpha of no name, as covers RenderMan's Ci."""
    places = (k for k, name in enumerate(layer.channels) if name.lower() in ALPHA)
    return next(places, None)


def _singles(layers: Sequence[NamedChannels]) -> list[Candidate]:
    """Return every channel as a picture of its own, light before alpha and data."""
    return sorted(_every_channel(layers), key=_unlikeliness)


def _every_channel(layers: Sequence[NamedChannels]) -> Iterator[Candidate]:
    for number, layer in enumerate(layers):
        for place, channel in enumerate(layer.channels):
            parted = layer.part_name and "." not in channel
            name = f"{layer.part_name}.{channel}" if parted else channel
            yield Candidate(name, number, (place,))


def _unlikeliness(one: Candidate) -> tuple[int, int]:
    """Return the rank of a single channel, for want of colour: Y, other light, alpha, data."""
    if is_alpha(one.name):
        return 1, 0
    is_light = named_policy(one.name) in (None, "blend")
    return (0 if is_light else 2), one.name.rpartition(".")[2].lower() != "y"


def _difference(name: str, wanted: str) -> int | None:
    """Return how far a layer's name is from what a user says; None: that is another layer."""
    if name == wanted:
        return 0
    if name.endswith(f".{wanted}"):
        return 1
    return 2 if not name and wanted in _PLAIN else None
