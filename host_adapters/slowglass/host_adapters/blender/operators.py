"""What is offered for selected strips: slow down, fill a retime, convert the frame rate."""

from typing import Any, List, Set, Tuple

import bpy
from bpy.props import BoolProperty, FloatProperty, IntProperty

from . import job as states
from . import measuring, pump, session
from .compat import editor_scene, selected_strips, shown_strips
from .estimate import summary
from .formats import media_strip
from .preferences import placement
from .prepare import Prepared
from .reading import Refusal
from .strips import strips_to_read
from .wish import CONVERT_RATE, FILL, RETIME, Wish, exact_speed

MEDIA_TYPES = ("MOVIE", "IMAGE", "SPEED")


def problem(context: Any) -> str:
    """Return why nothing can be retimed here, for the user; "" if something can."""
    scene = editor_scene(context)
    if scene is None or scene.sequence_editor is None:
        return "There is no sequence"
    if not any(strip.type in MEDIA_TYPES for strip in selected_strips(scene)):
        return "Select a movie or image strip"
    return ""


def chosen_strips(context: Any) -> List[Any]:
    """Return the strips that the selection stands for."""
    scene = editor_scene(context)
    chosen = strips_to_read(selected_strips(scene), shown_strips(scene))
    return [strip for strip in chosen if strip.type in MEDIA_TYPES]


def may_be_retimed(strip: Any) -> bool:
    """Return whether a strip has a retime; Blender 4.2 does not say it of image strips."""
    return strip.type == "SPEED" or len(getattr(strip, "retiming_keys", "?")) > 0


class RetimeOperator:
    """What the three have in common: ``invoke`` asks and leaves, ``execute`` waits."""

    kind = RETIME
    bl_options: Set[str] = set()
    """Not repeated with Shift-R, which would wait."""

    inside_range: BoolProperty(
        name="Only Inside Range",
        description="Only the part inside the scene's range, or the preview range if it is on",
        options={"SKIP_SAVE"},
    )
    measured: BoolProperty(options={"HIDDEN", "SKIP_SAVE"})

    in_window = False
    """Whether a user waits for the window, not a script for the result."""
    lines: List[str] = []
    """What the dialog says of the present options."""

    @classmethod
    def problem(cls, context: Any) -> str:
        """Return why this cannot be done here, "" if it can."""
        return problem(context)

    @classmethod
    def poll(cls, context: Any) -> bool:
        """Return whether strips are selected that can be retimed; else the reason is set."""
        reason = cls.problem(context)
        if reason:
            cls.poll_message_set(reason)  # type: ignore[attr-defined]
        return not reason

    def wish(self) -> Wish:
        """Return what is asked for."""
        return Wish(self.kind, inside_range=self.inside_range)

    def placing(self) -> Any:
        """Return what becomes of the timeline."""
        return placement(session.preferences())

    def prepare(self, context: Any) -> List[Prepared]:
        """Return the jobs for the selected strips.

        Raises:
            Refusal: one of them cannot be done.
        """
        return session.prepare_selected(editor_scene(context), self.wish(), self.placing())

    def invoke(self: Any, context: Any, _event: Any) -> Set[str]:
        """Measure what it costs where that is not known yet, then ask."""
        try:
            prepared = self.prepare(context)
        except Refusal as refusal:
            self.report({"ERROR"}, str(refusal))
            return {"CANCELLED"}
        if not self.measured and measuring.begin(prepared, self.bl_idname, self.as_keywords()):
            return {"FINISHED"}
        self.in_window = True
        self.compute_lines(context)
        return set(context.window_manager.invoke_props_dialog(self, width=420))

    def check(self, context: Any) -> bool:
        """Compute anew what the options come to; called when one changes in the dialog."""
        self.compute_lines(context)
        return True

    def draw(self: Any, _context: Any) -> None:
        """Draw the dialog: the options, and what they come to."""
        layout = self.layout
        layout.use_property_split = True
        for name in self.options_shown:
            layout.prop(self, name)
        for line in self.lines:
            layout.label(text=line)

    def compute_lines(self, context: Any) -> None:
        """Compute what the present options come to. Not while drawing: strips are read for it."""
        try:
            prepared = self.prepare(context)
        except Refusal as refusal:
            self.lines = [str(refusal)]
            return
        self.lines = summary(prepared, session.ESTIMATES)
        self.lines += [note for item in prepared for note in item.notes]

    def execute(self: Any, context: Any) -> Set[str]:
        """Start, and wait for the end unless a user waits for the window."""
        try:
            jobs = session.add_jobs(self.prepare(context))
        except Refusal as refusal:
            self.report({"ERROR"}, str(refusal))
            return {"CANCELLED"}
        if self.in_window:
            pump.start()
            return {"FINISHED"}
        session.QUEUE.wait()
        return report_end(self, jobs)


def report_end(operator: Any, jobs: List[Any]) -> Set[str]:
    """Report how jobs ended, to whoever called an operator, and return its result."""
    for job in jobs:
        for note in job.notes:
            operator.report({"WARNING"}, f"{job.name}: {note}")
    failed = [job for job in jobs if job.state != states.DONE]
    for job in failed:
        hint = f" ({job.hint})" if job.hint else ""
        operator.report({"ERROR"}, f"{job.name}: {job.message}{hint}")
    return {"CANCELLED"} if failed else {"FINISHED"}


class LongerOperator(RetimeOperator):
    """What the two have in common that change the length."""

    ripple: BoolProperty(
        name="Move What Follows",
        description="Move the strips after this one by as much as the result is longer",
        options={"SKIP_SAVE"},
    )
    with_sound: BoolProperty(
        name="Stretch Sound",
        description="Stretch the sound of the same file, too, at its own pitch",
        options={"SKIP_SAVE"},
    )

    def placing(self) -> Any:
        """Return what becomes of the timeline."""
        options = {"ripple": self.ripple, "with_sound": self.with_sound}
        return placement(session.preferences(), **options)


class SLOWGLASS_OT_retime(LongerOperator, bpy.types.Operator):
    """Make the frames between the frames, and play the selected strips slower, or faster."""

    bl_idname = "slowglass.retime"
    bl_label = "Slow Down"
    options_shown: Tuple[str, ...] = ("speed", "length", "inside_range", "ripple", "with_sound")

    speed: FloatProperty(
        name="Speed",
        description="Relative to what the strip shows now; 0.25 is four times slower",
        default=0.25,
        min=0.001,
        max=100.0,
        soft_max=2.0,
        precision=3,
    )
    length: IntProperty(
        name="Length",
        description="Frames that the result shall have; 0: as the speed has it",
        min=0,
        options={"SKIP_SAVE"},
    )

    def wish(self) -> Wish:
        """Return what is asked for."""
        return Wish(RETIME, exact_speed(self.speed), self.length, self.inside_range)


class SLOWGLASS_OT_fill(RetimeOperator, bpy.types.Operator):
    """Make the frames for the retime that the selected strips have: curves become smooth motion."""

    bl_idname = "slowglass.fill"
    bl_label = "Fill Retime"
    kind = FILL
    options_shown: Tuple[str, ...] = ("inside_range",)

    @classmethod
    def problem(cls, context: Any) -> str:
        """Return why nothing can be filled, "" if something can."""
        reason = problem(context)
        if not reason and not any(map(may_be_retimed, chosen_strips(context))):
            return "No selected strip has a retime"
        return reason


class SLOWGLASS_OT_convert_rate(LongerOperator, bpy.types.Operator):
    """Play the selected movies in their own time, with a frame made for each of the scene's."""

    bl_idname = "slowglass.convert_rate"
    bl_label = "Convert to Scene Frame Rate"
    kind = CONVERT_RATE
    options_shown: Tuple[str, ...] = ("inside_range", "ripple", "with_sound")

    @classmethod
    def problem(cls, context: Any) -> str:
        """Return why nothing can be converted, "" if something can."""
        reason = problem(context)
        if not reason and all(media_strip(s).type != "MOVIE" for s in chosen_strips(context)):
            return "Only movies have a frame rate of their own"
        return reason


CLASSES = (SLOWGLASS_OT_retime, SLOWGLASS_OT_fill, SLOWGLASS_OT_convert_rate)
