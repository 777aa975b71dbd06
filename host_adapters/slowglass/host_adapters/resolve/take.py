"""The result as a take of the clip: same place, same length, the original one click away."""

from typing import Any

from .api import ask, has_id, unique_id, whole_number
from .clip import Clip
from .job import Plan
from .refuse import Refused
from .source_range import SourceRange
from .undo import Undo

TAKE_LEFT = "a take of ours may still be on the clip: delete it"


def check_take(clip: Clip, source: SourceRange, plan: Plan) -> None:
    """See before any work whether a result can become a take.

    Raises:
        Refused: its length differs, or the clip has a speed, which Resolve may apply to the take.
    """
    hint = "place it on a track above"
    if plan.frames != clip.duration or plan.record_frame != clip.start:
        raise Refused(
            f"a take has the length of its clip: {clip.duration} frames, not {plan.frames}",
            hint,
        )
    if source.speed != 1:
        raise Refused(f"{clip.name} has a speed of its own, which its takes would get, too", hint)


def add_take(item: Any, media: Any, undo: Undo) -> None:
    """Add a take to a clip, select it, and prove both; the clip keeps its own as a take.

    Raises:
        Refused: it could not be added or selected, or the clip changed its length.
    """
    selected = whole_number(ask(item, "GetSelectedTakeIndex"))
    before = whole_number(ask(item, "GetTakesCount"))
    place = (ask(item, "GetStart"), ask(item, "GetDuration"))
    undo.add(lambda: _remove_take(item, media, selected, before), TAKE_LEFT)
    ask(item, "AddTake", media)
    added = _take_of(item, media)
    if not added:
        raise Refused("Resolve did not add the take")
    ask(item, "SelectTakeByIndex", added)
    if whole_number(ask(item, "GetSelectedTakeIndex")) != added:
        raise Refused("Resolve did not select the take")
    if (ask(item, "GetStart"), ask(item, "GetDuration")) != place:
        raise Refused("the take changed the length of the clip")


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
