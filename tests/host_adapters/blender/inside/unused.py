"""Results that nothing shows any more: which are listed, and what is deleted of them."""

from pathlib import Path
from typing import Any

import bpy

from slowglass.host_adapters.blender import compat, session
from slowglass.host_adapters.blender.window import unused_operator
from tests.host_adapters.blender.inside import stage
from tests.host_adapters.blender.inside.drawn_masks import circle, spline


def main(folder: str, images: str) -> dict[str, Any]:
    """Four results are made: one is shown, one redone, one removed, one stopped half-way."""
    scene = stage.set_up(folder)
    clip = stage.add_images(scene, images)
    refused = bpy.ops.slowglass.clear_unused.poll()
    session.preferences().folder = "//results"
    unsaved = bpy.ops.slowglass.clear_unused.poll()
    Path(folder).mkdir(parents=True, exist_ok=True)
    bpy.ops.wm.save_as_mainfile(filepath=str(Path(folder, "edit.blend")))
    Path(folder, "other.blend").write_bytes(b"")
    bpy.ops.slowglass.retime(speed=0.5)
    stage.select(scene, compat.all_strips(scene.sequence_editor)["clip slowglass"])
    bpy.ops.slowglass.redo(speed=0.25)
    other = stage.add_images(scene, images, channel=9)
    other.name = "other"
    mask = bpy.data.masks.new("mask")
    spline(mask.layers.new(), circle(32, 18, 9), (stage.WIDTH, stage.HEIGHT))
    bpy.ops.slowglass.retime(speed=0.5, mask=mask.name, lock_mask=mask.name)
    strips = compat.strips_of(scene.sequence_editor)
    strips.remove(strips["other slowglass"])
    results = Path(folder, "results")
    (results / "mine_01234567").mkdir()
    (results / "mine_01234567" / "notes.txt").write_text("mine")
    redone = next(path for path in results.iterdir() if len(list(path.glob("clip.*.png"))) == 40)
    (redone / "notes.txt").write_text("mine")
    stage.select(scene, other)
    stage.use_dummy("waits")
    stage.start(speed=0.125)
    stage.run_until(lambda: session.QUEUE.jobs[-1].done >= 20)
    bpy.ops.slowglass.cancel()
    stage.run_until(lambda: not session.QUEUE.jobs[-1].active)
    lines = unused_operator.lines(unused_operator.find_unused())
    before = tree(results)
    ended = list(bpy.ops.slowglass.clear_unused())
    return {
        "polls": [refused, unsaved],
        "lines": lines,
        "before": before,
        "ended": ended,
        "after": tree(results),
        "shown": stage.pixels(scene, 109, folder)[0],
        "clip": clip.name,
    }


def tree(folder: Path) -> dict[str, int]:
    """How many files lie in each folder."""
    return {path.name: len(list(path.iterdir())) for path in sorted(folder.iterdir())}
