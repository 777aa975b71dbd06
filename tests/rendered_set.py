"""The rendered set of tools/render_scenes: scenes with true in-betweens, if it has been made."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest

from tools.render_scenes.cache import rendered_set_folder


@dataclass(frozen=True)
class RenderedFrame:
    """One OpenEXR file; ``time`` is in source frames, whole for a source frame."""

    scene: str
    seed: int
    time: Fraction
    path: Path


@dataclass(frozen=True)
class RenderedSet:
    """Frames by scene, each scene's in order of time."""

    frame_rate: int
    sub_frames: int
    width: int
    height: int
    scenes: dict[str, list[RenderedFrame]]


def load_rendered_set(folder: Path) -> RenderedSet:
    """Read ``index.json``."""
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    scenes: dict[str, list[RenderedFrame]] = {}
    for entry in index["frames"]:
        time = entry["source_frame"] + Fraction(entry["sub_frame"], index["sub_frames"])
        frame = RenderedFrame(entry["scene"], entry["seed"], time, folder / entry["file"])
        scenes.setdefault(frame.scene, []).append(frame)
    for frames in scenes.values():
        frames.sort(key=lambda frame: frame.time)
    return RenderedSet(
        index["frame_rate"], index["sub_frames"], index["width"], index["height"], scenes
    )


@pytest.fixture(scope="session")
def rendered_set() -> RenderedSet:
    """The set; the test is skipped where it has not been made."""
    folder = rendered_set_folder()
    if not (folder / "index.json").exists():
        pytest.skip(f"no set in {folder}; make it: python -m tools.render_scenes set (needs bpy)")
    return load_rendered_set(folder)
