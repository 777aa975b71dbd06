"""What is offered for single frames of a result: make them again, look at them in the room."""

from typing import Any, List, Set

import bpy
from bpy.props import EnumProperty, StringProperty

from ....plugin.protocol import mends
from ...common import Refusal, frames_named, review_command, start_alone
from .. import session
from ..compat import editor_scene
from ..identity import shown_file
from ..mending import plan_mend
from .jobs_operator import JobsOperator
from .result_operators import active_result

MODEL = "model"
WAYS = (
    (mends.BLEND, "Blend", "Fade from the source frame before into the one after"),
    (mends.HOLD_LEFT, "Hold Before", "Show the source frame before"),
    (mends.HOLD_RIGHT, "Hold After", "Show the source frame after"),
    (mends.CUT, "Cut", "Show the nearer source frame, as at a cut"),
    (MODEL, "Another Model", "Ask another model for the motion"),
    (mends.UNDO, "Undo Mend", "Give back what the latest mend replaced"),
)


class SLOWGLASS_OT_mend(JobsOperator, bpy.types.Operator):
    """Make single frames of this result again in another way; the files change in place."""

    bl_idname = "slowglass.mend"
    bl_label = "Mend Frames"

    frames: StringProperty(
        name="Frames",
        description="Of the scene, as 112-118, 130; empty: the one under the playhead",
        options={"SKIP_SAVE"},
    )
    how: EnumProperty(name="How", description="What takes the place of the frames", items=WAYS)
    model: StringProperty(name="Model", description="A name of the engine's models")

    @classmethod
    def poll(cls, context: Any) -> bool:
        """Return whether the active strip is a result."""
        cls.poll_message_set("The active strip was not made by Slowglass")
        return active_result(context) is not None

    def invoke(self, context: Any, _event: Any) -> Set[str]:
        """Ask which frames, and how."""
        self.frames = str(editor_scene(context).frame_current)
        self.in_window = True
        return set(context.window_manager.invoke_props_dialog(self))

    def draw(self, _context: Any) -> None:
        """Draw the dialog."""
        self.layout.prop(self, "frames")
        self.layout.prop(self, "how")
        if self.how == MODEL:
            self.layout.prop(self, "model")

    def started(self, context: Any) -> List[Any]:
        """Queue the mend.

        Raises:
            Refusal: the strip does not show these frames.
        """
        scene = editor_scene(context)
        session.refuse_linked(scene)
        frames = frames_named(self.frames) if self.frames else [scene.frame_current]
        how = self.model.strip() if self.how == MODEL else self.how
        if not how:
            raise Refusal("expected the name of a model")
        strip = scene.sequence_editor.active_strip
        device = session.engine_settings().device
        return session.add_mend(plan_mend(scene, strip, frames, how, device))


class SLOWGLASS_OT_review(bpy.types.Operator):
    """Open the room in the browser: watch this result, compare it, find and mend bad frames."""

    bl_idname = "slowglass.review"
    bl_label = "Review"
    bl_options: Set[str] = set()

    @classmethod
    def poll(cls, context: Any) -> bool:
        """Return whether the active strip is a result."""
        cls.poll_message_set("The active strip was not made by Slowglass")
        return active_result(context) is not None

    def execute(self, context: Any) -> Set[str]:
        """Start the room, which ends by itself."""
        scene = editor_scene(context)
        strip = scene.sequence_editor.active_strip
        command = session.engine_command()
        try:
            if not command:
                raise Refusal("The engine is not installed")
            start_alone(review_command(command, shown_file(strip)))
        except (Refusal, OSError) as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        return {"FINISHED"}


CLASSES = (SLOWGLASS_OT_mend, SLOWGLASS_OT_review)
