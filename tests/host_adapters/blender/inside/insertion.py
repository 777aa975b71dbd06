"""What an inserted result looks like, and what becomes of the timeline around it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bpy

from slowglass.host_adapters.blender import compat, session
from tests.host_adapters.blender.inside import sequencer, stage


def main(folder: str, images: str) -> dict[str, Any]:
    """Return what each case finds."""
    cases: tuple[Callable[[str, str], Any], ...] = (
        place_and_provenance,
        look,
        animation,
        neighbours,
        meta,
        metas_grow,
        keep,
        layers,
        covering,
        too_long,
        undo,
        redo,
        sound,
    )
    found = {}
    for case in cases:
        bpy.ops.wm.read_factory_settings(use_empty=True)
        found[case.__name__] = case(str(Path(folder, case.__name__)), images)
    return found


def result(scene: Any) -> Any:
    """The strip that was made."""
    return compat.all_strips(scene.sequence_editor)["clip slowglass"]


def place_and_provenance(folder: str, images: str) -> Any:
    """A neighbour lies above the original, where the longer result would not fit."""
    scene = stage.set_up(folder)
    strip = stage.add_images(scene, images)
    above = stage.add_images(scene, images, channel=3, start=170)
    scene.sequence_editor.channels[4].lock = True
    stage.select(scene, strip)
    ended = bpy.ops.slowglass.retime(speed=0.25)
    document = json.loads(result(scene)["slowglass"])
    return {
        "ended": list(ended),
        "strips": stage.strips(scene),
        "other": above.name,
        "muted": strip.mute,
        "space": result(scene).colorspace_settings.name,
        "speed": document["wish"]["speed"],
        "original": document["original"]["name"],
        "unfinished": "slowglass_unfinished" in result(scene),
        "shown": [stage.pixels(scene, frame, folder)[0] for frame in (101, 109, 180)],
    }


def look(folder: str, images: str) -> Any:
    """What the strip is set to, curves and colour wheels included."""
    scene = stage.set_up(folder)
    strip = stage.add_images(scene, images)
    strip.transform.offset_x, strip.transform.rotation, strip.transform.scale_x = 5, 0.5, 1.5
    strip.crop.min_x, strip.blend_type, strip.blend_alpha = 3, "SCREEN", 0.75
    strip.color_saturation, strip.use_flip_x, strip.color_tag = 0.5, True, "COLOR_03"
    strip.modifiers.new(name="Bright", type="BRIGHT_CONTRAST").bright = 12
    curve = strip.modifiers.new(name="Curves", type="CURVES").curve_mapping
    curve.curves[3].points.new(0.25, 0.5)
    curve.update()
    balance = strip.modifiers.new(name="Balance", type="COLOR_BALANCE").color_balance
    balance.gain = (1.5, 1.0, 0.5)
    strip.modifiers["Bright"].mute = True
    before = stage.pixels(scene, 101, folder)
    bpy.ops.slowglass.retime(speed=0.5)
    new = result(scene)
    return {
        "names": [modifier.name for modifier in new.modifiers],
        "muted": new.modifiers["Bright"].mute,
        "points": [
            list(p.location) for p in new.modifiers["Curves"].curve_mapping.curves[3].points
        ],
        "gain": list(new.modifiers["Balance"].color_balance.gain),
        "values": [new.transform.offset_x, new.crop.min_x, new.blend_type, new.blend_alpha],
        "flags": [new.use_flip_x, new.color_tag, new.color_saturation],
        "before": before,
        "after": stage.pixels(scene, 101, folder),
    }


def animation(folder: str, images: str) -> Any:
    """Keys follow the pictures."""
    scene = stage.set_up(folder)
    strip = stage.add_images(scene, images)
    for frame, value in ((101, 0.0), (111, 1.0)):
        strip.blend_alpha = value
        strip.keyframe_insert("blend_alpha", frame=frame)
    strip.transform.offset_x = 7
    strip.transform.keyframe_insert("offset_x", frame=105)
    bpy.ops.slowglass.retime(speed=0.25)
    path = result(scene).path_from_id()
    curves = [c for c in compat.fcurves_of(scene) or () if c.data_path.startswith(path + ".")]
    keys = {c.data_path[len(path) :]: [list(k.co) for k in c.keyframe_points] for c in curves}
    session.QUEUE.jobs.clear()
    stage.select(scene, result(scene))
    bpy.ops.slowglass.redo()
    left = [c.data_path for c in compat.fcurves_of(scene) or ()]
    return {"keys": keys, "curves": len(left), "different": len(set(left))}


def neighbours(folder: str, images: str) -> Any:
    """What follows moves by as much as the result is longer, in its own channel."""
    scene = stage.set_up(folder)
    strip = stage.add_images(scene, images)
    names = [stage.add_images(scene, images, 2, 121 + 20 * k).name for k in range(3)]
    before = stage.add_images(scene, images, 2, 60).name
    stage.select(scene, strip)
    bpy.ops.slowglass.retime(speed=0.5, ripple=True)
    strips = stage.strips(scene)
    stage.select(scene, result(scene))
    bpy.ops.slowglass.redo(speed=0.25)
    redone = stage.strips(scene)
    return {
        "after": [strips[name] for name in names],
        "before": strips[before],
        "redone": [redone[name] for name in names],
        "result": redone["clip slowglass"],
    }


def meta(folder: str, images: str) -> Any:
    """Both in a meta strip, which shows the result for all its length."""
    scene = stage.set_up(folder)
    session.preferences().original = "META"
    stage.add_images(scene, images)
    bpy.ops.slowglass.retime(speed=0.5)
    [top] = compat.strips_of(scene.sequence_editor)
    return {
        "type": top.type,
        "range": [top.channel, top.frame_final_start, top.frame_final_end],
        "inside": sorted(strip.name for strip in compat.strips_of(top)),
        "shown": [stage.pixels(scene, frame, folder)[0] for frame in (101, 121, 139)],
        "redone": redone_in_meta(scene, top, folder),
    }


def redone_in_meta(scene: Any, top: Any, folder: str) -> Any:
    """The result in a meta strip is made again, twice as long."""
    stage.select(scene, next(strip for strip in compat.strips_of(top) if "slowglass" in strip))
    bpy.ops.slowglass.redo(speed=0.25)
    return {
        "inside": sorted(f"{strip.name} {strip.type}" for strip in compat.strips_of(top)),
        "range": [top.channel, top.frame_final_start, top.frame_final_end],
        "shown": stage.pixels(scene, 177, folder)[0],
    }


def metas_grow(folder: str, images: str) -> Any:
    """A clip in a meta strip in a meta strip, and a clip after both of them in their channels."""
    scene = stage.set_up(folder)
    strip = stage.add_images(scene, images)
    strips = compat.strips_of(scene.sequence_editor)
    outer = strips.new_meta(name="outer", channel=4, frame_start=101)
    inner = strips.new_meta(name="inner", channel=5, frame_start=101)
    strip.move_to_meta(inner)
    strip.frame_final_end, inner.frame_final_end = 121, 121
    inner.move_to_meta(outer)
    inner.frame_final_end, outer.frame_final_end = 121, 121
    inner.channel, outer.channel = 2, 2
    stage.add_images(scene, images, 2, 121).name = "next"
    scene.sequence_editor.display_stack(inner)
    stage.select(scene, strip)
    bpy.ops.slowglass.retime(speed=0.5)
    grown = stage.strips(scene)
    stage.select(scene, result(scene))
    bpy.ops.slowglass.redo(speed=0.8)
    return {
        "grown": grown,
        "redone": stage.strips(scene),
        "notes": stage.told(session.QUEUE.jobs[0]),
        "shown": [stage.pixels(scene, frame, folder)[0] for frame in (101, 111, 125)],
    }


def keep(folder: str, images: str) -> Any:
    """The original stays seen."""
    scene = stage.set_up(folder)
    session.preferences().original = "KEEP"
    strip = stage.add_images(scene, images)
    bpy.ops.slowglass.retime(length=30)
    return {"muted": strip.mute, "length": result(scene).frame_final_duration}


def layers(folder: str, images: str) -> Any:
    """Two strips, one above the other; that above begins first."""
    scene = stage.set_up(folder)
    below = stage.add_images(scene, images, 1, 110)
    above = stage.add_images(scene, images, 2, 101)
    below.name, above.name = "below", "above"
    stage.select(scene, below, above)
    bpy.ops.slowglass.retime(speed=0.5)
    notes = {one.name: stage.told(one) for one in session.QUEUE.jobs}
    return {"strips": stage.strips(scene), "notes": notes}


def covering(folder: str, images: str) -> Any:
    """A strip lies above the original, and a cross effect over both."""
    scene = stage.set_up(folder)
    below = stage.add_images(scene, images, 1)
    above = stage.add_images(scene, images, 2)
    above.name = "above"
    sequencer.effect(scene, "CROSS", below, above).name = "cross"
    stage.select(scene, below)
    bpy.ops.slowglass.retime(speed=0.5)
    over_all = stage.told(session.QUEUE.jobs[0])
    compat.strips_of(scene.sequence_editor)["cross"].channel = 20
    bpy.ops.slowglass.retime(speed=0.25)
    return [over_all, stage.told(session.QUEUE.jobs[0])]


def too_long(folder: str, images: str) -> Any:
    """A slip in the length; it is refused before anything is computed."""
    scene = stage.set_up(folder)
    stage.add_images(scene, images)
    return stage.refusal(bpy.ops.slowglass.retime, length=2_000_000_000)


def undo(folder: str, images: str) -> Any:
    """One step takes all of it away, one brings it back."""
    scene = stage.set_up(folder)
    stage.add_images(scene, images)
    bpy.ops.ed.undo_push(message="clip")
    stage.start()
    stage.run_to_end()
    with_result = stage.strips(scene)
    bpy.ops.ed.undo()
    scene = bpy.context.scene
    without = stage.strips(scene)
    muted = compat.all_strips(scene.sequence_editor)["clip"].mute
    bpy.ops.ed.redo()
    return [with_result, without, muted, stage.strips(bpy.context.scene)]


def redo(folder: str, images: str) -> Any:
    """Another speed, in the place of the first result; then the original is shown, and hidden."""
    scene = stage.set_up(folder)
    strip = stage.add_images(scene, images)
    bpy.ops.slowglass.retime(speed=0.5)
    stage.select(scene, result(scene))
    bpy.ops.slowglass.redo(speed=0.25)
    names = sorted(stage.strips(scene))
    new = next(s for s in compat.all_strips(scene.sequence_editor) if "slowglass" in s)
    stage.select(scene, new)
    muted = []
    for _ in range(2):
        bpy.ops.slowglass.show_original()
        muted.append([strip.mute, new.mute])
    compat.strips_of(scene.sequence_editor).remove(strip)
    stage.select(scene, new)
    gone = stage.refusal(bpy.ops.slowglass.redo)
    return {"names": names, "length": new.frame_final_duration, "muted": muted, "gone": gone}


def sound(folder: str, images: str) -> Any:
    """Asked for where there is none: said, and nothing else changes."""
    scene = stage.set_up(folder)
    stage.add_images(scene, images)
    bpy.ops.slowglass.retime(speed=0.5, with_sound=True)
    return {"notes": stage.told(session.QUEUE.jobs[0]), "strips": sorted(stage.strips(scene))}
