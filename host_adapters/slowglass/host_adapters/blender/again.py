"""Which strip is meant where a result, or an original that has one, is retimed again."""

from dataclasses import replace
from fractions import Fraction
from typing import Any, List, NamedTuple, Optional

from ..common import Refusal
from .compat import strips_of
from .handles import plays_otherwise, trim_end, trim_start
from .identity import refer_to
from .placing import original_of, read_provenance, strips_named
from .timeline import owner_of
from .wish import DRAWN, RETIME, Placement, Wish


class Meant(NamedTuple):
    """What a selected strip stands for."""

    strip: Any
    wish: Wish
    placement: Placement
    notes: List[str]
    """What the user should know of that."""


def meant_by(scene: Any, strip: Any, wish: Wish, placement: Placement) -> Meant:
    """Return what is to be retimed where a strip is selected.

    A result stands for its original, so that no frame is made from made ones: at the speed of
    both together, in the place of the result. So does an original that has a result.

    Raises:
        Refusal: a part of it is retimed, so that a second result would lie over the first.
    """
    document = read_provenance(strip)
    original = original_of(strip)
    if document is None:
        return _with_a_result(scene, strip, wish, placement)
    before = Wish.from_plain(document["wish"])
    may_be_made_again = wish.kind in (RETIME, DRAWN) and not wish.inside_range
    if original is None or not may_be_made_again or _is_changed(strip) or _mixes(before, wish):
        made = "It shows frames that were made: the new ones are made between these."
        return Meant(strip, wish, placement, [made])
    if wish.kind == DRAWN:
        place = _in_place_of(scene, strip, document, placement)
        return Meant(original, wish, place, [f"It is made from “{original.name}” again, as drawn."])
    speed = wish.speed * Fraction(document.get("speed", before.speed))
    wish = replace(wish, speed=speed, part=before.part)
    place = _in_place_of(scene, strip, document, placement)
    how = f"{wish.length} frames long" if wish.length else f"at {float(speed * 100):g} %"
    return Meant(original, wish, place, [f"It is made from “{original.name}” again, {how}."])


def without_hidden(strips: List[Any]) -> List[Any]:
    """Return strips but for those that lie muted below a result that is among them."""
    hidden = {other.name for strip in strips for other in strips_named(strip, "hidden")}
    return [strip for strip in strips if strip.name not in hidden]


def _with_a_result(scene: Any, strip: Any, wish: Wish, placement: Placement) -> Meant:
    """Return what is meant by a strip that is no result itself."""
    result = _shown_result(scene, strip)
    if result is None:
        return Meant(strip, wish, placement, [])
    if wish.inside_range or strips_named(result, "rest"):
        raise Refusal(
            f"“{result.name}” was made of it already: select what is seen there, or choose Show "
            "Original for that result first"
        )
    document = read_provenance(result) or {}
    place = _in_place_of(scene, result, document, placement)
    return Meant(strip, wish, place, [f"It takes the place of “{result.name}”."])


def _shown_result(scene: Any, strip: Any) -> Optional[Any]:
    """Return the result that is seen in place of a strip; None if there is none."""
    for other in strips_of(owner_of(scene, strip)):
        if not other.mute and read_provenance(other) is not None and original_of(other) == strip:
            return other
    return None


def _in_place_of(scene: Any, result: Any, document: Any, placement: Placement) -> Placement:
    """Return where what is made anew goes: its sound stays stretched if it was."""
    with_sound = placement.with_sound or bool(document.get("with_sound"))
    return replace(placement, replaces=refer_to(scene, result), with_sound=with_sound)


def _mixes(before: Wish, wish: Wish) -> bool:
    """Return whether a result and what is wished of it are no one speed of the original."""
    return before.kind == DRAWN if wish.kind == RETIME else before.is_part


def _is_changed(result: Any) -> bool:
    """Return whether a result shows something else than its frames from first to last."""
    trims = (
        trim_start(result),
        trim_end(result),
        result.animation_offset_start,
        result.animation_offset_end,
    )
    return any(trims) or plays_otherwise(result)
