"""What a selection means: with what is no clip, with results, with their originals."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import bpy

from slowglass.host_adapters.blender import compat, identity, session
from tests.host_adapters.blender.inside import stage


def main(folder: str, images: str) -> dict[str, Any]:
    """Return what each case finds."""
    cases: tuple[Callable[[str, str], Any], ...] = (
        everything_selected,
        nothing_but_text,
        original_again,
        result_again,
        result_to_a_length,
        all_again,
        trimmed_result,
        part_again,
        original_of_a_part,
        shown_original_again,
        linked_scene,
        no_scene_chosen,
    )
    found: dict[str, Any] = {}
    for case in cases:
        bpy.ops.wm.read_factory_settings(use_empty=True)
        found[case.__name__] = case(str(Path(folder, case.__name__)), images)
    return found


def set_up(folder: str, images: str) -> tuple[Any, Any]:
    """Return the scene and a clip from 101 to 120 in it."""
    scene = stage.set_up(folder)
    return scene, stage.add_images(scene, images)


def named(scene: Any, name: str) -> Any:
    """The strip of a name."""
    return compat.all_strips(scene.sequence_editor)[name]


def seen(scene: Any, folder: str) -> dict[str, Any]:
    """The strips, some of what is shown, and the notes of the last job."""
    shown = [stage.pixels(scene, frame, folder)[0] for frame in (101, 103, 139, 179)]
    notes = stage.told(session.QUEUE.jobs[-1])
    return {"strips": stage.strips(scene), "shown": shown, "notes": notes}


def everything_selected(folder: str, images: str) -> Any:
    """A text, a colour, an adjustment, a still and a scene lie beside the clip."""
    scene, _ = set_up(folder, images)
    strips = compat.strips_of(scene.sequence_editor)
    for channel, kind in enumerate(("TEXT", "COLOR", "ADJUSTMENT"), start=5):
        length = {"length": 20} if bpy.app.version >= (5, 0) else {"frame_end": 121}
        strips.new_effect(kind.lower(), kind, channel, 101, **length)
    first = sorted(Path(images).iterdir())[0]
    strips.new_image("still", str(first), 8, 101)
    strips.new_scene("other", bpy.data.scenes.new("other"), 9, 101)
    stage.select(scene, *compat.all_strips(scene.sequence_editor))
    ended = bpy.ops.slowglass.retime(speed=0.5)
    names = [name for name in stage.strips(scene) if name.endswith("slowglass")]
    return {"ended": list(ended), "names": names, "notes": stage.told(session.QUEUE.jobs[0])}


def nothing_but_text(folder: str, images: str) -> Any:
    """There is no clip in the selection."""
    scene, _ = set_up(folder, images)
    length = {"length": 20} if bpy.app.version >= (5, 0) else {"frame_end": 121}
    strips = compat.strips_of(scene.sequence_editor)
    stage.select(scene, strips.new_effect("text", "TEXT", 5, 101, **length))
    return stage.refusal(bpy.ops.slowglass.retime, speed=0.5)


def original_again(folder: str, images: str) -> Any:
    """The original, muted below its result, at another speed."""
    scene, clip = set_up(folder, images)
    bpy.ops.slowglass.retime(speed=0.25)
    stage.select(scene, clip)
    bpy.ops.slowglass.retime(speed=0.5)
    return seen(scene, folder)


def result_again(folder: str, images: str) -> Any:
    """The result, which is what a user sees and selects."""
    scene, _ = set_up(folder, images)
    bpy.ops.slowglass.retime(speed=0.5)
    stage.select(scene, named(scene, "clip slowglass"))
    bpy.ops.slowglass.retime(speed=0.5, ripple=True)
    return seen(scene, folder)


def result_to_a_length(folder: str, images: str) -> Any:
    """A length is that of what comes out."""
    scene, _ = set_up(folder, images)
    bpy.ops.slowglass.retime(speed=0.5)
    stage.select(scene, named(scene, "clip slowglass"))
    bpy.ops.slowglass.retime(length=60)
    return seen(scene, folder)


def all_again(folder: str, images: str) -> Any:
    """Everything is selected: the original and its result are one thing."""
    scene, _ = set_up(folder, images)
    bpy.ops.slowglass.retime(speed=0.5)
    stage.select(scene, *compat.all_strips(scene.sequence_editor))
    bpy.ops.slowglass.retime(speed=0.5)
    return seen(scene, folder)


def trimmed_result(folder: str, images: str) -> Any:
    """The result was cut; what is left of it is slowed down."""
    scene, _ = set_up(folder, images)
    bpy.ops.slowglass.retime(speed=0.5)
    result = named(scene, "clip slowglass")
    result.frame_final_end -= 20
    stage.select(scene, result)
    bpy.ops.slowglass.retime(speed=0.5)
    return seen(scene, folder)


def part_again(folder: str, images: str) -> Any:
    """The result of a part: the same part, slower."""
    scene, _ = set_up(folder, images)
    scene.frame_start, scene.frame_end = 105, 108
    bpy.ops.slowglass.retime(speed=0.5, inside_range=True)
    scene.frame_start, scene.frame_end = 1, 250
    stage.select(scene, named(scene, "clip slowglass"))
    bpy.ops.slowglass.retime(speed=0.5)
    return seen(scene, folder)


def original_of_a_part(folder: str, images: str) -> Any:
    """The whole original, while a part of it is seen slower."""
    scene, clip = set_up(folder, images)
    scene.frame_start, scene.frame_end = 105, 108
    bpy.ops.slowglass.retime(speed=0.5, inside_range=True)
    stage.select(scene, clip)
    return stage.refusal(bpy.ops.slowglass.retime, speed=0.5)


def shown_original_again(folder: str, images: str) -> Any:
    """The result is hidden by Show Original: a second one may be made beside it."""
    scene, clip = set_up(folder, images)
    bpy.ops.slowglass.retime(speed=0.25)
    stage.select(scene, named(scene, "clip slowglass"))
    bpy.ops.slowglass.show_original()
    stage.select(scene, clip)
    bpy.ops.slowglass.retime(speed=0.5)
    return seen(scene, folder)


def linked_scene(folder: str, images: str) -> Any:
    """The scene comes from another file."""
    scene, _ = set_up(folder, images)
    scene.name = "edit"
    Path(folder).mkdir(parents=True)
    path = str(Path(folder, "edit.blend"))
    bpy.ops.wm.save_as_mainfile(filepath=path)
    bpy.ops.file.make_paths_relative()
    bpy.ops.wm.save_mainfile()
    bpy.ops.wm.read_factory_settings(use_empty=True)
    with bpy.data.libraries.load(path, link=True) as (_, wanted):
        wanted.scenes = ["edit"]
    [linked] = wanted.scenes
    bpy.context.window_manager.windows[0].scene = linked
    if hasattr(bpy.context.workspace, "sequencer_scene"):
        bpy.context.workspace.sequencer_scene = linked
    reason = stage.refusal(bpy.ops.slowglass.retime, speed=0.5)
    [strip] = compat.all_strips(linked.sequence_editor).values()
    relative = strip.directory.startswith("//")
    there = Path(identity.shown_file(strip)).is_file()
    return {"reason": reason, "strips": stage.strips(linked), "relative": relative, "there": there}


def no_scene_chosen(folder: str, images: str) -> Any:
    """What is edited where the sequencer shows a scene, and where it shows none."""
    area = SimpleNamespace(type="SEQUENCE_EDITOR")
    script = SimpleNamespace(scene="active", sequencer_scene=None, area=None)
    chosen = SimpleNamespace(scene="active", sequencer_scene="edit", area=area)
    none = SimpleNamespace(scene="active", sequencer_scene=None, area=area)
    return [compat.editor_scene(context) for context in (script, chosen, none)]
