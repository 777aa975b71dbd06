"""Strips from their reading to what the sequencer shows of the result; the engine runs between."""

import os
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slowglass.host_adapters.blender.compat import all_strips
from slowglass.host_adapters.blender.jobs.job import Job
from slowglass.host_adapters.blender.placing import insert
from slowglass.host_adapters.blender.plan import EngineSettings, Plan, make_plan
from slowglass.host_adapters.blender.wish import CONVERT_RATE, FILL, RETIME, Placement, Wish
from tests.host_adapters.blender.inside.sequencer import (
    image_strip,
    movie_strip,
    new_scene,
    render,
    retime,
    select_key,
)

START = 101


def plain(scene: Any, strip: Any) -> Wish:
    return Wish(RETIME, Fraction(1, 4))


def trimmed(scene: Any, strip: Any) -> Wish:
    strip.animation_offset_start, strip.animation_offset_end = 1, 1
    strip.frame_final_start += 2
    strip.frame_final_end -= 1
    return Wish(RETIME, Fraction(1, 4))


def ramp(scene: Any, strip: Any) -> Wish:
    retime(scene, strip, "key_add", timeline_frame=START + 4)
    retime(scene, strip, "segment_speed_set", speed=37)
    select_key(strip, 1)
    retime(scene, strip, "transition_add", duration=3)
    return Wish(FILL)


def backwards(scene: Any, strip: Any) -> Wish:
    strip.use_reverse_frames = True
    return Wish(RETIME, Fraction(1, 2))


def converted(scene: Any, strip: Any) -> Wish:
    return Wish(CONVERT_RATE)


CHANGES: dict[str, Callable[[Any, Any], Wish]] = {
    "at 25 %": plain,
    "trimmed": trimmed,
    "ramp": ramp,
    "reversed": backwards,
    "60 in 24": converted,
}
ONLY = {"60 in 24": "movie", "png": "at 25 %"}
SOURCES = ("movie", "60", "exr", "png")


def main(folder: str, media: dict[str, Any], frames: bool) -> dict[str, Any]:
    """Return the jobs; or, once their frames are there, what is shown of each.

    Args:
        folder: for the frames.
        media: "movie" and "60" are paths, "exr" and "png" folders of pictures.
        frames: whether the frames are there.
    """
    results: dict[str, Any] = {}
    for kind in ("movie", "exr", "png"):
        for name, change in CHANGES.items():
            if ONLY.get(name, kind) != kind or ONLY.get(kind, name) != name:
                continue
            scene, strip = scene_with(media, "60" if name == "60 in 24" else kind)
            settings = EngineSettings(device="cpu", folder=folder)
            plan = make_plan(scene, strip, change(scene, strip), Placement(), settings)
            seen = shown(scene, plan) if frames else None
            results[f"{kind} {name}"] = seen or plan.document
    if frames:
        for kind in SOURCES:
            scene, strip = scene_with(media, kind, adjusted=False)
            pictures = render(scene, range(strip.frame_final_start, strip.frame_final_end))
            results[kind] = [save(folder, f"{kind}{k}", p) for k, p in enumerate(pictures)]
    return results


def scene_with(media: dict[str, Any], kind: str, adjusted: bool = True) -> Any:
    """Return a scene and a strip over the whole clip."""
    scene = new_scene(media["width"], media["height"])
    if kind in ("exr", "png"):
        names = sorted(os.listdir(media[kind]))
        return scene, image_strip(scene, media[kind], names, START)
    return scene, movie_strip(scene, media[kind], START, adjusted and kind == "60")


def shown(scene: Any, plan: Plan) -> dict[str, Any]:
    """Insert the frames of a job and return what the sequencer then shows."""
    job = Job(plan, [], insert.insertion)
    for _ in insert.insertion(job):
        pass
    (strip,) = [s for s in all_strips(scene.sequence_editor) if s.name.endswith("slowglass")]
    frames = range(strip.frame_final_start, strip.frame_final_end)
    pictures = render(scene, frames)
    paths = [save(plan.folder, f"{frame}", p) for frame, p in zip(frames, pictures, strict=True)]
    return {
        "positions": plan.document["time"]["positions"],
        "pictures": paths,
        "start": strip.frame_final_start,
        "notes": plan.notes,
    }


def save(folder: str, name: str, picture: "NDArray[np.float32]") -> str:
    """Keep a picture for the test."""
    path = Path(folder) / f"{name}.npy"
    np.save(path, picture)
    return str(path)
