"""The result as a take of the clip: same place, same length, the original one click away."""

from typing import Any, Optional, Tuple

from ...common import Refusal
from ..api import ask, has_id, unique_id, whole_frame, whole_number
from .undo import Undo

TAKE_LEFT = "a take of ours may still be on the clip: delete it"


def add_take(item: Any, media: Any, undo: Undo) -> None:
    """Add a take to a clip, select it, and prove both; the clip keeps its own as a take.

    Raises:
        Refusal: it could not be added or selected, or the clip changed its length.
    """
    selected = whole_number(ask(item, "GetSelectedTakeIndex"))
    before = whole_number(ask(item, "GetTakesCount"))
    place = _place(item)
    undo.add(lambda: _remove_take(item, media, selected, before), TAKE_LEFT)
    ask(item, "AddTake", media)
    added = _take_of(item, media)
    if not added:
        raise Refusal("Resolve did not add the take")
    ask(item, "SelectTakeByIndex", added)
    if whole_number(ask(item, "GetSelectedTakeIndex")) != added:
        raise Refusal("Resolve did not select the take")
    if _place(item) != place:
        raise Refusal("the take changed the length of the clip")


def _place(item: Any) -> Tuple[Optional[int], Optional[int]]:
    """Return where an item begins and how long it is."""
    return whole_frame(item, "GetStart"), whole_frame(item, "GetDuration")


def _take_of(item: Any, media: Any) -> int:
    """Return the number of the take that shows a clip of the media pool, 0 if there is none."""
    for index in range(whole_number(ask(item, "GetTakesCount")), 0, -1):
        take = ask(item, "GetTakeByIndex", index)
        shown = take.get("mediaPoolItem") if isinstance(take, dict) else None
        if has_id(shown, unique_id(media)):
            return index
    return 0


def _remove_take(item: Any, media: Any, selected: int, before: int) -> str:
    """Select the take from before and delete the new one, if it was added."""
    if _take_of(item, media):
        ask(item, "SelectTakeByIndex", selected or 1)
        ask(item, "DeleteTakeByIndex", _take_of(item, media))
        if not before and whole_number(ask(item, "GetTakesCount")) == 1:
            ask(item, "FinalizeTake")
    counted = ask(item, "GetTakesCount")
    # A Resolve that is busy answers False, which is 0 as well.
    return "" if counted is not False and counted == before else TAKE_LEFT
