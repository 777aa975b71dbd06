"""A part of a clip played slower: what is seen before, in and after it."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import bpy

from slowglass.host_adapters.blender import compat, session
from tests.host_adapters.blender.inside import stage

FIRST, LAST = 105, 108
"""Of the part, in scene frames."""


def main(folder: str, images: str, movie: str) -> dict[str, Any]:
    """Return what each case finds."""
    cases: tuple[Callable[[str, str], Any], ...] = (
        middle,
        with_ripple,
        first_frames,
        last_frames,
        faster,
        translucent,
        backwards,
        as_long_as_before,
        whole_range,
        part_of_the_rest,
        shown_and_hidden,
        kept,
        grouped,
    )
    found: dict[str, Any] = {}
    for case in cases:
        bpy.ops.wm.read_factory_settings(use_empty=True)
        found[case.__name__] = case(str(Path(folder, case.__name__)), images)
    if bpy.app.build_options.audaspace:
        bpy.ops.wm.read_factory_settings(use_empty=True)
        found["sound"] = sound(str(Path(folder, "sound")), movie)
    return found


def set_up(folder: str, images: str, first: int = FIRST, last: int = LAST) -> tuple[Any, Any]:
    """Return the scene, its range the part, and a clip from 101 to 120 in it."""
    scene = stage.set_up(folder)
    scene.frame_start, scene.frame_end = first, last
    return scene, stage.add_images(scene, images)


def slow(speed: float = 0.5, **options: Any) -> None:
    """Slow the part down."""
    bpy.ops.slowglass.retime(speed=speed, inside_range=True, **options)


def codes(scene: Any, folder: str, frames: Iterable[int]) -> list[float]:
    """What is seen in scene frames; the code of source frame k is 10 + 2 k."""
    return [stage.pixels(scene, frame, folder)[0] for frame in frames]


def middle(folder: str, images: str) -> Any:
    """Another clip follows at once; it stays where it is."""
    scene, strip = set_up(folder, images)
    stage.add_images(scene, images, 2, 121).name = "next"
    stage.select(scene, strip)
    slow()
    return {
        "strips": stage.strips(scene),
        "muted": strip.mute,
        "selected": [s.name for s in compat.all_strips(scene.sequence_editor) if s.select],
        "shown": codes(scene, folder, range(101, 125)),
    }


def with_ripple(folder: str, images: str) -> Any:
    """What follows moves; then the part is made again, slower still, after the range was lifted."""
    scene, strip = set_up(folder, images)
    stage.add_images(scene, images, 2, 121).name = "next"
    stage.select(scene, strip)
    slow(ripple=True)
    first = stage.strips(scene)
    scene.frame_start, scene.frame_end = 1, 250
    stage.select(scene, compat.all_strips(scene.sequence_editor)["clip slowglass"])
    bpy.ops.slowglass.redo(speed=0.25)
    return {
        "first": first,
        "redone": stage.strips(scene),
        "shown": codes(scene, folder, range(101, 133)),
    }


def first_frames(folder: str, images: str) -> Any:
    """The part is where the clip begins."""
    scene, _ = set_up(folder, images, 90, 104)
    slow()
    return {"strips": stage.strips(scene), "shown": codes(scene, folder, range(101, 125))}


def last_frames(folder: str, images: str) -> Any:
    """The part is where the clip ends."""
    scene, _ = set_up(folder, images, 117, 130)
    slow()
    return {"strips": stage.strips(scene), "shown": codes(scene, folder, range(101, 125))}


def faster(folder: str, images: str) -> Any:
    """The part becomes shorter."""
    scene, _ = set_up(folder, images)
    slow(speed=2)
    return codes(scene, folder, range(101, 120))


def translucent(folder: str, images: str) -> Any:
    """The original does not shine through the result."""
    scene, strip = set_up(folder, images)
    strip.blend_type, strip.blend_alpha = "ALPHA_OVER", 0.5
    alone = codes(scene, folder, (102, 105))
    slow()
    return {"alone": alone, "with result": codes(scene, folder, (102, 105))}


def backwards(folder: str, images: str) -> Any:
    """The clip runs backwards before and after the part, too."""
    scene, strip = set_up(folder, images)
    strip.use_reverse_frames = True
    slow()
    return codes(scene, folder, range(101, 125))


def as_long_as_before(folder: str, images: str) -> Any:
    """A part that keeps its length lies over its original."""
    scene, strip = set_up(folder, images)
    slow(speed=1)
    notes = stage.told(session.QUEUE.jobs[0])
    return {"strips": stage.strips(scene), "muted": strip.mute, "notes": notes}


def whole_range(folder: str, images: str) -> Any:
    """A range that holds all of the clip is no part."""
    scene, _ = set_up(folder, images, 1, 250)
    slow()
    return stage.strips(scene)


def part_of_the_rest(folder: str, images: str) -> Any:
    """Another part is slowed down after the first; then the first is made again."""
    scene, _ = set_up(folder, images)
    slow()
    scene.frame_start, scene.frame_end = 117, 120
    stage.select(scene, compat.all_strips(scene.sequence_editor)["clip after"])
    slow()
    both = codes(scene, folder, range(101, 129))
    stage.select(scene, compat.all_strips(scene.sequence_editor)["clip slowglass"])
    bpy.ops.slowglass.redo(speed=0.25)
    return {"both": both, "redone": codes(scene, folder, range(101, 137))}


def shown_and_hidden(folder: str, images: str) -> Any:
    """The original is seen alone, then the result again."""
    scene, _ = set_up(folder, images)
    slow()
    stage.select(scene, compat.all_strips(scene.sequence_editor)["clip slowglass"])
    seen = []
    for _ in range(2):
        bpy.ops.slowglass.show_original()
        strips = compat.all_strips(scene.sequence_editor)
        seen.append(sorted(strip.name for strip in strips if not strip.mute))
    return seen


def kept(folder: str, images: str) -> Any:
    """The original stays seen below."""
    scene, strip = set_up(folder, images)
    session.preferences().original = "KEEP"
    slow()
    return {"muted": strip.mute, "shown": codes(scene, folder, range(101, 125))}


def grouped(folder: str, images: str) -> Any:
    """All of it goes into a meta strip."""
    scene, _ = set_up(folder, images)
    session.preferences().original = "META"
    slow()
    [meta] = compat.strips_of(scene.sequence_editor)
    return {
        "inside": sorted(strip.name for strip in compat.strips_of(meta)),
        "range": [meta.frame_final_start, meta.frame_final_end],
        "shown": codes(scene, folder, range(101, 125)),
    }


def sound(folder: str, movie: str) -> Any:
    """The sound of the file is cut where the picture is, and stays with it."""
    scene = stage.set_up(folder)
    strips = compat.strips_of(scene.sequence_editor)
    clip = strips.new_movie(name="clip", filepath=movie, channel=1, frame_start=101)
    heard = strips.new_sound(name="sound", filepath=movie, channel=2, frame_start=101)
    scene.frame_start, scene.frame_end = FIRST, LAST
    stage.select(scene, clip)
    slow()
    first, notes = stage.strips(scene), stage.told(session.QUEUE.jobs[0])
    stage.select(scene, strips["clip slowglass"])
    bpy.ops.slowglass.redo(speed=0.25)
    return {
        "muted": heard.mute,
        "first": first,
        "notes": notes,
        "redone": stage.strips(scene),
    }
