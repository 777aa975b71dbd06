"""What a result does to an earlier one of the same strip, and to what follows both."""

from typing import Any, List, Tuple

from .. import timeline
from ..handles import end_of, start_of
from ..identity import find
from ..plan import Plan
from . import provenance
from .rest import made_of
from .unfinished import remove_strip


def take_place(scene: Any, original: Any, strip: Any, plan: Plan) -> Tuple[int, List[Any]]:
    """Take away the result that a new one replaces.

    Args:
        scene: that holds the strips.
        original: what both were made of.
        strip: the new result, whole.
        plan: says whether it replaces one.

    Returns:
        Where that ended that is seen anew now, and the strips that show the original before and
        after the part that was replaced; empty if it was none.
    """
    replaced = find(plan.placement.replaces) if plan.placement.replaces else None
    if replaced is None:
        return start_of(strip) + plan.reading.end - plan.reading.start, []
    end = end_of(replaced[1])
    rest = provenance.strips_named(replaced[1], "rest")
    for sound in provenance.strips_named(replaced[1], "sounds"):
        remove_strip(scene, sound)
    remove_strip(*replaced)
    strip.name = f"{original.name} slowglass"
    place = (start_of(strip), end_of(strip), original.channel + 1)
    strip.channel = timeline.free_channel(timeline.owner_of(scene, original), *place, strip.name)
    return end, rest


def move_what_follows(
    owner: Any, end: int, by: int, ripple: bool, rest: List[Any], keep: List[str]
) -> None:
    """Move what follows by as much as the end of what is seen has moved.

    Args:
        owner: that holds the strips.
        end: what `take_place` returned.
        by: frames that the result ends later.
        ripple: whether everything follows, or only what shows the rest of the original.
        rest: what `take_place` returned.
        keep: names of strips that stay.
    """
    family = {strip.name for strip in made_of(owner, rest)}
    moved = [
        strip
        for strip in timeline.following(owner, end)
        if strip.name not in keep and (ripple or strip.name in family)
    ]
    timeline.move(owner, moved, by)
