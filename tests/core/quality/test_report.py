"""Reading a folder of known in-betweens, and measuring on it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from slowglass.core.errors import MissingInputError, UnreadableMediaError
from slowglass.core.models.load import load_model
from slowglass.core.quality.dataset import read_dataset
from slowglass.core.quality.report import (
    ItemScores,
    Picture,
    differences,
    evaluate,
    summarise,
)


def write_folder(root: Path, items: Mapping[str, Sequence[float]]) -> Path:
    """Write items of flat grey frames; the picture's 'file' holds its grey."""
    index = []
    for place, (name, greys) in enumerate(items.items()):
        folder = root / name
        folder.mkdir(parents=True)
        frames = [f"im{k}" for k in range(len(greys))]
        for frame, value in zip(frames, greys, strict=True):
            (folder / f"{frame}.txt").write_text(str(value))
        category = "easy" if place % 2 == 0 else "hard"
        index.append({"name": name, "category": category, "clip": name, "frames": frames})
    (root / "index.json").write_text(json.dumps(index))
    return root


def read_grey(path: Path) -> Picture:
    return np.full((12, 12, 3), float(path.read_text()), np.float32)


def test_items_know_their_frames_and_times(tmp_path: Path) -> None:
    root = write_folder(tmp_path / "ä #%", {"one": (0, 0.25, 0.5, 0.75, 1)})
    (item,) = read_dataset(root)
    assert [path.name for path in item.frames] == [f"im{k}.txt" for k in range(5)]
    assert item.times == (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))


@pytest.mark.parametrize(
    "index", ["", "{}", "[]", '[{"name": "a"}]', '[{"name": "a", "frames": [1]}]']
)
def test_index_of_another_kind_is_refused(tmp_path: Path, index: str) -> None:
    (tmp_path / "index.json").write_text(index)
    with pytest.raises(UnreadableMediaError):
        read_dataset(tmp_path)


def test_missing_index_or_frame_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingInputError, match=r"index\.json"):
        read_dataset(tmp_path)
    root = write_folder(tmp_path / "set", {"one": (0, 0.5, 1)})
    (root / "one" / "im1.txt").unlink()
    with pytest.raises(MissingInputError, match="im1"):
        read_dataset(root)


def summary_of(root: Path, model: str) -> dict[str, Any]:
    between = load_model(model, "cpu").between
    return summarise(list(evaluate(between, read_dataset(root), read_grey)))


def test_scores_are_means_of_items_categories_and_times(tmp_path: Path) -> None:
    # Blending 0 and 1 gives t: exact in "exact", 0.1 off at every t in "off".
    items = {"exact": (0, 0.25, 0.5, 0.75, 1), "off": (0, 0.35, 0.6, 0.85, 1)}
    result = summary_of(write_folder(tmp_path, items), "blend")
    assert result["items"] == 2
    assert result["by_category"]["hard"]["mean"]["psnr_float_db"] == pytest.approx(20, abs=1e-3)
    assert result["by_category"]["easy"]["mean"]["psnr_float_db"] == pytest.approx(120, abs=1e-3)
    assert result["mean"]["psnr_float_db"] == pytest.approx(70, abs=1e-3)
    assert list(result["by_time"]) == ["1/4", "1/2", "3/4"]
    assert result["by_time"]["1/4"]["interpolation_error"] == pytest.approx(12.75, abs=1e-3)


def test_interval_contains_the_mean_and_the_result_is_json(tmp_path: Path) -> None:
    items = {str(k): (0, 0.5 + 0.01 * k, 1) for k in range(1, 9)}
    result = summary_of(write_folder(tmp_path, items), "blend")
    low, high = result["interval"]["psnr_8_bit_db"]
    assert low < result["mean"]["psnr_8_bit_db"] < high
    assert json.loads(json.dumps(result)) == result


def test_a_difference_is_found_item_by_item(tmp_path: Path) -> None:
    """How hard an item is falls out: two models a decibel apart are so on every item."""
    items = read_dataset(write_folder(tmp_path, {f"c{k}": (0, 0.1 * k, 1) for k in range(1, 9)}))

    def off_by(error: float) -> list[ItemScores]:
        def between(left: Picture, right: Picture, times: Sequence[Fraction]) -> list[Picture]:
            truth = next(truths)
            return [truth + np.float32(error * (1 + float(truth[0, 0, 0])))]

        truths = iter([read_grey(item.frames[1]) for item in items])
        return list(evaluate(between, items, read_grey))

    worse, better = off_by(0.02), off_by(0.02 / 10**0.05)
    change = differences(better, worse)["psnr_float_db"]
    assert change["mean"] == pytest.approx(1, abs=1e-3)
    assert change["interval"] == pytest.approx([1, 1], abs=1e-3)
    low, high = summarise(better)["interval"]["psnr_float_db"]
    assert high - low > 1
