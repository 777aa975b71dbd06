"""Scores on frames that were really shot."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from slowglass.core import load_model
from slowglass.core.quality.dataset import half_of, read_dataset
from slowglass.core.training.evaluate import Score, score_items, select_half, summarise

SELECT, REPORT = "clip 2", "clip 1"


def write_set(folder: Path) -> None:
    entries = []
    for name, clip in (("a", SELECT), ("b", REPORT), ("c", SELECT)):
        (folder / name).mkdir()
        entry = {"name": name, "clip": clip, "category": "easy", "frames": ["im0", "im1", "im2"]}
        entries.append(entry)
        for level, frame in zip((50, 100, 160), entry["frames"], strict=True):
            picture = np.full((32, 40, 3), level, np.uint8)
            cv2.imencode(".png", picture)[1].tofile(folder / name / f"{frame}.png")
    (folder / "index.json").write_text(json.dumps(entries), encoding="utf-8")


def test_a_clip_belongs_to_one_half_for_ever() -> None:
    assert half_of(SELECT) == "select"
    assert half_of(REPORT) == "report"


def test_the_half_to_choose_by_is_scored(tmp_path: Path) -> None:
    write_set(tmp_path)
    items = select_half(read_dataset(tmp_path))
    scores = list(score_items(load_model("blend", "cpu"), items))
    assert [score.name for score in scores] == ["a", "c"]
    assert scores[0].psnr == pytest.approx(20 * np.log10(255 / 5), abs=1e-3)


def test_means_are_of_all_and_of_each_category() -> None:
    scores = [Score("a", "easy", 30.0), Score("b", "hard", 20.0), Score("c", "hard", 22.0)]
    assert summarise(scores) == {"all": 24.0, "easy": 30.0, "hard": 21.0}
