"""Which channels may be mixed, and how: policies, told by a channel's name or by the user."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Literal, cast, get_args

from slowglass.core.errors import UsageError

Policy = Literal[
    "blend", "depth", "direction", "vector", "position", "uv", "nearest", "cryptomatte"
]
"""How samples of a channel become one; docs/channels.md shows each.

blend: light, alpha, masks. The weighted mean.
depth: mixed where samples agree relative to their size, else the heavier one.
direction: interpolated and brought back to its length.
vector: motion in pixels, like depth, rescaled to the time between output frames.
position: mixed where samples are a few usual steps apart, else the heavier one.
uv: like position, so that nothing is mixed across a wrap.
nearest: the bits of one source pixel.
cryptomatte: coverage summed by ID and ranked again; IDs keep their bits.
"""

POLICIES: tuple[Policy, ...] = get_args(Policy)

Overrides = tuple[tuple[str, str], ...]
"""Pairs of a glob pattern and a policy; the first that matches a channel's name decides."""

COMPONENTS = frozenset("x y z w u v r g b a red green blue alpha".split())
"""Last parts of channel names that number the values of one item."""

_CRYPTOMATTE = re.compile(r"([^.]*crypto[^.]*?)(\d\d)\.(r|g|b|a|red|green|blue|alpha)$", re.I)
_ID = re.compile(r"[a-z]I[Dd]s?$|(^|[_\- ])(id|ID|Id)s?$")
_ITEMS: tuple[tuple[Policy, re.Pattern[str]], ...] = (
    ("blend", re.compile(r".*(mask|matte|mist)s?")),
    ("nearest", re.compile(r"index(ob|ma)|(object|material|mtl|node|render|asset|instance)ids?")),
    ("depth", re.compile(r"z|zdepth|depthz|vrayzdepth|zbuffer|zback|.*depth")),
    ("direction", re.compile(r"n|nn|ns|ng|nworld|ncam|(?:bi|bitan)?tangents?|binormals?"
                             r"|.*normals?(?:world|cam|camera|view|ws|vs|map|bump)?")),
    ("position", re.compile(r"p|pw|pworld|pcam|po|pref|.*position(?:world|ws)?s?|worldpos")),
    ("uv", re.compile(r".*uv\d*|st|texcoords?")),
    ("vector", re.compile(r"vectors?|mv|motion(?:vec|vectors?|fore|back)?|.*velocity"
                          r"|forward|backward|flow|opticalflow")),
)  # fmt: skip
_TO_PREVIOUS = re.compile(r"backward|motionback")


def item_of(name: str) -> tuple[str, str]:
    """Return what a channel belongs to and which component it is: "N.X" is ("N", "x").

    A name that ends in no component is an item of its own: "objectId" is ("objectId", "").
    """
    stem, dot, last = name.rpartition(".")
    return (stem, last.lower()) if dot and last.lower() in COMPONENTS else (name, "")


def named_policy(name: str, siblings: Iterable[str] = ()) -> Policy | None:
    """Return the policy that the name of a floating point channel tells; None: nothing is told.

    Args:
        name: such as "ViewLayer.Depth.Z"; the part's name before it if the channel has none.
        siblings: all components of the same item, in lower case.
    """
    if _CRYPTOMATTE.search(name):
        return "cryptomatte"
    stem, component = item_of(name)
    item = stem.rpartition(".")[2]
    if component in ("a", "alpha"):
        return None
    if _ID.search(item):
        return "nearest"
    plain = re.sub(r"[^a-z0-9]", "", item.lower())
    for policy, pattern in _ITEMS:
        if pattern.fullmatch(plain):
            return policy
    lone_z = component == "z" and "x" not in siblings
    return "depth" if lone_z else None


def cryptomatte_rank(name: str) -> tuple[str, int] | None:
    """Return the cryptomatte that a channel belongs to and its place there; None for others.

    Places count from 0: ID, coverage, ID, coverage, and so on through all rank layers.

    Source: J. Friedman and A. C. Jones, Cryptomatte Specification 1.2.0 (Psyop, 2018), "Channels".
    """
    match = _CRYPTOMATTE.search(name)
    if match is None:
        return None
    return name[: match.end(1)], int(match[2]) * 4 + "rgba".index(match[3][0].lower())


def points_to_previous(name: str) -> bool:
    """Return whether a motion vector leads to the frame before; else it leads to the next.

    Blender's X and Y of an item with Z and W do; Nuke's "backward"; all others lead on.
    """
    stem, component = item_of(name)
    item = re.sub(r"[^a-z]", "", stem.rpartition(".")[2].lower())
    return bool(_TO_PREVIOUS.fullmatch(item)) or (item == "vector" and component in ("x", "y"))


def override_of(names: Iterable[str], overrides: Overrides) -> Policy | None:
    """Return the policy of the first pattern that matches one of a channel's names."""
    names = tuple(names)
    for pattern, policy in overrides:
        if any(fnmatchcase(name, pattern) for name in names):
            return cast(Policy, policy)
    return None


def parse_overrides(text: str) -> Overrides:
    """Return the pairs of a list such as "Z=nearest,N.*=direction,*=blend".

    Raises:
        UsageError: an item is no pair, or there is no such policy.
    """
    pairs = tuple(_pair(item) for item in text.split(",") if item.strip())
    check_overrides(pairs)
    return pairs


def check_overrides(overrides: Overrides) -> None:
    """Make sure that all policies exist.

    Raises:
        UsageError: one does not; says which do.
    """
    for pattern, policy in overrides:
        if policy not in POLICIES:
            raise UsageError(
                f"expected one of {', '.join(POLICIES)} for channels {pattern!r}, got {policy!r}"
            )


def _pair(item: str) -> tuple[str, str]:
    pattern, equals, policy = (part.strip() for part in item.rpartition("="))
    if not (pattern and equals and policy):
        raise UsageError(f"expected PATTERN=POLICY such as N.*=direction, got {item!r}")
    return pattern, policy
