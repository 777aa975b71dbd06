"""The rendered set holds every moment that its index promises, and its vectors mean what we say."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests.rendered_set import RenderedSet, load_rendered_set
from tests.tolerances import RENDERED_WARP_ERROR_RATIO
from tests.vector_pass import display, read_channels, seen_in_next_frame
from tools.render_scenes.cache import rendered_set_folder


def test_the_environment_names_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SLOWGLASS_RENDERED_SET", str(tmp_path))
    assert rendered_set_folder() == tmp_path
    monkeypatch.delenv("SLOWGLASS_RENDERED_SET")
    assert rendered_set_folder().parts[-2:] == ("slowglass", "rendered")


def test_frames_come_by_scene_in_order_of_time(tmp_path: Path) -> None:
    frames = [
        {
            "scene": "pan-6",
            "seed": 6,
            "source_frame": n,
            "sub_frame": s,
            "file": f"pan-6/{n}_{s}.exr",
        }
        for n, s in ((1, 0), (0, 3), (0, 0))
    ]
    head = {"frame_rate": 24, "sub_frames": 8, "width": 256, "height": 144}
    (tmp_path / "index.json").write_text(json.dumps({**head, "frames": frames}), encoding="utf-8")
    loaded = load_rendered_set(tmp_path)
    times = [frame.time for frame in loaded.scenes["pan-6"]]
    assert times == [Fraction(0), Fraction(3, 8), Fraction(1)]
    assert loaded.scenes["pan-6"][1].path == tmp_path / "pan-6" / "0_3.exr"


@pytest.mark.rendered
def test_every_scene_has_all_moments_from_whole_frame_to_whole_frame(
    rendered_set: RenderedSet,
) -> None:
    for scene, frames in rendered_set.scenes.items():
        steps = [Fraction(step, rendered_set.sub_frames) for step in range(len(frames))]
        assert [frame.time for frame in frames] == steps, scene
        assert steps[-1].denominator == 1, scene
        assert all(frame.path.is_file() for frame in frames), scene


@pytest.mark.rendered
def test_vectors_lead_to_the_same_thing_one_whole_frame_later(rendered_set: RenderedSet) -> None:
    for scene, frames in rendered_set.scenes.items():
        if scene.startswith("see_through"):  # glass has two motions in one pixel
            continue
        for index in (0, rendered_set.sub_frames // 2):
            if index + rendered_set.sub_frames >= len(frames):
                continue
            path, later = frames[index].path, frames[index + rendered_set.sub_frames].path
            solid = read_channels(path, "Combined.A")[..., 0] == 1.0
            here, next_frame = display(path), display(later)
            moved = np.abs(seen_in_next_frame(path, next_frame) - here)[solid].mean()
            unmoved = np.abs(next_frame - here)[solid].mean()
            assert moved < RENDERED_WARP_ERROR_RATIO * unmoved, (scene, index)


@pytest.mark.rendered
def test_in_betweens_lie_between(rendered_set: RenderedSet) -> None:
    for scene, frames in rendered_set.scenes.items():
        first = display(frames[0].path)
        distances = [
            float(np.abs(display(frame.path) - first).mean())
            for frame in frames[1 : rendered_set.sub_frames + 1]
        ]
        assert distances[0] < distances[3] < distances[-1], scene
