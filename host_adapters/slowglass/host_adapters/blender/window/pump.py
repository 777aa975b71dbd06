"""What drives the jobs while Blender's window is used, and shows how far they are."""

import textwrap
from typing import Any, Callable, Dict, List, Optional

import bpy

from ...common import duration_text, sentence, size_text
from .. import session
from ..jobs import CANCELLED, DONE, FAILED, INSERTING, STOPPING, WAITING

SECONDS_BETWEEN_STEPS = 0.1
SECONDS_BETWEEN_INSERTIONS = 0.02

_when_measured: List[Callable[[], None]] = []
_shown: Dict[str, Optional[str]] = {}
"""The line that was set, by workspace."""
STAGES = {
    "open": "opening the clip and the model",
    "compile": "compiling for this processor, once",
    "look": "looking for cuts",
    "keep": "checking what is there",
    "make": "making frames",
    "finish": "finishing the result",
    "insert": "inserting frames",
}


def start() -> None:
    """Begin to drive; ends by itself when there is nothing to do."""
    if not bpy.app.timers.is_registered(tick):
        bpy.app.timers.register(tick, first_interval=0.0, persistent=True)


def stop() -> None:
    """End driving, because the add-on is switched off."""
    if bpy.app.timers.is_registered(tick):
        bpy.app.timers.unregister(tick)
    show_status(None)


def tick() -> Optional[float]:
    """Take one step and show it; return the seconds until the next, None at the end."""
    measuring, testing = session.COSTS.step(), session.TEST.step()
    if not testing:
        session.learn_from_test()
    if session.FETCHING.step():
        session.fetched()
    before = session.QUEUE.current
    if before is not None and before.state == INSERTING and must_wait():
        return SECONDS_BETWEEN_STEPS
    running = session.QUEUE.step()
    if before is not None and before.state == FAILED:
        show_failure(before)
    if not measuring:
        waiting, _when_measured[:] = list(_when_measured), []
        for call in waiting:
            call()
    show_status(status_text())
    redraw()
    if not (running or session.COSTS.measuring or testing or session.FETCHING.running):
        show_status(None)
        return None
    job = session.QUEUE.current
    inserting = job is not None and job.state == INSERTING
    return SECONDS_BETWEEN_INSERTIONS if inserting else SECONDS_BETWEEN_STEPS


def must_wait() -> bool:
    """Return whether the user does something that an insertion would become a part of.

    That is moving strips, and an edit mode, whose steps of undo do not hold strips.
    """
    windows = bpy.context.window_manager.windows
    return any(map(is_user_dragging, windows)) or any(map(is_editing, windows))


def is_user_dragging(window: Any) -> bool:
    """Return whether strips are being moved in a window."""
    prefixes = ("TRANSFORM_OT", "SEQUENCER_OT")
    return any(operator.bl_idname.startswith(prefixes) for operator in window.modal_operators)


def is_editing(window: Any) -> bool:
    """Return whether an object is edited, sculpted or painted in a window."""
    active = window.view_layer.objects.active
    return active is not None and active.mode not in ("OBJECT", "POSE")


def when_measured(call: Callable[[], None]) -> None:
    """Call a function once the measurement that is under way has ended."""
    _when_measured.append(call)


def cancel() -> None:
    """Stop whatever is under way."""
    _when_measured.clear()
    session.COSTS.stop()
    session.TEST.stop()
    session.FETCHING.stop()
    session.QUEUE.cancel()


def is_busy() -> bool:
    """Return whether anything is under way."""
    return session.COSTS.measuring or session.QUEUE.current is not None


def status_text() -> str:
    """Return what the status bar says."""
    job = session.QUEUE.current
    if job is None and session.FETCHING.running:
        return f"Slowglass: {fetching_text()}"
    if job is None and session.TEST.running:
        return "Slowglass: starting the engine"
    if job is None:
        return "Slowglass: measuring    Esc over the sequencer: cancel"
    more = sum(other.active for other in session.QUEUE.jobs) - 1
    waiting = f"    {more} waiting" if more else ""
    return f"Slowglass: {job.name}: {job_text(job)}{waiting}    Esc over the sequencer: cancel"


def fetching_text() -> str:
    """Return how far the download is."""
    size = session.FETCHING.offer["size_bytes"]
    return f"downloading {session.FETCHING.done_bytes / 1e6:.0f} of {size_text(size)}"


def job_text(job: Any) -> str:
    """Return how far a job is."""
    if job.state in (WAITING, STOPPING, DONE):
        return str(job.state)
    if job.state in (FAILED, CANCELLED):
        return str(job.message)
    stage = STAGES.get(job.stage, "starting the engine")
    left = "" if job.eta_seconds is None else f", {duration_text(job.eta_seconds)} left"
    return f"{stage} {job.done}/{job.total}{left}" if job.stage and job.total > 1 else stage


def show_status(text: Optional[str]) -> None:
    """Show a line in the status bar of every window; None: Blender's own.

    A tool that is at work in a window keeps the line: it says there which keys it takes.
    """
    for window in bpy.context.window_manager.windows:
        wanted = None if window.modal_operators else text
        name = window.workspace.name
        if _shown.get(name) != wanted:
            window.workspace.status_text_set(wanted)
            _shown[name] = wanted


def show_failure(job: Any) -> None:
    """Show why a job failed to a user whose sidebar may be closed."""
    lines = textwrap.wrap(sentence(job.message, job.hint), 80)

    def draw(menu: Any, _context: Any) -> None:
        for line in lines:
            menu.layout.label(text=line)

    manager = bpy.context.window_manager
    if manager.windows and not bpy.app.background:
        with bpy.context.temp_override(window=manager.windows[0]):
            manager.popup_menu(draw, title=f"Slowglass: {job.name}", icon="ERROR")


def redraw() -> None:
    """Draw the sequencers and preferences anew: they show how far the jobs and the test are."""
    for window in bpy.context.window_manager.windows:
        for area in window.screen.areas:
            if area.type in ("SEQUENCE_EDITOR", "PREFERENCES"):
                area.tag_redraw()
