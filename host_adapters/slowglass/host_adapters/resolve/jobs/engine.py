"""Letting the engine make frames, as a process of its own and without a word to Resolve."""

import time
from typing import Any, Callable, Dict, Optional

from ....plugin.protocol.messages import Message, request
from ...common import Engine, find_engine, told_in_an_editor
from ..ui import Ui

POLL_SECONDS = 0.1
FETCHING = "a click in the dialog of Retime, or slowglass models fetch rife in a terminal,"
"""Stands for the command that fetches weights: not every edition has the dialog."""

Make = Callable[[Dict[str, Any], Ui], Message]
"""Does a job and returns the last event, ``done`` or ``error``."""


def make_frames(job: Dict[str, Any], ui: Ui) -> Message:
    """Return the last event of an engine that does a job."""
    return ask_engine("retime", job, ui)


def ask_engine(name: str, job: Optional[Dict[str, Any]], ui: Ui) -> Message:
    """Return the last event of an engine that is asked for something.

    Args:
        name: one of the requests of docs/protocol.md.
        job: what goes with it, as ``messages.request`` takes it.
        ui: shows how far it is.
    """
    engine = Engine(find_engine(), request(name, job))
    last: Message = {}
    while not engine.finished:
        if ui.cancelled():
            engine.cancel()
        for event in engine.poll():
            last = event
            if event["event"] == "progress":
                ui.progress(event)
            elif event["event"] == "warning":
                ui.warn(told_in_an_editor(event["message"], FETCHING))
        time.sleep(POLL_SECONDS)
    return last
