"""Retiming clips of the current timeline: read, make, place, tell."""

from typing import Any, NamedTuple, Optional

from .capabilities import Capabilities, probe
from .clip import BUSY_HINT, Clip, read_clip
from .engine import Make, make_frames
from .find_clip import Found, current_project, current_timeline, find_clips, is_ours
from .job import Plan, covered_frames, plan
from .output_folder import new_folder, remove_if_empty
from .place import BUSY_SECONDS, place
from .refuse import Refused
from .request import Request
from .source_range import percent, source_range
from .take import check_take
from .ticket import Ticket, drop, keep, new_id, waiting
from .ui import Ui

PLACE_LATER = "Place finished frames"
"""Name of the menu entry that places what is waiting."""


class Prepared(NamedTuple):
    """A clip that can be retimed, with everything that is needed once Resolve has moved on."""

    clip: Clip
    plan: Plan
    ticket: Ticket


def run(
    resolve: Any,
    wish: Request,
    ui: Ui,
    make: Make = make_frames,
    busy_seconds: float = BUSY_SECONDS,
) -> int:
    """Retime the clips that the user means, and place the results.

    All clips are read before any work, for the user may go on editing.

    Args:
        resolve: the object that Resolve gives its scripts.
        wish: what to do with each clip.
        ui: tells the user, and is asked whether to go on.
        make: does a job and returns the last event of docs/protocol.md, ``done`` or ``error``.
        busy_seconds: how long to wait for a Resolve that is busy when frames are ready.

    Returns:
        How many results were placed, and proven to lie where they should.
    """
    try:
        project = current_project(resolve)
        timeline = current_timeline(project)
        found = find_clips(project, timeline)
    except Refused as reason:
        _tell_refused(ui, reason)
        return 0
    prepared = [_prepare(resolve, project, timeline, one, wish, ui) for one in found]
    placed = 0
    for one in filter(None, prepared):
        if not ui.cancelled():
            placed += _retime(resolve, one, ui, make, busy_seconds)
        remove_if_empty(one.ticket.folder)
    return placed


def place_waiting(resolve: Any, ui: Ui, busy_seconds: float = BUSY_SECONDS) -> int:
    """Place the results that are ready and were not placed; return how many that were."""
    tickets = waiting()
    if not tickets:
        ui.say("There is nothing to place: all results are where they belong.")
    return sum(_place(resolve, ticket, ui, busy_seconds, True) for ticket in tickets)


def _prepare(
    resolve: Any, project: Any, timeline: Any, found: Found, wish: Request, ui: Ui
) -> Optional[Prepared]:
    """Return what is to be done with one clip; None, told to the user: nothing."""
    can = probe(resolve, timeline, found.item)
    try:
        _check_host(can, wish, found.item)
        clip = read_clip(project, timeline, found.track, found.item)
        source = source_range(resolve, timeline, found.item, clip, can)
        if source.is_assumed and not ui.ask(
            f"The speed of {clip.name} cannot be read in {can.version}. Is it 100 %?", True
        ):
            raise Refused(f"the speed of {clip.name} is not known", "set it to 100 % and try again")
        part = covered_frames(timeline, clip, wish)
        planned = plan(clip, source, part, wish)
        if wish.placing == "take":
            check_take(clip, source, planned)
        folder, note = new_folder(wish.folder, clip.source, _folder_name(clip))
        planned = planned.in_folder(folder)
    except Refused as reason:
        _tell_refused(ui, reason)
        return None
    ui.say(
        f"{clip.name}: {percent(source.speed)}, known from {source.evidence}; "
        f"{part[1]} frames become {planned.frames} at {percent(planned.speed)}."
    )
    if source.may_vary:
        ui.say(
            f"Speed ramps cannot be seen in {can.version}, or not of this clip: it is taken to run "
            f"at {percent(source.speed)} throughout. If it does not, cut it at its speed points."
        )
    for sentence in filter(None, [note, *_foreseen(clip, planned, wish, part[1])]):
        ui.say(sentence)
    return Prepared(clip, planned, _ticket(clip, planned, wish, can))


def _check_host(can: Capabilities, wish: Request, item: Any) -> None:
    """See whether this Resolve can do what is asked.

    Raises:
        Refused: it cannot.
    """
    if not can.tracks:
        raise Refused(
            f"{can.version} cannot add tracks and take items back by scripts, or is busy",
            f"update to 18.5 or newer; or {BUSY_HINT}",
        )
    if wish.placing == "take" and not can.takes:
        raise Refused(f"{can.version} has no takes for scripts", "place it on a track above")
    if is_ours(item):
        raise Refused("this clip is a result of Slowglass", "choose the clip below it")


def _foreseen(clip: Clip, planned: Plan, wish: Request, covered: int) -> Any:
    """Yield what the user should know before the work."""
    if wish.placing == "track" and planned.frames > covered:
        more = planned.frames - covered
        yield f"The result is {more} frames longer: it lies above what follows for that time."
    if wish.placing == "track" and planned.frames < covered:
        less = covered - planned.frames
        yield f"The result is {less} frames shorter: below its end the original is seen again."
    if clip.right_offset == 0 and planned.speed > 0:
        yield "The clip ends with its source: after the last source frame the picture stands."
    if planned.frames != covered:
        yield "Sound stays as it is, at its own speed."


def _ticket(clip: Clip, planned: Plan, wish: Request, can: Capabilities) -> Ticket:
    """Return what is needed to place the result."""
    return Ticket(
        id=new_id(),
        name=planned.name,
        pattern=planned.pattern,
        frames=planned.frames,
        frame_rate=str(clip.timeline_rate),
        record_frame=planned.record_frame,
        speed=str(planned.speed),
        placing=wish.placing,
        disable_original=wish.disable_original,
        project_id=clip.project_id,
        project_name=clip.project_name,
        timeline_id=clip.timeline_id,
        timeline_name=clip.timeline_name,
        item_id=clip.item_id,
        item_name=clip.name,
        item_start=clip.start,
        item_duration=clip.duration,
        media_id=clip.media_id,
        source=clip.source,
        model=wish.model,
        host=can.version,
    )


def _retime(resolve: Any, prepared: Prepared, ui: Ui, make: Make, busy_seconds: float) -> bool:
    """Let the engine make the frames, then place them; return whether they were placed."""
    last = make(prepared.plan.job, ui)
    if last["event"] == "error":
        hint = f" ({last['hint']})" if last.get("hint") else ""
        ui.say(f"{prepared.clip.name}: {last['message']}{hint}. Nothing was placed.")
        return False
    made = last["result"]["frames"]
    if made != prepared.plan.frames:
        ui.say(f"The engine made {made} frames, not {prepared.plan.frames}. Nothing was placed.")
        return False
    try:
        keep(prepared.ticket)
    except OSError as error:
        ui.say(f"What belongs where cannot be noted for later: {error.strerror or error}.")
    return _place(resolve, prepared.ticket, ui, busy_seconds, False)


def _place(resolve: Any, ticket: Ticket, ui: Ui, busy_seconds: float, again: bool) -> bool:
    """Place a result, and say so only once it is proven; else say how it is placed later."""
    try:
        placed = place(resolve, ticket, busy_seconds, without_clip=again)
    except Refused as reason:
        _tell_refused(ui, reason)
        ui.say(
            f"{ticket.name} was not placed. Its {ticket.frames} frames are kept in "
            f"{ticket.folder}. To place them later: "
            f"Workspace > Scripts > Slowglass > {PLACE_LATER}."
        )
        return False
    drop(ticket)
    for note in placed.notes:
        ui.say(note)
    ui.say(f"{ticket.name}: {ticket.frames} frames lie {placed.where}.")
    return True


def _tell_refused(ui: Ui, reason: Refused) -> None:
    """Say why something is not done, and what the user can do."""
    hint = f" ({reason.hint})" if reason.hint else ""
    ui.say(f"{reason}{hint}.")


def _folder_name(clip: Clip) -> str:
    """Return the beginning of the name of a folder for results."""
    return "".join(sign if sign.isalnum() else "_" for sign in clip.name.split(".")[0]) or "clip"
