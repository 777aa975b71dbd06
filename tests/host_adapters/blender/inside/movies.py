"""What Blender shows of movies."""

import numpy as np

from tests.host_adapters.blender.inside.sequencer import movie_strip, new_scene, render


def main(paths: list[str]) -> list[str]:
    """Return files that hold the first frame of each, as 8-bit codes with fractions."""
    for path in paths:
        scene = new_scene(64, 64)
        element = movie_strip(scene, path).elements[0]
        scene.render.resolution_x, scene.render.resolution_y = (
            element.orig_width,
            element.orig_height,
        )
        np.save(f"{path}.npy", render(scene, [1])[0])
    return [f"{path}.npy" for path in paths]
