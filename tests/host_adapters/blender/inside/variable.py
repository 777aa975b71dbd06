"""Movies of variable frame rate: what strips show, and what is asked of the engine for them."""

from typing import Any

from slowglass.host_adapters.blender import compat
from slowglass.host_adapters.blender.plan import EngineSettings, make_plan
from slowglass.host_adapters.blender.wish import Placement, Wish
from tests.host_adapters.blender.inside.sequencer import movie_strip, new_scene, render


def main(folder: str, movies: list[str]) -> list[dict[str, Any]]:
    """Return for each movie the code that its strip shows in each frame, and the engine's job."""
    results = []
    for path in movies:
        scene = new_scene(32, 32)
        strip = movie_strip(scene, path)
        settings = EngineSettings(model="blend", device="cpu", folder=folder)
        plan = make_plan(scene, strip, Wish(), Placement(), settings)
        frames = range(strip.frame_final_start, strip.frame_final_end)
        shown = [float(picture.mean()) for picture in render(scene, frames)]
        compat.strips_of(scene.sequence_editor).remove(strip)
        results.append({"job": plan.document, "files": plan.file_names, "shown": shown})
    return results
