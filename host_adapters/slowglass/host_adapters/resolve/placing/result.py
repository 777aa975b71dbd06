"""Placing a finished result: all of it, or nothing."""

import time
from typing import Any, List, NamedTuple, Optional

from ...common import Refusal
from ..api import ask, clip_property, has_id, listed, unique_id, whole_frame, whole_number
from ..clips import Found, find_item, is_sequence
from ..ticket import Ticket
from .append import append, free_track
from .import_frames import copy_interpretation, import_frames
from .look import copy_look, disable, mark
from .new_timeline import place_on_new_timeline
from .take import add_take
from .undo import Undo

BUSY_SECONDS = 30.0
"""How long Resolve may be busy, with a dialog, playback or saving, when the frames are ready."""
POLL_SECONDS = 0.5


class Placed(NamedTuple):
    """What was placed, and proven to lie there."""

    where: str
    notes: List[str]
    """What the user should know, one sentence each."""


def place(
    resolve: Any, ticket: Ticket, busy_seconds: float = BUSY_SECONDS, without_clip: bool = False
) -> Placed:
    """Place the result of a ticket in the current timeline.

    All objects are looked up anew by their identity: minutes or days have passed.

    Args:
        resolve: the application.
        ticket: of the result.
        busy_seconds: how long to wait for a Resolve that does not answer.
        without_clip: place even if the clip is gone or changed, at the frames where it was; where
            it was only moved, beside it.

    Raises:
        Refusal: it could not be placed; what was begun is taken back, what could not be is told.
    """
    project = _project_of(resolve, ticket, busy_seconds)
    undo = Undo()
    try:
        if ticket.placing == "bin":
            media = import_frames(project, ticket, undo)
            notes = copy_interpretation(
                project, _source_of(project, ticket), media, _same_code(ticket)
            )
            return Placed("in the bin Slowglass of the media pool", notes)
        timeline = _timeline_of(project, ticket)
        if without_clip:
            ticket = _following(timeline, ticket)
        original = _original_of(timeline, ticket, without_clip)
        return _place(resolve, project, timeline, original, ticket, undo)
    except Refusal as reason:
        left = undo.take_back()
        hint = ". ".join(filter(None, [reason.hint, *left]))
        raise Refusal(str(reason), hint) from None
    except BaseException:
        undo.take_back()
        raise


def _place(
    resolve: Any, project: Any, timeline: Any, original: Optional[Found], ticket: Ticket, undo: Undo
) -> Placed:
    """Import, interpret, place, verify, and only then dress the result."""
    media = import_frames(project, ticket, undo)
    source = ask(original.item, "GetMediaPoolItem") if original else _source_of(project, ticket)
    notes = copy_interpretation(project, source, media, _same_code(ticket))
    if ticket.placing == "take" and original:
        add_take(original.item, media, undo)
        return Placed(f"as a take of {ticket.item_name}, which is selected", notes)
    item = original.item if original else None
    if ticket.placing == "timeline":
        new, where, told = place_on_new_timeline(resolve, project, timeline, media, ticket, undo)
        notes += told
    else:
        start, end = ticket.record_frame, ticket.record_frame + ticket.frames
        above = (
            original.track if original else whole_number(ask(timeline, "GetTrackCount", "video"))
        )
        track = free_track(timeline, above, start, end, undo)
        new = append(resolve, timeline, media, track, start, ticket.frames, undo)
        where = f"on video track {track}, frames {start} to {end - 1}"
    notes += copy_look(item, new) + mark(new, ticket)
    if item is not None and ticket.disable_original and ticket.placing == "track":
        notes += disable(item)
    return Placed(where, notes)


def _project_of(resolve: Any, ticket: Ticket, busy_seconds: float) -> Any:
    """Return the project of a ticket, waiting for a Resolve that is busy.

    Raises:
        Refusal: Resolve does not answer, or another project is open.
    """
    deadline = time.time() + busy_seconds
    while True:
        project = ask(ask(resolve, "GetProjectManager"), "GetCurrentProject")
        if has_id(project, ticket.project_id):
            return project
        if unique_id(project):
            raise Refusal("another project is open", f"open {ticket.project_name} again")
        if time.time() >= deadline:
            raise Refusal(
                "Resolve does not answer, or no project is open",
                f"close any dialog, and open {ticket.project_name}",
            )
        time.sleep(POLL_SECONDS)


def _timeline_of(project: Any, ticket: Ticket) -> Any:
    """Return the timeline of a ticket, which has to be the current one.

    Raises:
        Refusal: another one is shown.
    """
    timeline = ask(project, "GetCurrentTimeline")
    if not has_id(timeline, ticket.timeline_id):
        raise Refusal("another timeline is open", f"open {ticket.timeline_name} again")
    return timeline


def _following(timeline: Any, ticket: Ticket) -> Ticket:
    """Return the ticket with its place moved as far as the clip was moved since."""
    found = find_item(timeline, ticket.item_id)
    start = whole_frame(found.item, "GetStart") if found else None
    if found is None or start is None:
        return ticket
    if whole_frame(found.item, "GetDuration") != ticket.item_duration:
        return ticket
    shifted = ticket.record_frame + start - ticket.item_start
    return ticket._replace(record_frame=shifted, item_start=start)


def _original_of(timeline: Any, ticket: Ticket, without_clip: bool) -> Optional[Found]:
    """Return the clip that was retimed; None if the result is to be placed without it.

    Raises:
        Refusal: it is gone, or not where it was.
    """
    found = find_item(timeline, ticket.item_id)
    if found is not None:
        here = (
            whole_frame(found.item, "GetStart"),
            whole_frame(found.item, "GetDuration"),
            unique_id(ask(found.item, "GetMediaPoolItem")),
        )
        if here == (ticket.item_start, ticket.item_duration, ticket.media_id):
            return found
    if without_clip and ticket.placing != "take":
        return None
    how = "is not on the timeline any more" if found is None else "was changed in the meantime"
    raise Refusal(f"{ticket.item_name} {how}")


def _source_of(project: Any, ticket: Ticket) -> Any:
    """Return the clip of the media pool that was retimed, None if it is gone."""
    folders = listed([ask(ask(project, "GetMediaPool"), "GetRootFolder")])
    while folders:
        folder = folders.pop()
        for media in listed(ask(folder, "GetClipList")):
            if has_id(media, ticket.media_id) and clip_property(media, "File Path"):
                return media
        folders += listed(ask(folder, "GetSubFolderList"))
    return None


def _same_code(ticket: Ticket) -> bool:
    """Return whether the frames are stored as the source stores them: both are pictures."""
    return is_sequence(ticket.source)
