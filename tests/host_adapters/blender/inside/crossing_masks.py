"""Two squares that cross, a mask with a layer over each, and the retime of both."""

from typing import Any

import bpy

from slowglass.host_adapters.blender import session
from tests.host_adapters.blender.inside import stage
from tests.host_adapters.blender.inside.drawn_masks import Places, key, put, spline

START = 101


def main(
    folder: str, images: str, size: tuple[int, int], squares: list[list[Places]], engine: str
) -> dict[str, Any]:
    """Retime the clip with a mask and without.

    Args:
        folder: for results.
        images: folder of the clip.
        size: of its pictures.
        squares: of each square, the front one first, the corners in the first and the last frame.
        engine: Python of the real one, for the job with the mask; empty: the dummy, which makes
            other frames.
    """
    scene = stage.set_up(folder)
    clip = stage.add_images(scene, images, start=START)
    mask, size = bpy.data.masks.new("squares"), (size[0], size[1])
    drawn = [
        spline(mask.layers.new(name=f"square {k}"), one[0], size) for k, one in enumerate(squares)
    ]
    last = clip.frame_final_end - 1
    for frame, end in ((START, 0), (last, 1)):
        for one, ends in zip(drawn, squares, strict=True):
            put(one, ends[end], size)
        key(scene, mask, frame)
    session.preferences().model, session.preferences().device = "flow", "cpu"
    found = {}
    for name, asked in (("without", ""), ("with", mask.name)):
        if asked and engine:
            stage.use_engine(engine)
        stage.select(scene, clip)
        assert bpy.ops.slowglass.retime(speed=0.5, mask=asked) == {"FINISHED"}
        found[name] = session.QUEUE.jobs[-1].plan.document
    return found
