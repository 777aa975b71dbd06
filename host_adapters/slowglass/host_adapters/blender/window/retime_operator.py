"""What the four operators have in common: when they can be used, the dialog, the start."""

from typing import Any, List, Set

from bpy.props import BoolProperty, EnumProperty

from ...common import QUALITIES, USUAL_QUALITY, Refusal
from .. import session
from ..compat import editor_scene, selected_strips, shown_strips
from ..cost import summary
from ..plan import Plan
from ..reading import is_clip, strips_to_read
from ..wish import RETIME, Wish
from . import measuring
from .jobs_operator import JobsOperator
from .options import MaskOptions, ShutterOptions
from .preferences import QUALITY_DESCRIPTION, placement


def problem(context: Any) -> str:
    """Return why nothing can be retimed here, for the user; "" if something can."""
    scene = editor_scene(context)
    if scene is None:
        return "Choose the scene to edit, in the header of the sequencer"
    if scene.sequence_editor is None:
        return "There is no sequence"
    if scene.library is not None:
        return "The scene is linked from another file"
    if not any(map(is_clip, selected_strips(scene))):
        return "Select a movie or image strip"
    return ""


def chosen_strips(context: Any) -> List[Any]:
    """Return the strips that the selection stands for."""
    scene = editor_scene(context)
    chosen = strips_to_read(selected_strips(scene), shown_strips(scene))
    return [strip for strip in chosen if is_clip(strip)]


def may_be_retimed(strip: Any) -> bool:
    """Return whether a strip has a retime; Blender 4.2 does not say it of image strips."""
    return strip.type == "SPEED" or len(getattr(strip, "retiming_keys", "?")) > 0


class RetimeOperator(ShutterOptions, MaskOptions, JobsOperator):
    """What the four have in common: ``invoke`` asks and leaves, ``execute`` waits."""

    kind = RETIME

    inside_range: BoolProperty(
        name="Only Inside Range",
        description="Only the part inside the scene's range, or the preview range if it is on",
        options={"SKIP_SAVE"},
    )
    quality: EnumProperty(
        name="Quality",
        description=QUALITY_DESCRIPTION,
        items=QUALITIES,
        default=USUAL_QUALITY,
        options={"SKIP_SAVE"},
    )
    measured: BoolProperty(options={"HIDDEN", "SKIP_SAVE"})

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
        wish = Wish(self.kind, inside_range=self.inside_range, quality=self.asked_quality())
        return self.finished(wish)

    def finished(self, wish: Wish) -> Wish:
        """Return a wish with the shutters and masks that are asked for."""
        return self.masked(self.exposed(wish))

    def asked_quality(self: Any) -> str:
        """Return the quality that the dialog shows or a script gave; "": the preferences' own."""
        return self.quality if self.properties.is_property_set("quality") else ""

    def placing(self) -> Any:
        """Return what becomes of the timeline."""
        return placement(session.preferences())

    def make_plans(self, context: Any) -> List[Plan]:
        """Return the jobs for the selected strips.

        Raises:
            Refusal: one of them cannot be done.
        """
        return session.plan_selected(editor_scene(context), self.wish(), self.placing())

    def invoke(self: Any, context: Any, _event: Any) -> Set[str]:
        """Measure what it costs where that is not known yet, then ask."""
        try:
            plans = self.make_plans(context)
        except Refusal as refusal:
            self.report({"ERROR"}, str(refusal))
            return {"CANCELLED"}
        if not self.measured and measuring.begin(plans, self.bl_idname, self.as_keywords()):
            return {"FINISHED"}
        self.in_window = True
        self.quality = session.preferences().quality
        self.compute_lines(context)
        return set(context.window_manager.invoke_props_dialog(self, width=420))

    def check(self, context: Any) -> bool:
        """Compute anew what the options come to; called when one changes in the dialog."""
        session.preferences().quality = self.quality
        self.compute_lines(context)
        return True

    def draw(self: Any, _context: Any) -> None:
        """Draw the dialog: the options, and what they come to."""
        layout = self.layout
        layout.use_property_split = True
        for name in self.options_shown:
            layout.prop(self, name)
        model = session.preferences().model
        if model:
            layout.label(text=f"Model {model}, by the preferences")
        else:
            layout.prop(self, "quality")
        for name in self.shutter_options():
            layout.prop(self, name)
        self.draw_masks(layout)
        for line in self.lines:
            layout.label(text=line)

    def compute_lines(self, context: Any) -> None:
        """Compute what the present options come to. Not while drawing: strips are read for it."""
        try:
            plans = self.make_plans(context)
        except Refusal as refusal:
            self.lines = [str(refusal)]
            return
        self.lines = summary(plans, session.COSTS)
        if self.in_window and len(self.lines) == 1:
            self.lines.append("Time and disk: not measured at this quality yet")
        self.lines += [note for item in plans for note in (*item.warnings, *item.notes)]

    def started(self, context: Any) -> List[Any]:
        """Start what `prepare` gives, and return the jobs."""
        return session.add_jobs(self.make_plans(context))


class LongerOperator(RetimeOperator):
    """What those have in common that change the length."""

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
