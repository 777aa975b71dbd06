"""The timeline of a scene: its rate, free channels, and what comes after a strip."""

from fractions import Fraction
from typing import Any, List

from ..common import Refusal, exact_rate
from .compat import strips_of
from .handles import end_of, move_by, set_end, set_start, start_of

CHANNELS = 128


def scene_rate(scene: Any) -> Fraction:
    """Return the frame rate of a scene."""
    return exact_rate(scene.render.fps / scene.render.fps_base)


def owner_of(scene: Any, strip: Any) -> Any:
    """Return what holds a strip: its meta strip, or the sequence editor."""
    return strip.parent_meta() or scene.sequence_editor


def free_channel(owner: Any, start: int, end: int, first: int, ignored: str = "") -> int:
    """Return the lowest channel in which nothing lies from ``start`` to ``end``.

    Args:
        owner: a sequence editor or a meta strip.
        start: scene frame.
        end: scene frame, exclusive.
        first: the lowest channel to take.
        ignored: name of the strip that the channel is for, where it lies in one already.

    Raises:
        Refusal: there is none.
    """
    busy = {
        strip.channel
        for strip in strips_of(owner)
        if start_of(strip) < end and start < end_of(strip)
        if strip.name != ignored
    }
    locked = {k for k, channel in enumerate(owner.channels) if channel.lock or channel.mute}
    for channel in range(first, CHANNELS + 1):
        if channel not in busy and channel not in locked:
            return channel
    raise Refusal(f"expected a free channel above {first - 1}, all up to {CHANNELS} are taken")


def effects_over(owner: Any, strip: Any) -> List[str]:
    """Return the names of the effects that take a strip as their input."""
    names = ("input_1", "input_2")
    return [o.name for o in strips_of(owner) if strip in [getattr(o, n, None) for n in names]]


def covered_by(owner: Any, strip: Any, above: int) -> List[Any]:
    """Return the strips that a strip lies over.

    Args:
        owner: a sequence editor or a meta strip.
        strip: the one that may hide others.
        above: only those above this channel count.
    """
    return [
        other
        for other in strips_of(owner)
        if above < other.channel < strip.channel
        and start_of(other) < end_of(strip)
        and start_of(strip) < end_of(other)
        and other.type != "SOUND"
        and not other.mute
    ]


def following(owner: Any, after: int) -> List[Any]:
    """Return the strips that start at a frame or later and can be moved by themselves."""
    return [
        strip
        for strip in strips_of(owner)
        if start_of(strip) >= after
        and not strip.lock
        and getattr(strip, "input_count", 0) == 0  # effects follow what they lie over
    ]


def move(owner: Any, strips: List[Any], by: int) -> None:
    """Move strips of an owner by some frames; below 0 to the left."""
    # The farthest first, so that none lands on its neighbour and is put into another channel.
    order = sorted(((start_of(strip), strip.name) for strip in strips), reverse=by > 0)
    for _, name in order:
        move_by(strips_of(owner)[name], by)


def group(owner: Any, names: List[str], title: str) -> Any:
    """Put strips into a new meta strip in the place of the lowest, and return it."""
    strips = [strips_of(owner)[name] for name in names]
    start = min(start_of(strip) for strip in strips)
    end = max(end_of(strip) for strip in strips)
    channel = min(strip.channel for strip in strips)
    top = max(strips, key=lambda strip: int(strip.channel))
    meta = strips_of(owner).new_meta(name=title, channel=CHANNELS, frame_start=start)
    for strip in strips:
        strip.move_to_meta(meta)
    for strip in strips_of(meta):
        set_end(strip, end_of(strip))  # Blender then sees the meta's new length
    set_start(meta, start)
    set_end(meta, end)
    meta.channel, meta.blend_type = channel, top.blend_type
    return meta
