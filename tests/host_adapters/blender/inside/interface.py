"""What the user sees and can press; drawn into a recorder, because there is no window."""

from types import SimpleNamespace
from typing import Any

import bpy

from slowglass.host_adapters.blender import session, wish
from slowglass.host_adapters.blender.window import (
    measuring,
    menus,
    operators,
    panel,
    preferences,
    pump,
    result_operators,
    retime_operator,
)
from tests.host_adapters.blender.inside import stage


class Recorder:
    """A layout that keeps what is put into it."""

    def __init__(self, seen: list[str]) -> None:
        """Keep into a list."""
        self.__dict__["seen"] = seen

    def __setattr__(self, name: str, value: Any) -> None:
        """Take settings such as alignment."""

    def __getattr__(self, kind: str) -> Any:
        """Return a function that keeps its call and returns a layout again."""

        def keep(*arguments: Any, **options: Any) -> "Recorder":
            texts = [str(a) for a in arguments if isinstance(a, str)]
            self.seen.append(" ".join([kind, *texts, str(options.get("text", ""))]).strip())
            return Recorder(self.seen)

        return keep


def drawn(draw: Any) -> list[str]:
    """What a draw function of a panel, menu or operator puts into its layout."""
    seen: list[str] = []
    draw(SimpleNamespace(layout=Recorder(seen)), bpy.context)
    return seen


class Dialog(retime_operator.LongerOperator):
    """The operator without Blender's part, which wants a window."""

    kind = wish.RETIME
    bl_idname = "slowglass.retime"
    options_shown = operators.SLOWGLASS_OT_retime.options_shown
    inside_range = ripple = with_sound = measured = False
    speed, length = 0.25, 0
    wish = operators.SLOWGLASS_OT_retime.wish

    def as_keywords(self) -> dict[str, Any]:
        """The options, as Blender gives them."""
        return {"speed": self.speed, "measured": self.measured}

    def report(self, kind: set[str], text: str) -> None:
        """Keep an error."""
        self.lines = [text]


def main(folder: str, images: str) -> dict[str, Any]:
    """Return what is seen in each state."""
    scene = stage.set_up(folder)
    nothing = {
        "retime": stage.refusal(bpy.ops.slowglass.retime),
        "fill": bpy.ops.slowglass.fill.poll(),
        "redo": stage.refusal(bpy.ops.slowglass.redo),
        "cancel": stage.refusal(bpy.ops.slowglass.cancel),
        "panel": drawn(panel.SLOWGLASS_PT_sidebar.draw),
        "context menu": drawn(menus.draw_in_context_menu),
        "strip menu": drawn(menus.draw_in_strip_menu),
    }
    stage.add_images(scene, images)
    return {
        "nothing": nothing,
        "clip": {
            "panel": drawn(panel.SLOWGLASS_PT_sidebar.draw),
            "context menu": drawn(menus.draw_in_context_menu),
            "menu": drawn(menus.SLOWGLASS_MT_strip.draw),
            "fill": stage.refusal(bpy.ops.slowglass.fill),
            "rate": stage.refusal(bpy.ops.slowglass.convert_rate),
        },
        "dialog": dialog(scene),
        "running": running(scene),
        "failed": failed(scene),
        "engine": engine(),
        "keys": [item.type for _, item in menus._keys],
        "tips": tips(),
    }


def tips() -> list[str]:
    """The tool tips of the operators and of what can be set, the preferences included."""
    operators = [getattr(bpy.ops.slowglass, name).get_rna_type() for name in dir(bpy.ops.slowglass)]
    own = [*operators, preferences.SlowglassPreferences.bl_rna]
    options = [o for owner in own for o in owner.properties if o.is_runtime and not o.is_hidden]
    return [item.description for item in [*operators, *options]]


def dialog(scene: Any) -> Any:
    """Measured first, then opened, then computed anew as the user changes the speed."""
    opened: list[dict[str, Any]] = []
    vars(measuring)["open_dialog"] = lambda operator, options: opened.append(
        {"operator": operator, **options}
    )
    context = SimpleNamespace(
        scene=scene,
        window_manager=SimpleNamespace(invoke_props_dialog=lambda *_, **__: {"RUNNING_MODAL"}),
    )
    first = Dialog()
    answers = [sorted(first.invoke(context, None))]
    status = pump.status_text()
    stage.run_to_end()
    second = Dialog()
    second.measured = True
    answers.append(sorted(second.invoke(context, None)))
    lines = list(second.lines)
    second.speed = 0.5
    second.check(context)
    shown = drawn(lambda stand_in, _: Dialog.draw(with_layout(second, stand_in), context))
    jobs = len(session.QUEUE.jobs)
    return {
        "answers": answers,
        "status": status,
        "opened": opened,
        "lines": lines,
        "changed": second.lines,
        "drawn": shown,
        "jobs": jobs,
    }


def with_layout(operator: Any, stand_in: Any) -> Any:
    """An operator that draws into a recorder."""
    operator.layout = stand_in.layout
    return operator


def running(scene: Any) -> Any:
    """In the middle of a job, and after its end."""
    stage.use_dummy("waits")
    stage.start()
    only = session.QUEUE.jobs[0]
    stage.run_until(lambda: only.done >= 20)
    found = {
        "status": pump.status_text(),
        "panel": drawn(panel.SLOWGLASS_PT_sidebar.draw),
        "cancel": bpy.ops.slowglass.cancel.poll(),
    }
    bpy.ops.slowglass.cancel(index=0)
    stage.run_to_end()
    found["stopped"] = drawn(panel.SLOWGLASS_PT_sidebar.draw)
    stage.use_dummy("good")
    bpy.ops.slowglass.resume(index=0)
    stage.select(scene, scene.sequence_editor.active_strip)
    found["done"] = drawn(panel.SLOWGLASS_PT_sidebar.draw)
    bpy.ops.slowglass.clear()
    found["cleared"] = drawn(panel.SLOWGLASS_PT_sidebar.draw)
    return found


def failed(scene: Any) -> Any:
    """A job that failed, and the panel of its result."""
    stage.use_dummy("full")
    stage.start(speed=0.2)
    stage.run_to_end()
    return {
        "panel": drawn(panel.SLOWGLASS_PT_sidebar.draw),
        "result": result_operators.active_result(bpy.context) is not None,
    }


def engine() -> Any:
    """The Test button: with an engine, and without."""
    chosen = session.preferences()
    stage.use_dummy("good")
    tested = list(bpy.ops.slowglass.test_engine())
    seen = drawn(preferences.SlowglassPreferences.draw)
    models = preferences.model_names(chosen, bpy.context, "")
    stage.use_command([])
    without = stage.refusal(bpy.ops.slowglass.test_engine)
    return {
        "tested": tested,
        "drawn": seen,
        "models": models,
        "without": without,
        "facts": dict(session.ENGINE_FACTS),
        "defaults": [chosen.model, chosen.device, chosen.file_format, chosen.original],
    }
