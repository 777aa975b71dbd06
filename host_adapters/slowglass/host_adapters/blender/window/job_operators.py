"""What is offered for jobs."""

from typing import Any, List, Set

import bpy
from bpy.props import IntProperty

from ...common import Refusal
from .. import session
from ..jobs import CANCELLED, FAILED
from . import playback, pump
from .jobs_operator import JobsOperator

NOT_LISTED = "That job is not on the list any more, or was not stopped"


class SLOWGLASS_OT_cancel(bpy.types.Operator):
    """Stop every job; frames that are whole are kept, and nothing is inserted."""

    bl_idname = "slowglass.cancel"
    bl_label = "Cancel Slowglass"
    bl_options: Set[str] = set()

    job: IntProperty(options={"HIDDEN", "SKIP_SAVE"})
    """Its number; 0: every job."""

    @classmethod
    def poll(cls, _context: Any) -> bool:
        """Return whether anything is under way."""
        cls.poll_message_set("Nothing is under way")
        return pump.is_busy()

    def invoke(self, context: Any, event: Any) -> Set[str]:
        """Leave Esc to Blender where it ends playback, which users start while they wait."""
        if event.type == "ESC" and playback.is_meant_by_escape(context):
            return {"PASS_THROUGH"}
        return self.execute(context)

    def execute(self, _context: Any) -> Set[str]:
        """Stop one job, or everything."""
        if not self.job:
            pump.cancel()
            return {"FINISHED"}
        job = session.QUEUE.numbered(self.job)
        if job is None:
            self.report({"ERROR"}, NOT_LISTED)
            return {"CANCELLED"}
        job.cancel()
        return {"FINISHED"}


class SLOWGLASS_OT_resume(JobsOperator, bpy.types.Operator):
    """Go on with a job that was stopped or failed; frames that are whole are not made again."""

    bl_idname = "slowglass.resume"
    bl_label = "Resume"

    job: IntProperty(options={"HIDDEN", "SKIP_SAVE"})
    """Its number; 0: the one that was stopped last."""

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
        stopped = [job for job in session.QUEUE.jobs if job.state in (FAILED, CANCELLED)]
        job = session.QUEUE.numbered(self.job) if self.job else stopped[-1]
        if job is None or job not in stopped:
            raise Refusal(NOT_LISTED)
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


CLASSES = (
    SLOWGLASS_OT_cancel,
    SLOWGLASS_OT_resume,
    SLOWGLASS_OT_clear,
)
