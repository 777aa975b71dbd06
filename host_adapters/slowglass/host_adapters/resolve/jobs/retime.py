"""Retiming clips of the current timeline: read, make, place, tell."""

from typing import Any, Callable, List, NamedTuple, Optional

from ...common import Refusal, file_name, made_by, sentence
from ..capabilities import Capabilities
from ..clips import Clip, Reading, percent, read_clips
from ..placing import BUSY_SECONDS, place
from ..plan import Plan, check_take, covered_frames, holds_code, make_plan
from ..ticket import Ticket, drop, keep, new_id, waiting
from ..ui import MENU, Ui
from ..wish import Wish
from .engine import Make, make_frames
from .output_folder import new_folder, remove_if_empty

Choose = Callable[[List[Reading]], Optional[Wish]]
"""Returns what the user wants with these clips; None: nothing after all."""
PLACE_LATER = "Place finished frames"
"""Name of the menu entry that places what is waiting."""


class Job(NamedTuple):
    """A clip that can be retimed, with everything that is needed once Resolve has moved on."""

    clip: Clip
    plan: Plan
    ticket: Ticket


def run(
    resolve: Any,
    choose: Choose,
    ui: Ui,
    make: Make = make_frames,
    busy_seconds: float = BUSY_SECONDS,
) -> int:
    """Retime the clips that the user means, and place the results.

    Args:
        resolve: the object that Resolve gives its scripts.
        choose: says what to do with the clips, once they are read.
        ui: tells the user, and is asked whether to go on.
        make: does a job and returns the last event of docs/protocol.md, ``done`` or ``error``.
        busy_seconds: how long to wait for a Resolve that is busy when frames are ready.

    Returns:
        How many results were placed, and proven to lie where they should.
    """
    readings = read_clips(resolve, ui)
    wish = choose(readings) if readings else None
    if wish is None:
        ui.end(0, 0)
        return 0
    found = [_prepare(reading, wish, ui) for reading in readings]
    jobs = [one for one in found if one is not None]
    placed = 0
    for number, one in enumerate(jobs, 1):
        if not ui.cancelled():
            ui.begin(one.plan.name, number, len(jobs), holds_code(one.clip))
            placed += _retime(resolve, one, ui, make, busy_seconds)
        remove_if_empty(one.ticket.folder)
    ui.end(placed, len(found))
    return placed


def place_waiting(resolve: Any, ui: Ui, busy_seconds: float = BUSY_SECONDS) -> int:
    """Place the results that are ready and were not placed; return how many that were."""
    tickets = waiting()
    if not tickets:
        ui.warn("There is nothing to place: all results are where they belong.")
    placed = sum(_place(resolve, ticket, ui, busy_seconds, True) for ticket in tickets)
    ui.end(placed, len(tickets))
    return placed


def _prepare(reading: Reading, wish: Wish, ui: Ui) -> Optional[Job]:
    """Return what is to be done with one clip; None, told to the user: nothing."""
    clip, source, can = reading.clip, reading.source, reading.can
    try:
        if wish.placing == "take" and not can.takes:
            raise Refusal(f"{can.version} has no takes for scripts", "place it on a track above")
        part = covered_frames(reading.timeline, clip, wish)
        plan = make_plan(clip, source, part, wish)
        if wish.placing == "take":
            check_take(clip, source, plan)
        folder, note = new_folder(wish.folder, clip.source, file_name(clip.name.split(".")[0]))
        plan = plan.in_folder(folder)
    except Refusal as reason:
        ui.refuse(reason)
        return None
    ui.say(
        f"{clip.name}: {percent(source.speed)}, known from {source.evidence}; "
        f"{part[1]} frames become {plan.frames} at {percent(plan.speed)}"
        f"{' on the whole, as drawn' if wish.drawn else ''}."
    )
    if source.may_vary:
        ui.say(
            f"Speed ramps cannot be seen in {can.version}, or not of this clip: it is taken to run "
            f"at {percent(source.speed)} throughout. If it does not, cut it at its speed points."
        )
    for text in filter(None, [note, *_foreseen(clip, plan, wish, part[1])]):
        ui.say(text)
    return Job(clip, plan, _ticket(clip, plan, wish, can))


def _foreseen(clip: Clip, plan: Plan, wish: Wish, covered: int) -> Any:
    """Yield what the user should know before the work."""
    if wish.placing == "track" and plan.frames > covered:
        more = plan.frames - covered
        yield f"The result is {more} frames longer: it lies above what follows for that time."
    if wish.placing == "track" and plan.frames < covered:
        less = covered - plan.frames
        yield f"The result is {less} frames shorter: below its end the original is seen again."
    if clip.right_offset == 0 and plan.speed > 0:
        yield "The clip ends with its source: after the last source frame the picture stands."
    if wish.shutter_degrees:
        yield f"Frames are exposed by a shutter of {float(wish.shutter_degrees):g} degrees."
    if wish.readout_milliseconds:
        readout = f"{float(wish.readout_milliseconds):g} ms from the {wish.readout_begins}"
        yield f"A rolling shutter of {readout} is set right."
    if plan.frames != covered or wish.drawn:
        yield "Sound stays as it is, at its own speed."


def _ticket(clip: Clip, plan: Plan, wish: Wish, can: Capabilities) -> Ticket:
    """Return what is needed to place the result."""
    return Ticket(
        id=new_id(),
        name=plan.name,
        pattern=plan.pattern,
        frames=plan.frames,
        frame_rate=str(clip.timeline_rate),
        record_frame=plan.record_frame,
        speed=str(plan.speed),
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


def _retime(resolve: Any, job: Job, ui: Ui, make: Make, busy_seconds: float) -> bool:
    """Let the engine make the frames, then place them; return whether they were placed."""
    last = make(job.plan.document, ui)
    if last["event"] == "error":
        why = sentence(last["message"], last.get("hint", ""))
        ui.warn(f"{job.clip.name}: {why}. Nothing was placed.")
        return False
    made = last["result"]["frames"]
    if made != job.plan.frames:
        ui.warn(f"The engine made {made} frames, not {job.plan.frames}. Nothing was placed.")
        return False
    if made_by(last["result"]):
        ui.say(made_by(last["result"]))
    ticket = job.ticket._replace(model=last["result"].get("model", job.ticket.model))
    try:
        keep(ticket)
    except OSError as error:
        ui.warn(f"What belongs where cannot be noted for later: {error.strerror or error}.")
    return _place(resolve, ticket, ui, busy_seconds, False)


def _place(resolve: Any, ticket: Ticket, ui: Ui, busy_seconds: float, again: bool) -> bool:
    """Place a result, and say so only once it is proven; else say how it is placed later."""
    try:
        placed = place(resolve, ticket, busy_seconds, without_clip=again)
    except Refusal as reason:
        ui.refuse(reason)
        ui.warn(
            f"{ticket.name} was not placed. Its {ticket.frames} frames are kept in "
            f"{ticket.folder}. To place them later: "
            f"{MENU} > {PLACE_LATER}."
        )
        return False
    drop(ticket)
    for note in placed.notes:
        ui.say(note)
    ui.say(f"{ticket.name}: {ticket.frames} frames lie {placed.where}.")
    return True
