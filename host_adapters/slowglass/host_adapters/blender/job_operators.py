"""What is offered for jobs, results and the engine."""

from typing import Any, Dict, Optional, Set

import bpy
from bpy.props import FloatProperty, IntProperty

from . import job as states
from . import provenance, pump, session
from .compat import editor_scene
from .identity import find, refer_to
from .operators import report_end
from .preferences import placement
from .reading import Refusal
from .wish import RETIME, Wish, exact_speed


def active_result(context: Any) -> Optional[Dict[str, Any]]:
    """Return what the active strip remembers of its making; None if it is no result."""
    scene = editor_scene(context)
    editor = scene.sequence_editor if scene else None
    return provenance.read(editor.active_strip) if editor else None


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


class SLOWGLASS_OT_resume(bpy.types.Operator):
    """Go on with a job that was stopped or failed; frames that are whole are not made again."""

    bl_idname = "slowglass.resume"
    bl_label = "Resume"
    bl_options: Set[str] = set()

    index: IntProperty(options={"HIDDEN", "SKIP_SAVE"})
    in_window = False

    @classmethod
    def poll(cls, _context: Any) -> bool:
        """Return whether there is such a job."""
        cls.poll_message_set("No job was stopped")
        return any(job.state in (states.FAILED, states.CANCELLED) for job in session.QUEUE.jobs)

    def invoke(self, context: Any, _event: Any) -> Set[str]:
        """Start and leave."""
        self.in_window = True
        return self.execute(context)

    def execute(self, _context: Any) -> Set[str]:
        """Start, and wait for the end unless a user waits for the window."""
        job = session.QUEUE.jobs[self.index]
        job.restart(session.engine_command())
        if self.in_window:
            pump.start()
            return {"FINISHED"}
        session.QUEUE.wait()
        return report_end(self, [job])


class SLOWGLASS_OT_clear(bpy.types.Operator):
    """Take the jobs that have ended off the list."""

    bl_idname = "slowglass.clear"
    bl_label = "Clear List"
    bl_options: Set[str] = set()

    def execute(self, _context: Any) -> Set[str]:
        """Forget them."""
        session.QUEUE.clear_ended()
        return {"FINISHED"}


class SLOWGLASS_OT_redo(bpy.types.Operator):
    """Make this result again from its original as it is now, with the preferences of now."""

    bl_idname = "slowglass.redo"
    bl_label = "Redo"
    bl_options: Set[str] = set()

    speed: FloatProperty(
        name="Speed",
        description="Relative to what the original shows; 0: as before",
        min=0.0,
        max=100.0,
        soft_max=2.0,
        precision=3,
        options={"SKIP_SAVE"},
    )
    in_window = False

    @classmethod
    def poll(cls, context: Any) -> bool:
        """Return whether the active strip is a result."""
        cls.poll_message_set("The active strip was not made by Slowglass")
        return active_result(context) is not None

    def invoke(self, context: Any, _event: Any) -> Set[str]:
        """Ask for the speed."""
        document = active_result(context)
        wish = Wish.from_plain(document["wish"]) if document else Wish()
        if wish.kind != RETIME or wish.length:
            self.in_window = True
            return self.execute(context)
        self.speed = float(wish.speed)
        self.in_window = True
        return set(context.window_manager.invoke_props_dialog(self))

    def execute(self, context: Any) -> Set[str]:
        """Start, and wait for the end unless a user waits for the window."""
        try:
            [job] = session.add_jobs([self.prepare(context)])
        except Refusal as refusal:
            self.report({"ERROR"}, str(refusal))
            return {"CANCELLED"}
        if self.in_window:
            pump.start()
            return {"FINISHED"}
        session.QUEUE.wait()
        return report_end(self, [job])

    def prepare(self, context: Any) -> Any:
        """Return the job.

        Raises:
            Refusal: the original is gone, or cannot be retimed any more.
        """
        scene = editor_scene(context)
        result = scene.sequence_editor.active_strip
        document = provenance.read(result)
        found = find(document["original"]) if document else None
        if document is None or found is None:
            raise Refusal(f"{result.name}: its original is gone")
        wish = Wish.from_plain(document["wish"])
        if self.speed:
            wish = Wish(RETIME, exact_speed(self.speed), 0, wish.inside_range)
        place = placement(
            session.preferences(),
            with_sound=document["with_sound"],
            replaces=refer_to(scene, result),
        )
        return session.prepare_one(found[0], found[1], wish, place)


class SLOWGLASS_OT_show_original(bpy.types.Operator):
    """Show the original in place of this result, or the result again."""

    bl_idname = "slowglass.show_original"
    bl_label = "Show Original"
    bl_options = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context: Any) -> bool:
        """Return whether the active strip is a result that hides its original."""
        document = active_result(context)
        cls.poll_message_set("The active strip hides no original")
        return document is not None and bool(document.get("hidden"))

    def execute(self, context: Any) -> Set[str]:
        """Mute one and show the other."""
        result = editor_scene(context).sequence_editor.active_strip
        originals = provenance.hidden_strips(provenance.read(result) or {})
        if not originals:
            self.report({"ERROR"}, f"{result.name}: its original is gone")
            return {"CANCELLED"}
        result.mute = not result.mute
        for strip in originals:
            strip.mute = not result.mute
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
    SLOWGLASS_OT_redo,
    SLOWGLASS_OT_show_original,
    SLOWGLASS_OT_test_engine,
)
