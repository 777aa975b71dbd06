"""Frames of a result are made again, and seen in the timeline; the dummy engine paints them."""

import sys
from pathlib import Path
from typing import Any

import bpy

from slowglass.host_adapters.blender import compat, session
from slowglass.host_adapters.blender.window import mend_operators
from tests.host_adapters.blender.inside import stage


def main(folder: str, images: str) -> dict[str, Any]:
    """A result is mended at two frames, and one of them given back."""
    scene = stage.set_up(folder)
    clip = stage.add_images(scene, images)
    refused = bpy.ops.slowglass.mend.poll()
    bpy.ops.slowglass.retime(speed=0.5)
    result = compat.all_strips(scene.sequence_editor)["clip slowglass"]
    stage.select(scene, result)
    start = result.frame_final_start
    before = [stage.pixels(scene, start + k, folder)[0] for k in (2, 3, 4)]
    bpy.ops.slowglass.mend(frames=f"{start + 3}-{start + 4}", how="hold-left")
    mended = [stage.pixels(scene, start + k, folder)[0] for k in (2, 3, 4)]
    scene.frame_set(start + 3)
    bpy.ops.slowglass.mend(how="undo")
    undone = [stage.pixels(scene, start + k, folder)[0] for k in (2, 3, 4)]
    outside = stage.refusal(bpy.ops.slowglass.mend, frames=str(start - 1), how="blend")
    nonsense = stage.refusal(bpy.ops.slowglass.mend, frames="x", how="blend")
    unnamed = stage.refusal(bpy.ops.slowglass.mend, how="model")
    return {
        "poll": [refused, bpy.ops.slowglass.mend.poll()],
        "before": before,
        "mended": mended,
        "undone": undone,
        "refusals": [outside, nonsense, unnamed],
        "told": stage.told(session.QUEUE.jobs[-1]),
        "review": reviewed(),
        "shown": str(Path(clip.directory)),
    }


def reviewed() -> list[str]:
    """Return the command that Review starts."""
    started: list[list[str]] = []
    vars(mend_operators)["start_alone"] = started.append
    stage.use_engine(sys.executable)
    bpy.ops.slowglass.review()
    return started[0]
