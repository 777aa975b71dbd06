"""What the user sees and can press; drawn into a recorder, because there is no window."""

from types import SimpleNamespace
from typing import Any

import bpy

from slowglass.host_adapters.blender import session, wish
from slowglass.host_adapters.blender.window import (
    engine_operator,
    job_operators,
    measuring,
    menus,
    offers,
    operators,
    panel,
    playback,
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
    speed, length, quality = 0.25, 0, "good"
    shutter, centred, phase, readout, begins = 0.0, True, 0.0, 0.0, "top"
    mask = lock_mask = ""
    mask_time = wish.SCENE_TIME
    properties = SimpleNamespace(is_property_set=lambda name: True)
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
        "fetching": fetching(),
        "keys": [item.type for _, item in menus._keys],
        "tips": tips(),
        "escape": escape(),
        "status line": status_line(),
    }


def escape() -> Any:
    """What Esc does without playback, while it runs, and when the same key has just ended it."""
    stand_in: Any = SimpleNamespace(execute=lambda _: {"FINISHED"})
    key = SimpleNamespace(type="ESC")
    found = []
    for is_playing, ends in ((False, False), (True, False), (False, True)):
        if ends:
            playback.after_playback()
        context = SimpleNamespace(screen=SimpleNamespace(is_animation_playing=is_playing))
        found.append([*job_operators.SLOWGLASS_OT_cancel.invoke(stand_in, context, key)])
    return found


def status_line() -> list[str]:
    """What is written into the status bar of an idle window, and of one where a tool is at work."""
    written: list[str] = []
    windows = [
        SimpleNamespace(
            modal_operators=operators,
            workspace=SimpleNamespace(
                name=name, status_text_set=lambda text, name=name: written.append(f"{name} {text}")
            ),
        )
        for name, operators in (("idle", []), ("busy", ["a tool"]))
    ]
    real = vars(pump)["bpy"]
    vars(pump)["bpy"] = SimpleNamespace(
        context=SimpleNamespace(window_manager=SimpleNamespace(windows=windows))
    )
    for text in ("half", "half", None):
        pump.show_status(text)
    vars(pump)["bpy"] = real
    return written


def relative_paths() -> list[bool]:
    """Whether paths that count from the file are right, as Blender sees it; 4.2 does not ask."""
    properties = preferences.SlowglassPreferences.bl_rna.properties
    return [
        getattr(properties[name], "is_path_supports_blend_relative", True)
        for name in ("engine", "folder")
    ]


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
    changed = list(second.lines)
    shown = drawn(lambda stand_in, _: Dialog.draw(with_layout(second, stand_in), context))
    jobs = len(session.QUEUE.jobs)
    return {
        "answers": answers,
        "status": status,
        "opened": opened,
        "lines": lines,
        "changed": changed,
        "better": better(second, context),
        "drawn": shown,
        "jobs": jobs,
    }


def better(operator: Any, context: Any) -> Any:
    """Another quality chosen in the dialog: what it says then, and what is remembered."""
    operator.quality = "best"
    operator.check(context)
    kept = session.preferences().quality
    plans = operator.make_plans(context)
    session.preferences().quality = "good"
    session.preferences().model = "mine"
    named = operator.make_plans(context)[0].document
    shown = drawn(lambda stand_in, _: Dialog.draw(with_layout(operator, stand_in), context))
    session.preferences().model = ""
    return {
        "lines": operator.lines,
        "kept": kept,
        "document": plans[0].document,
        "named": [named.get("quality"), named["model"]],
        "shown": [line for line in shown if "Model" in line or "prop quality" in line],
    }


def fetching() -> Any:
    """What is offered, fetched by a click, refused by a full disk, and given up."""
    chosen = session.preferences()
    stage.use_dummy("good")
    bpy.ops.slowglass.test_engine()
    offered = drawn(preferences.SlowglassPreferences.draw)
    stage.use_dummy("full")
    full = stage.refusal(bpy.ops.slowglass.fetch, offer="rife")
    seen_full = drawn(preferences.SlowglassPreferences.draw)
    stage.use_dummy("waits")
    button: Any = SimpleNamespace(offer="rife", report=print)
    button._begin = lambda: offers.SLOWGLASS_OT_fetch._begin(button)
    offers.SLOWGLASS_OT_fetch.invoke(button, bpy.context, None)
    stage.run_until(lambda: session.FETCHING.done_bytes > 0)
    half = drawn(preferences.SlowglassPreferences.draw)
    status = pump.status_text()
    bpy.ops.slowglass.stop_fetching()
    before = [chosen.has_rife, len(session.TEST.facts["offers"])]
    stage.use_dummy("good")
    offers.SLOWGLASS_OT_fetch.invoke(button, bpy.context, None)
    stage.run_until(lambda: not session.FETCHING.running)
    after = [chosen.has_rife, len(session.TEST.facts["offers"])]
    nothing = stage.refusal(bpy.ops.slowglass.fetch, offer="rife")
    chosen.has_rife = False
    return {
        "offered": offered,
        "full": full,
        "seen full": seen_full,
        "half": half,
        "status": status,
        "before": before,
        "after": after,
        "nothing": nothing,
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
    bpy.ops.slowglass.cancel(job=only.number)
    stage.run_to_end()
    found["stopped"] = drawn(panel.SLOWGLASS_PT_sidebar.draw)
    stage.use_dummy("good")
    bpy.ops.slowglass.resume()
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
    button: Any = engine_operator.SLOWGLASS_OT_test_engine
    button.invoke(button, bpy.context, None)
    asking = drawn(preferences.SlowglassPreferences.draw)
    stage.run_until(lambda: not session.TEST.running)
    answered = drawn(preferences.SlowglassPreferences.draw)
    stage.use_command([])
    without = stage.refusal(bpy.ops.slowglass.test_engine)
    return {
        "tested": tested,
        "drawn": seen,
        "models": models,
        "without": without,
        "asking": asking,
        "answered": answered,
        "failed": drawn(preferences.SlowglassPreferences.draw),
        "relative paths": relative_paths(),
        "facts": session.TEST.facts,
        "defaults": [
            chosen.quality,
            chosen.model,
            chosen.device,
            chosen.file_format,
            chosen.original,
        ],
    }
