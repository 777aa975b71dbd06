"""What this Blender session holds: the jobs, what is known of the engine, what it costs."""

from contextlib import contextmanager
from typing import Any, Iterator, List, Sequence

import bpy

from ..common import Refusal, find_engine
from . import shown
from .again import meant_by, without_hidden
from .compat import ADDON, selected_strips, shown_strips
from .cost import Costs
from .engine_test import EngineTest
from .fetching import Fetching
from .identity import mark
from .jobs import Job, JobQueue, MendJob
from .mending import MendPlan, showing
from .placing import insertion
from .plan import EngineSettings, Plan, make_plan
from .reading import moving_but_left_out, read_strip, strips_to_read
from .timeline import scene_rate
from .wish import DRAWN, Placement, Wish

QUEUE = JobQueue()
COSTS = Costs()
TEST = EngineTest()
FETCHING = Fetching()


def preferences() -> Any:
    """Return the add-on's preferences."""
    return bpy.context.preferences.addons[ADDON].preferences


def engine_settings() -> EngineSettings:
    """Return what the preferences say of the engine and its output."""
    chosen = preferences()
    return EngineSettings(
        engine=bpy.path.abspath(chosen.engine) if chosen.engine else "",
        quality=chosen.quality,
        model=chosen.model,
        has_rife=chosen.has_rife,
        device=chosen.device,
        folder=chosen.folder or "//slowglass",
        file_format=chosen.file_format,
    )


def learn_from_test() -> None:
    """Keep what the engine has, beyond this session; its answer is there."""
    if "offers" in TEST.facts:
        preferences().has_rife = not TEST.facts["offers"]


def fetched() -> None:
    """Take note that what was offered is there."""
    offers = TEST.facts.get("offers", [])
    TEST.facts["offers"] = [one for one in offers if one["name"] != FETCHING.offer["name"]]
    COSTS.forget()
    learn_from_test()


def engine_command() -> List[str]:
    """Return the command that starts the engine; empty if none is found."""
    return find_engine(engine_settings().engine)


def plan_selected(scene: Any, wish: Wish, placement: Placement) -> List[Plan]:
    """Return the jobs for the selected strips.

    Raises:
        Refusal: one of them cannot be done, or there is none.
    """
    refuse_linked(scene)
    selected = selected_strips(scene)
    chosen = without_hidden(strips_to_read(selected, shown_strips(scene)))
    if not chosen:
        raise Refusal("select a movie or image strip")
    found = [plan_one(scene, strip, wish, placement) for strip in chosen]
    plans = list({plan.strip["name"]: plan for plan in found}.values())
    left = ", ".join(f"“{name}”" for name in moving_but_left_out(selected))
    if left:
        plans[0].notes.append(f"Left out, as it is no clip: {left}.")
    return plans


def begin_drawing(scene: Any) -> str:
    """Return the file in which speed can be drawn over the selected strip, or a result's original.

    Raises:
        Refusal: it cannot be retimed, or it is not one strip.
        OSError: the file could not be written.
    """
    refuse_linked(scene)
    chosen = without_hidden(strips_to_read(selected_strips(scene), shown_strips(scene)))
    if len(chosen) != 1:
        raise Refusal("Select one movie or image strip: speed is drawn for one at a time")
    with _naming(chosen[0]):
        strip = meant_by(scene, chosen[0], Wish(DRAWN), Placement()).strip
        return shown.begin_drawing(read_strip(scene, strip, None), scene_rate(scene))


def refuse_linked(scene: Any) -> None:
    """Refuse a scene of another file: what is changed in it is not saved.

    Raises:
        Refusal: it is linked.
    """
    if scene.library is not None:
        raise Refusal(
            f"The scene “{scene.name}” is linked from {scene.library.name}: retime there, or "
            "make it local"
        )


def plan_one(scene: Any, strip: Any, wish: Wish, placement: Placement) -> Plan:
    """Return the job for a strip; for a result that of its original.

    Raises:
        Refusal: it cannot be done; the reason begins with the strip's name.
    """
    with _naming(strip):
        meant = meant_by(scene, strip, wish, placement)
    return plan_exactly(scene, meant.strip, meant.wish, meant.placement, meant.notes)


def plan_exactly(
    scene: Any, strip: Any, wish: Wish, placement: Placement, notes: Sequence[str] = ()
) -> Plan:
    """Return the job for a strip itself, with notes before its own.

    Raises:
        Refusal: it cannot be done; the reason begins with the strip's name.
    """
    with _naming(strip):
        plan = make_plan(scene, strip, wish, placement, engine_settings())
    plan.notes[:0] = notes
    return plan


@contextmanager
def _naming(strip: Any) -> Iterator[None]:
    """Let reasons for a refusal begin with the strip's name."""
    try:
        yield
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


def add_mend(plan: MendPlan) -> List[Job]:
    """Queue a mend and return its job."""
    job = MendJob(plan, engine_command(), showing)
    mark(plan.strip)
    QUEUE.add(job)
    return [job]
