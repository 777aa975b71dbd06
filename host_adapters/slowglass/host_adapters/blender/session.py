"""What this Blender session holds: the jobs, what is known of the engine, what it costs."""

from typing import Any, Dict, Iterator, List, Optional

import bpy

from ...plugin.protocol import messages
from ..common import Engine, Refusal, find_engine, sentence
from .compat import ADDON, selected_strips, shown_strips
from .cost import Costs
from .identity import mark
from .jobs import Job, JobQueue
from .placing import insertion
from .plan import EngineSettings, Plan, make_plan
from .reading import strips_to_read
from .wish import Placement, Wish

QUEUE = JobQueue()
COSTS = Costs()
ENGINE_FACTS: Dict[str, Any] = {}
"""What the engine said of itself when it was tested last; empty before."""


def preferences() -> Any:
    """Return the add-on's preferences."""
    return bpy.context.preferences.addons[ADDON].preferences


def engine_settings() -> EngineSettings:
    """Return what the preferences say of the engine and its output."""
    chosen = preferences()
    return EngineSettings(
        engine=bpy.path.abspath(chosen.engine) if chosen.engine else "",
        model=chosen.model,
        device=chosen.device,
        folder=chosen.folder or "//slowglass",
        file_format=chosen.file_format,
    )


def engine_command() -> List[str]:
    """Return the command that starts the engine; empty if none is found."""
    return find_engine(engine_settings().engine)


def plan_selected(scene: Any, wish: Wish, placement: Placement) -> List[Plan]:
    """Return the jobs for the selected strips.

    Raises:
        Refusal: one of them cannot be done, or there is none.
    """
    chosen = strips_to_read(selected_strips(scene), shown_strips(scene))
    if not chosen:
        raise Refusal("select a movie or image strip")
    return [plan_one(scene, strip, wish, placement) for strip in chosen]


def plan_one(scene: Any, strip: Any, wish: Wish, placement: Placement) -> Plan:
    """Return the job for a strip.

    Raises:
        Refusal: it cannot be done; the reason begins with the strip's name.
    """
    try:
        return make_plan(scene, strip, wish, placement, engine_settings())
    except Refusal as refusal:
        raise Refusal(f"{strip.name}: {refusal}") from None


def add_jobs(plans: List[Plan]) -> List[Job]:
    """Queue jobs and return them."""
    command = engine_command()
    new = [Job(item, command, insertion) for item in plans]
    for job in new:
        mark(job.plan.strip)
        QUEUE.add(job)
    return new


def ask_engine() -> Engine:
    """Return an engine that was asked what it is; the last event holds the answer."""
    return Engine(engine_command(), messages.request("describe"))


def take_engine_facts(events: Iterator[Dict[str, Any]]) -> Optional[str]:
    """Note what an engine says of itself; return what went wrong, None if nothing did."""
    for event in events:
        if event["event"] == "done":
            ENGINE_FACTS.clear()
            ENGINE_FACTS.update(event["result"])
        if event["event"] == "error":
            ENGINE_FACTS.clear()
            return error_text(event)
    return None


def error_text(event: Dict[str, Any]) -> str:
    """Return an error event as one sentence for people."""
    where = f"{event['path']}: " if event.get("path") else ""
    return where + sentence(event["message"], event.get("hint", ""))
