"""What is offered for jobs, and for the engine."""

from typing import Any, List, Set

import bpy
from bpy.props import IntProperty

from .. import session
from ..jobs import CANCELLED, FAILED
from . import pump
from .jobs_operator import JobsOperator


class SLOWGLASS_OT_cancel(bpy.types.Operator):
    """Stop every job; frames that are whole are kept, and nothing is inserted."""

    bl_idname = "slowglass.cancel"
    bl_label = "Cancel Slowglass"
    bl_options: Set[str] = set()

    index: IntProperty(default=-1, options={"HIDDEN", "SKIP_SAVE"})

    @classmethod
    def poll(cls, _context: Any) -> bool:
        """Return whether anything is under way."""
        cls.poll_message_set("Nothing is under way")
        return pump.is_busy()

    def execute(self, _context: Any) -> Set[str]:
        """Stop one job, or everything."""
        if self.index < 0:
            pump.cancel()
        else:
            session.QUEUE.jobs[self.index].cancel()
        return {"FINISHED"}


class SLOWGLASS_OT_resume(JobsOperator, bpy.types.Operator):
    """Go on with a job that was stopped or failed; frames that are whole are not made again."""

    bl_idname = "slowglass.resume"
    bl_label = "Resume"

    index: IntProperty(options={"HIDDEN", "SKIP_SAVE"})

    @classmethod
    def poll(cls, _context: Any) -> bool:
        """Return whether there is such a job."""
        cls.poll_message_set("No job was stopped")
        return any(job.state in (FAILED, CANCELLED) for job in session.QUEUE.jobs)

    def invoke(self, context: Any, _event: Any) -> Set[str]:
        """Start and leave."""
        self.in_window = True
        return self.execute(context)

    def started(self, _context: Any) -> List[Any]:
        """Go on with the job."""
        job = session.QUEUE.jobs[self.index]
        job.restart(session.engine_command())
        return [job]


class SLOWGLASS_OT_clear(bpy.types.Operator):
    """Take the jobs that have ended off the list."""

    bl_idname = "slowglass.clear"
    bl_label = "Clear List"
    bl_options: Set[str] = set()

    def execute(self, _context: Any) -> Set[str]:
        """Forget them."""
        session.QUEUE.clear_ended()
        return {"FINISHED"}


class SLOWGLASS_OT_test_engine(bpy.types.Operator):
    """Start the engine, and show its versions, devices and models."""

    bl_idname = "slowglass.test_engine"
    bl_label = "Test Engine"
    bl_options: Set[str] = set()

    def execute(self, _context: Any) -> Set[str]:
        """Ask the engine what it is."""
        failure = session.take_engine_facts(session.ask_engine().events())
        if failure:
            self.report({"ERROR"}, failure)
            return {"CANCELLED"}
        facts = session.ENGINE_FACTS
        devices = ", ".join(device["name"] for device in facts["devices"])
        self.report({"INFO"}, f"Slowglass {facts['slowglass']} on {devices}")
        return {"FINISHED"}


CLASSES = (
    SLOWGLASS_OT_cancel,
    SLOWGLASS_OT_resume,
    SLOWGLASS_OT_clear,
    SLOWGLASS_OT_test_engine,
)
