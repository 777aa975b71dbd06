"""What the scripts share: the add-on from the checkout, strips, a pump in place of the timer."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bpy

from slowglass.host_adapters.blender import compat, session, wish
from slowglass.host_adapters.blender.window import preferences, pump, registration
from slowglass.host_adapters.common import exact_speed

DUMMY = Path(__file__).resolve().parents[1] / "dummy_worker.py"
PATIENCE_SECONDS = 60.0
WIDTH, HEIGHT = 64, 36


def set_up(folder: str, manner: str = "good") -> Any:
    """Return an empty scene of a file in a folder, with the add-on and a dummy engine."""
    if not hasattr(bpy.types, "SLOWGLASS_PT_sidebar"):
        registration.register()
    if compat.ADDON not in bpy.context.preferences.addons:
        bpy.context.preferences.addons.new().module = compat.ADDON
    session.QUEUE.jobs.clear()
    session.TEST.facts = {}
    session.preferences().folder = folder
    use_dummy(manner)
    scene = new_scene()
    bpy.ops.ed.undo_push(message="start")
    return scene


def use_dummy(manner: str) -> None:
    """Let the engine be the dummy."""
    use_command([sys.executable, "-I", str(DUMMY), manner])


def use_engine(python: str) -> None:
    """Let the engine be the real one."""
    use_command([python, "-I", "-m", "slowglass.plugin", "worker"])


def use_command(command: list[str]) -> None:
    """Let a command start the engine; an empty one stands for none."""
    vars(session)["find_engine"] = lambda configured: command


def told(job: Any) -> list[str]:
    """Everything that a job tells the user."""
    return [*job.warnings, *job.notes]


def refusal(operator: Any, **options: Any) -> str:
    """What an operator says when it fails."""
    try:
        return f"no error, {operator(**options)}"
    except RuntimeError as error:
        return str(error)


def new_scene() -> Any:
    """Return the scene, set up so that codes of sRGB pictures come through unchanged."""
    scene = bpy.context.scene
    scene.sequence_editor_create()
    if hasattr(bpy.context.workspace, "sequencer_scene"):
        bpy.context.workspace.sequencer_scene = scene
    render = scene.render
    render.fps, render.fps_base = 24, 1.0
    render.resolution_x, render.resolution_y, render.resolution_percentage = WIDTH, HEIGHT, 100
    render.dither_intensity = 0.0
    render.image_settings.file_format = "PNG"
    scene.view_settings.view_transform = "Standard"
    return scene


def add_images(scene: Any, folder: str, channel: int = 2, start: int = 101) -> Any:
    """Return a selected image strip over every picture in a folder."""
    names = sorted(path.name for path in Path(folder).iterdir())
    strip = compat.strips_of(scene.sequence_editor).new_image(
        name="clip", filepath=str(Path(folder, names[0])), channel=channel, frame_start=start
    )
    for name in names[1:]:
        strip.elements.append(name)
    select(scene, strip)
    return strip


def select(scene: Any, *chosen: Any) -> None:
    """Select strips and nothing else; the first becomes active."""
    for strip in compat.all_strips(scene.sequence_editor):
        strip.select = strip in chosen
    scene.sequence_editor.active_strip = chosen[0]


def strips(scene: Any) -> dict[str, list[int]]:
    """Return channel, first frame and end of every strip by its name."""
    return {
        strip.name: [strip.channel, strip.frame_final_start, strip.frame_final_end]
        for strip in compat.all_strips(scene.sequence_editor)
    }


def start(speed: float = 0.25, **options: Any) -> None:
    """Start as a user does who confirmed the dialog: without waiting."""
    scene = compat.editor_scene(bpy.context)
    wanted = wish.Wish(wish.RETIME, exact_speed(speed))
    place = preferences.placement(session.preferences(), **options)
    session.add_jobs(session.plan_selected(scene, wanted, place))


def run_until(condition: Callable[[], bool]) -> list[float]:
    """Tick as the timer does until something is so; return the seconds that each tick took.

    They are those of the processor in this thread, so that a busy machine does not count.
    """
    took, deadline = [], time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, [vars(job) for job in session.QUEUE.jobs]
        before = time.thread_time()
        pump.tick()
        took.append(time.thread_time() - before)
        time.sleep(0.005)
    return took


def run_to_end() -> list[float]:
    """Tick until nothing is under way."""
    return run_until(lambda: not pump.is_busy())


def pixels(scene: Any, frame: int, folder: str) -> list[float]:
    """Return the mean 8-bit code of red, green and blue of a rendered frame."""
    import numpy as np

    path = Path(folder) / "rendered.png"
    path.unlink(missing_ok=True)
    scene.frame_set(frame)
    scene.render.filepath = str(path)
    bpy.ops.render.render(write_still=True, scene=scene.name)
    image = bpy.data.images.load(str(path), check_existing=False)
    image.colorspace_settings.name = "Non-Color"
    values = np.empty(len(image.pixels), np.float32)
    image.pixels.foreach_get(values)
    bpy.data.images.remove(image)
    return [float(v) for v in values.reshape(-1, 4)[:, :3].mean(axis=0) * 255]
