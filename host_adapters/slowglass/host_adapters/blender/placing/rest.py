"""What lies before and after a part that is retimed: it is seen as before, around the result."""

from typing import Any, List, Set

from ..compat import strips_of
from ..handles import end_of, start_of
from ..plan import Plan
from . import provenance
from .pieces import add_piece


def place_rest(scene: Any, original: Any, result: Any, plan: Plan, sounds: List[Any]) -> List[Any]:
    """Show what the original shows before and after the part, and return the strips that do.

    The original itself stays whole; its copies lie beside the result, those of its sounds beside
    these.
    """
    start = start_of(original)
    first, end = start + plan.wish.part[0], start + plan.wish.part[1]
    by = end_of(result) - end
    pieces = []
    for strip in [original, *sounds]:
        channel = result.channel if strip is original else strip.channel + 1
        last = end_of(strip)
        if start < first:
            pieces.append(add_piece(scene, strip, start, min(first, last), 0, channel, "before"))
        if end < last:
            pieces.append(add_piece(scene, strip, end, last, by, channel, "after"))
    return pieces


def made_of(owner: Any, strips: List[Any]) -> List[Any]:
    """Return strips, and those that were made of them, and of these: results and their pieces."""
    found: Set[str] = {strip.name for strip in strips}
    grown = True
    while grown:
        grown = False
        for strip in strips_of(owner):
            original = provenance.original_of(strip)
            if strip.name not in found and original is not None and original.name in found:
                family = [strip]
                for role in ("sounds", "rest"):
                    family += provenance.strips_named(strip, role)
                found.update(other.name for other in family)
                grown = True
    return [strip for strip in strips_of(owner) if strip.name in found]
