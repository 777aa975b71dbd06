"""The result on a timeline of its own, of the same frame rate."""

from typing import Any, List, Tuple

from ...common import Refusal, rate_text
from ..api import ask, has_id, unique_id, whole_number
from ..ticket import Ticket
from ..timecode import frame_rate
from .append import append
from .undo import Undo

MOST_NAMES = 100


def place_on_new_timeline(
    resolve: Any, project: Any, current: Any, media: Any, ticket: Ticket, undo: Undo
) -> Tuple[Any, str, List[str]]:
    """Return the item on the new timeline, where that is, and what the user should know.

    The current timeline is shown again, or the user is told that it is not.

    Raises:
        Refusal: the timeline cannot be made, or not at the rate of the frames.
    """
    pool = ask(project, "GetMediaPool")
    timeline = _new_timeline(pool, ticket.name)
    name = ask(timeline, "GetName") or ticket.name
    kept = f"the timeline {name}, which was made for the result, is still there"

    def back() -> str:
        hidden = _show_again(project, current, ticket)
        left = "" if ask(pool, "DeleteTimelines", [timeline]) else kept
        return ", and ".join(filter(None, [left, hidden]))

    undo.add(back, kept)
    _set_rate(timeline, ticket)
    ask(project, "SetCurrentTimeline", timeline)
    if not has_id(ask(project, "GetCurrentTimeline"), unique_id(timeline)):
        raise Refusal("the new timeline cannot be opened")
    start = whole_number(ask(timeline, "GetStartFrame"))
    item = append(resolve, timeline, media, 1, start, ticket.frames, undo)
    hidden = _show_again(project, current, ticket)
    return item, f"on the new timeline {name}", [f"{hidden}."] if hidden else []


def _show_again(project: Any, timeline: Any, ticket: Ticket) -> str:
    """Show the timeline that the clip lies on; return what to tell if Resolve does not, or ""."""
    ask(project, "SetCurrentTimeline", timeline)
    if has_id(ask(project, "GetCurrentTimeline"), ticket.timeline_id):
        return ""
    return f"the timeline {ticket.timeline_name} is not shown any more: open it again"


def _new_timeline(pool: Any, name: str) -> Any:
    """Return an empty timeline with that name, or the name and a number.

    Raises:
        Refusal: none can be made.
    """
    for number in range(1, MOST_NAMES):
        wanted = name if number == 1 else f"{name} {number}"
        timeline = ask(pool, "CreateEmptyTimeline", wanted)
        if timeline:
            return timeline
    raise Refusal("no timeline can be made")


def _set_rate(timeline: Any, ticket: Ticket) -> None:
    """Give an empty timeline the rate of the frames where it is not that of the project.

    Raises:
        Refusal: this version does not let scripts do so.
    """
    if frame_rate(ask(timeline, "GetSetting", "timelineFrameRate")) == ticket.rate:
        return
    ask(timeline, "SetSetting", "useCustomSettings", "1")
    ask(timeline, "SetSetting", "timelineFrameRate", rate_text(ticket.rate))
    if frame_rate(ask(timeline, "GetSetting", "timelineFrameRate")) != ticket.rate:
        raise Refusal(
            f"a new timeline has the rate of the project, not {rate_text(ticket.rate)}",
            "place the result in the media pool only, and make a timeline from it there",
        )
