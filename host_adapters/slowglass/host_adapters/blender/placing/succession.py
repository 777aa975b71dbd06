"""What a result does to an earlier one of the same strip, and to what follows both."""

from typing import Any, List

from .. import timeline
from ..identity import find
from ..plan import Plan
from . import provenance
from .unfinished import remove_strip


def take_place(scene: Any, original: Any, strip: Any, plan: Plan) -> int:
    """Take away the result that a new one replaces; return where what was seen so far ends.

    Args:
        scene: that holds the strips.
        original: what both were made of.
        strip: the new result, whole.
        plan: says whether it replaces one.
    """
    end = int(original.frame_final_end)
    replaced = find(plan.placement.replaces) if plan.placement.replaces else None
    if replaced is None:
        return end
    replaced_end = int(replaced[1].frame_final_end)
    for sound in provenance.strips_named(replaced[1], "sounds"):
        remove_strip(scene, sound)
    remove_strip(*replaced)
    strip.name = f"{original.name} slowglass"
    place = (strip.frame_final_start, strip.frame_final_end, original.channel + 1)
    strip.channel = timeline.free_channel(timeline.owner_of(scene, original), *place, strip.name)
    timeline.fit_meta(strip, replaced_end)
    return max(end, replaced_end) if plan.wish.inside_range else replaced_end


def ripple(scene: Any, original: Any, strip: Any, end: int, part: bool, keep: List[str]) -> None:
    """Move what follows by as much as the end of what is seen has moved.

    Args:
        scene: that holds the strips.
        original: what the result was made of.
        strip: the result.
        end: what `take_place` returned.
        part: whether the result is one of a part, so that the rest of the original is seen, too.
        keep: names of strips that stay.
    """
    new_end = strip.frame_final_end
    if part:
        new_end = max(new_end, original.frame_final_end)
    timeline.move_following(timeline.owner_of(scene, original), end, new_end - end, keep)
