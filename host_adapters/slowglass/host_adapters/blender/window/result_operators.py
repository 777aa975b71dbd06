"""What is offered for a result: make it again, show its original."""

from dataclasses import replace
from typing import Any, Dict, List, Optional, Set

import bpy
from bpy.props import FloatProperty

from ...common import Refusal, exact_speed
from .. import session
from ..compat import editor_scene
from ..identity import find, refer_to
from ..placing import read_provenance, strips_named
from ..wish import RETIME, Wish
from .jobs_operator import JobsOperator
from .preferences import placement


def active_result(context: Any) -> Optional[Dict[str, Any]]:
    """Return what the active strip remembers of its making; None if it is no result."""
    scene = editor_scene(context)
    editor = scene.sequence_editor if scene else None
    return read_provenance(editor.active_strip) if editor else None


class SLOWGLASS_OT_redo(JobsOperator, bpy.types.Operator):
    """Make this result again from its original as it is now, with the preferences of now."""

    bl_idname = "slowglass.redo"
    bl_label = "Redo"

    speed: FloatProperty(
        name="Speed",
        description="Relative to what the original shows; 0: as before",
        min=0.0,
        max=100.0,
        soft_max=2.0,
        precision=3,
        options={"SKIP_SAVE"},
    )

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

    def started(self, context: Any) -> List[Any]:
        """Start what `prepare` gives, and return the job."""
        return session.add_jobs([self.make_plan(context)])

    def make_plan(self, context: Any) -> Any:
        """Return the job.

        Raises:
            Refusal: the original is gone, or cannot be retimed any more.
        """
        scene = editor_scene(context)
        result = scene.sequence_editor.active_strip
        document = read_provenance(result)
        found = find(document["original"]) if document else None
        if document is None or found is None:
            raise Refusal(f"{result.name}: its original is gone")
        wish = replace(Wish.from_plain(document["wish"]), quality="")
        if self.speed:
            wish = replace(wish, kind=RETIME, speed=exact_speed(self.speed), length=0)
        place = placement(
            session.preferences(),
            ripple=document["ripple"],
            with_sound=document["with_sound"],
            replaces=refer_to(scene, result),
        )
        session.refuse_linked(scene)
        return session.plan_exactly(found[0], found[1], wish, place)


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
        originals = strips_named(result, "hidden")
        if not originals:
            self.report({"ERROR"}, f"{result.name}: its original is gone")
            return {"CANCELLED"}
        result.mute = not result.mute
        for strip in originals:
            strip.mute = not result.mute
        for partner in [*strips_named(result, "sounds"), *strips_named(result, "rest")]:
            partner.mute = result.mute
        return {"FINISHED"}


CLASSES = (SLOWGLASS_OT_redo, SLOWGLASS_OT_show_original)
