"""`bench pictures`: the worst first, as sheets that can be looked at."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.plugin.bench.pictures import flow_colours, left_samples, run_pictures


def test_the_worst_come_first_and_as_many_as_asked(tmp_path: Path) -> None:
    for name, middle in (("good", 128), ("bad", 30), ("fair", 110)):
        (tmp_path / name).mkdir()
        for frame, value in (("im0", 0), ("im1", middle), ("im2", 255)):
            picture = np.full((32, 48, 3), value, np.uint8)
            (tmp_path / name / f"{frame}.png").write_bytes(
                cv2.imencode(".png", picture)[1].tobytes()
            )
    items = [
        {"name": n, "category": "fade", "frames": ["im0", "im1", "im2"]}
        for n in ("good", "bad", "fair")
    ]
    (tmp_path / "index.json").write_text(json.dumps(items))
    notes: list[str] = []
    paths = run_pictures(tmp_path, ["blend", "flow"], "cpu", tmp_path / "out", notes.append, 2)
    assert [path.name for path in paths] == ["worst-01-bad.png", "worst-02-fair.png"]
    assert all(np.ptp(np.asarray(cv2.imread(str(path)))) > 0 for path in paths)
    assert len(notes) == 2


def test_samples_from_the_left_are_put_together_by_weight() -> None:
    flow = torch.zeros(1, 4, 2, 2, 2)
    flow[:, 0, 0], flow[:, 2, 0], flow[:, 1] = 4.0, 8.0, 99.0
    weight = torch.tensor([0.3, 0.5, 0.1, 0.1])[None, :, None, None].expand(1, 4, 2, 2)
    moved, share = left_samples(WarpField((LEFT, RIGHT, LEFT, RIGHT), flow, weight))
    assert moved[0, 0].tolist() == pytest.approx([5.0, 0.0])
    assert share == pytest.approx(np.full((2, 2), 0.4))


def test_standing_still_is_white_and_opposite_ways_differ() -> None:
    flow = np.array([[[0, 0], [6, 0], [-6, 0]]], np.float32)
    colours = flow_colours(flow)[0]
    assert colours[0].tolist() == [1, 1, 1]
    assert np.abs(colours[1] - colours[2]).max() > 0.9
