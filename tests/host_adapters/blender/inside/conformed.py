"""What Blender's sequencer shows of a timeline whose clips have a frame for each of its own."""

from typing import Any

import numpy as np

from slowglass.host_adapters.blender.compat import strips_of
from tests.host_adapters.blender.inside.sequencer import effect, new_scene, render


def main(strips: list[dict[str, Any]], size: list[int], rate: int, file: str) -> list[float]:
    """Return the mean code of the left half of each frame; all pictures go into ``file``.

    Args:
        strips: path, first frame on the timeline, first frame of the media, frames; with
            ``joins`` it dissolves from the strip before for as long as both are there.
        size: width and height.
        rate: frames per second.
        file: for the pictures, a NumPy array.
    """
    scene = new_scene(size[0], size[1], rate)
    placed: list[Any] = []
    for number, values in enumerate(strips):
        strip = strips_of(scene.sequence_editor).new_movie(
            str(number), values["path"], channel=1 + number % 2, frame_start=1
        )
        strip.frame_start = 1 + values["start"] - values["first"]
        strip.frame_offset_start = values["first"]
        strip.frame_final_duration = values["frames"]
        if values["joins"]:
            effect(scene, "CROSS", placed[-1], strip)
        placed.append(strip)
    last = max(values["start"] + values["frames"] for values in strips)
    pictures = render(scene, range(1, last + 1))
    np.save(file, np.array(pictures))
    width = size[0]
    return [float(picture[8:-8, 8 : width // 2 - 8].mean()) for picture in pictures]
