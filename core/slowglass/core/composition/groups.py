"""The channels of a frame in groups that are composed together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from slowglass.core.channels import (
    Overrides,
    Policy,
    cryptomatte_rank,
    item_of,
    named_policy,
    override_of,
)
from slowglass.core.errors import UnsupportedMediaError
from slowglass.core.frames import Layer, Window, is_float


@dataclass(frozen=True)
class Member:
    """One channel: the index of its layer, its place in it, its name with that of its part."""

    layer: int
    place: int
    name: str


@dataclass
class Group:
    """Channels that go one way together."""

    policy: Policy
    members: list[Member] = field(default_factory=list)


def full_name(layer: Layer, channel: str) -> str:
    """Return a channel's name, its part's before it where it says no more than "R" or "Z"."""
    return f"{layer.part_name}.{channel}" if layer.part_name and "." not in channel else channel


def policy_of(channel: str, layer: Layer, overrides: Overrides = ()) -> Policy:
    """Return how samples of a channel become one.

    uint32 samples are IDs, whatever is asked. Then the user decides, then the name of a floating
    point channel; what has no telling name is light, or an ID in a layer that holds data.
    """
    if layer.pixels.dtype.name == "uint32":
        return "nearest"
    name = full_name(layer, channel)
    told = override_of((channel, name, layer.stored_name(channel)), overrides)
    if told is None and is_float(layer.pixels):
        stem = item_of(channel)[0]
        items = (item_of(other) for other in layer.channels)
        told = named_policy(name, {component for item, component in items if item == stem})
    return told or ("nearest" if layer.encoding.transfer == "data" else "blend")


def channel_groups(
    layers: Sequence[Layer], windows: Sequence[Window], overrides: Overrides = ()
) -> list[Group]:
    """Return all channels of a frame in groups.

    Light and IDs go by layer, other data by item. The rank layers of one cryptomatte belong
    together across layers of the same window, as multi-part files store them.

    Raises:
        UnsupportedMediaError: a cryptomatte has an ID without coverage, or the reverse.
    """
    groups: dict[tuple[object, ...], Group] = {}
    for number, layer in enumerate(layers):
        for place, channel in enumerate(layer.channels):
            policy = policy_of(channel, layer, overrides)
            member = Member(number, place, full_name(layer, channel))
            if policy in ("blend", "nearest"):
                key: tuple[object, ...] = (policy, number)
            elif policy == "depth":
                key = (policy, number, channel)
            elif policy == "cryptomatte":
                key = _cryptomatte_key(groups, member, windows[number])
            else:
                key = (policy, number, item_of(channel)[0])
            groups.setdefault(key, Group(policy)).members.append(member)
    for group in groups.values():
        if group.policy == "cryptomatte":
            group.members.sort(key=_rank)
            _check_ranks(group.members)
    return list(groups.values())


def _rank(member: Member) -> int:
    """Return the place of a channel in its cryptomatte."""
    known = cryptomatte_rank(member.name)
    component = item_of(member.name)[1]
    return known[1] if known else ("rgba".find(component[0]) if component else -1)


def _cryptomatte_key(
    groups: dict[tuple[object, ...], Group], member: Member, window: Window
) -> tuple[object, ...]:
    """Return the cryptomatte of a channel; views of a stereo file repeat the names of the first."""
    known = cryptomatte_rank(member.name)
    base, view = known[0] if known else item_of(member.name)[0], 0
    while (group := groups.get(("cryptomatte", base, window, view))) is not None:
        if _rank(member) not in map(_rank, group.members):
            break
        view += 1
    return ("cryptomatte", base, window, view)


def _check_ranks(members: Sequence[Member]) -> None:
    ranks = [_rank(member) for member in members]
    if ranks != list(range(len(ranks))) or len(ranks) % 2:
        names = [member.name for member in members]
        raise UnsupportedMediaError(
            f"expected pairs of ID and coverage in a cryptomatte, got {names}",
            hint=f'to take them as they are, give --channels "{names[0]}=nearest" for each',
        )
