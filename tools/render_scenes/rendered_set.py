"""Render several seeded scenes with their true in-betweens, and an index of the files."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import bpy

from tools.render_scenes.layouts import LAYOUTS
from tools.render_scenes.render import Quality, prepare, render_moment
from tools.render_scenes.stage import SUB_FRAMES, new_stage
from tools.render_scenes.timeline import FRAME_RATE

SCHEMA = "slowglass.rendered/1"


@dataclass(frozen=True)
class Plan:
    """What a set holds.

    Attributes:
        scenes: number of scenes; they take the layouts in turn.
        spans: gaps between source frames in each scene, so ``spans + 1`` source frames.
        seed: seed of the first scene; each next scene has the next number.
        quality: size of the pictures, and light paths for one pixel.
    """

    scenes: int
    spans: int
    seed: int
    quality: Quality


@dataclass(frozen=True)
class Moment:
    """One file of the set: the time is ``source_frame + sub_frame / 8``, in source frames."""

    scene: str
    seed: int
    source_frame: int
    sub_frame: int
    file: str


def _scene_moments(plan: Plan, index: int) -> list[Moment]:
    """The moments of one scene, in order of time."""
    layout = LAYOUTS[index % len(LAYOUTS)].__name__
    seed = plan.seed + index
    moments = []
    for step in range(plan.spans * SUB_FRAMES + 1):
        frame, sub_frame = divmod(step, SUB_FRAMES)
        scene = f"{layout}-{seed}"
        file = f"{scene}/{frame:04}_{sub_frame}.exr"
        moments.append(Moment(scene, seed, frame, sub_frame, file))
    return moments


def render_set(plan: Plan, folder: Path) -> None:
    """Render what ``folder`` does not hold yet; the index is written again after each scene.

    Raises:
        ValueError: the folder holds a set of another size, quality or Blender version.
    """
    head = _head(plan.quality)
    done = _moments_of_same_set(folder, head)
    scenes = [_scene_moments(plan, index) for index in range(plan.scenes)]
    total = sum(map(len, scenes))
    _write_index(folder, head, done)
    started, rendered, passed = time.monotonic(), 0, 0
    for index, moments in enumerate(scenes):
        for moment in _render_scene(plan, index, moments, folder):
            rendered += moment is not None
            passed += 1
            rate = (time.monotonic() - started) / max(rendered, 1)
            left = (total - passed) * rate
            name = moments[0].scene
            print(f"{passed}/{total} {name} {rate:.1f} s each, {left:.0f} s left", flush=True)
        done.update({moment.file: asdict(moment) for moment in moments})
        _write_index(folder, head, done)
    print(f"{folder}: {rendered} rendered, {total - rendered} were there")


def _render_scene(
    plan: Plan, index: int, moments: list[Moment], folder: Path
) -> Iterator[Moment | None]:
    """Render one scene, yielding each moment, or None for one whose file is there."""
    missing = [moment for moment in moments if not (folder / moment.file).exists()]
    if missing:
        seed = plan.seed + index
        LAYOUTS[index % len(LAYOUTS)](new_stage(seed, plan.spans + 1))
        prepare(plan.quality, seed)
    for moment in moments:
        if moment not in missing:
            yield None
            continue
        render_moment(moment.source_frame, moment.sub_frame, folder / moment.file)
        yield moment


def _head(quality: Quality) -> dict[str, Any]:
    """What all files of a set have in common."""
    return {
        "schema": SCHEMA,
        "blender": bpy.app.version_string,
        "frame_rate": FRAME_RATE,
        "sub_frames": SUB_FRAMES,
        **asdict(quality),
    }


def _moments_of_same_set(folder: Path, head: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The index entries of a set that this run continues, by file; empty for a new folder."""
    path = folder / "index.json"
    if not path.exists():
        return {}
    index = json.loads(path.read_text(encoding="utf-8"))
    moments = {moment["file"]: moment for moment in index.pop("frames")}
    if index != head:
        raise ValueError(f"{path}: expected {head}, found {index}; take another folder")
    return moments


def _write_index(folder: Path, head: dict[str, Any], done: dict[str, dict[str, Any]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    index = {**head, "frames": [done[file] for file in sorted(done)]}
    partial = folder / ".partial-index.json"
    partial.write_text(json.dumps(index, indent=1), encoding="utf-8")
    os.replace(partial, folder / "index.json")
