"""Frames of a result made again, on their way."""

from typing import List, cast

from ..mending import MendPlan
from ..plan import Plan
from .job import Insertion, Job


class MendJob(Job):
    """A job of the queue whose frames change in place, so that the strip shows them."""

    request = "mend"
    nothing_done = "no frame is changed"
    what_stays = ""

    def __init__(self, plan: MendPlan, command: List[str], insertion: Insertion) -> None:
        """Start nothing yet.

        Args:
            plan: what to do: as much of a plan as the queue asks for.
            command: that starts the engine.
            insertion: lets Blender show the frames that changed.
        """
        super().__init__(cast(Plan, plan), command, insertion)
