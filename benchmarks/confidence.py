"""Whether confidence tells true error: fitted on one half of real footage, measured on the other.

    python -m benchmarks.confidence --data TRIPLETS EIGHTX

Folders as `slowglass evaluate` takes them. Half an hour of a core. The weights that it fits are
those in `core/confidence.py`; it says when they differ. docs/images/confidence.png is its picture.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from benchmarks.confidence_fit import (
    area_under_curve,
    fit_logistic,
    fit_weights,
    frame_expectation,
    part_expectation,
    rank_correlation,
    reliability,
)
from benchmarks.confidence_plot import plot_confidence
from benchmarks.record import ROOT, record
from slowglass.core import confidence
from slowglass.core.composition import compose
from slowglass.core.media.images import read_picture
from slowglass.core.models import load_model
from slowglass.core.proxy import pair_proxies, visible
from slowglass.core.quality import QualityItem, half_of, read_dataset
from slowglass.core.training.samples import render_shard
from slowglass.core.training.synthetic import SceneOptions

MODELS = ("flow", "slowglass", "blend", "nearest")
CPU = torch.device("cpu")
SCENES, SCENE_SIZE, SCENE_SEED = 24, 256, 424_242
WORST_PART = 0.1
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """One made frame beside the true one."""

    model: str
    name: str
    clip: str
    evidence: Array
    """(3, rows, columns), as `core.confidence.evidence` gives it."""
    error: Array
    """(rows, columns), root-mean-square difference of each part."""
    seconds: tuple[float, float]
    """Processor time of the confidence, and of the frame with its part of the pair."""

    @property
    def frame_error(self) -> float:
        """Root-mean-square difference of the frame."""
        return float(np.sqrt(np.mean(self.error**2)))


def frames_of(model_name: str, items: Sequence[QualityItem]) -> Iterator[Row]:
    """Make the frames of a dataset, one pair in memory at a time."""
    model = load_model(model_name, "cpu")
    for item in items:
        left, right = read_picture(item.frames[0]), read_picture(item.frames[-1])
        proxies = pair_proxies(left, right, CPU)
        started = time.process_time()
        motion = model.motion(*proxies)
        shared = (time.process_time() - started) / len(item.times)
        for t, path in zip(item.times, item.frames[1:-1], strict=True):
            started = time.process_time()
            field = motion.field(t)
            with torch.inference_mode():
                made = compose(visible(left), visible(right), field)
            frame_seconds = shared + time.process_time() - started
            started = time.process_time()
            with torch.inference_mode():
                seen = confidence.evidence(field, *proxies, float(t))
            own = time.process_time() - started
            error = parts_error(made, visible(read_picture(path)), seen)
            values = seen.double().numpy()
            yield Row(model_name, item.name, item.clip, values, error, (own, frame_seconds))


def parts_error(made: Tensor, truth: Tensor, like: Tensor) -> Array:
    """Return the root-mean-square difference of each part of the map, (rows, columns)."""
    squared = (made - truth).square().mean(1, keepdim=True)
    step = max(1.0, max(truth.shape[-2:]) / confidence.LOOKED_AT)
    points = [max(1, round(side / step)) for side in truth.shape[-2:]]
    small = functional.interpolate(squared, size=points, mode="area")
    parts = functional.avg_pool2d(small, confidence.PART, ceil_mode=True, count_include_pad=False)[
        0, 0
    ]
    assert parts.shape == like.shape[-2:]
    return parts.sqrt().double().numpy()


def fitted(rows: Sequence[Row]) -> dict[str, Any]:
    """Return the weights, each clip's frames judged by those that the other clips gave."""
    held_out: list[Array] = []
    weights = {
        clip: fit_weights([row for row in rows if row.clip != clip])
        for clip in dict.fromkeys(row.clip for row in rows)
    }
    held_out = [part_expectation(row.evidence, weights[row.clip]) for row in rows]
    bound = np.log(confidence.VISIBLE)
    whole = np.array([bound - frame_expectation(one) for one in held_out])
    good = np.array([row.frame_error < confidence.VISIBLE for row in rows])
    parts = np.concatenate([(bound - one).ravel() for one in held_out])
    good_parts = np.concatenate([(row.error < confidence.VISIBLE).ravel() for row in rows])
    return {
        "weights": [round(float(w), 3) for w in fit_weights(rows)],
        "frame_steepness": [round(v, 2) for v in fit_logistic(whole, good)],
        "part_steepness": [round(v, 2) for v in fit_logistic(parts, good_parts)],
    }


def judged(rows: Sequence[Row]) -> dict[str, Any]:
    """Return how well what stands in `core.confidence` tells the error of these frames."""
    expected = [part_expectation(row.evidence, confidence.WEIGHTS) for row in rows]
    bound = float(np.log(confidence.VISIBLE))
    values = [
        logistic(bound - frame_expectation(one), confidence.FRAME_STEEPNESS) for one in expected
    ]
    parts = [logistic(bound - one, confidence.PART_STEEPNESS) for one in expected]
    errors = np.array([row.frame_error for row in rows])
    worst = errors >= np.quantile(errors, 1 - WORST_PART)
    doubt = 1 - np.array(values)
    bad_parts = np.concatenate([(row.error >= confidence.VISIBLE).ravel() for row in rows])
    return {
        "frames": len(rows),
        "clips": len({row.clip for row in rows}),
        "rank_correlation": rank_correlation(doubt, errors),
        "worst_tenth_auc": area_under_curve(doubt, worst),
        "parts_auc": area_under_curve(1 - np.concatenate([p.ravel() for p in parts]), bad_parts),
        "parts_rank_correlation": float(
            np.mean(
                [rank_correlation(1 - p, row.error) for p, row in zip(parts, rows, strict=True)]
            )
        ),
        "reliability": reliability(np.array(values), errors < confidence.VISIBLE),
        "each": [
            {"name": row.name, "model": row.model, "confidence": round(float(v), 4), "error": e}
            for row, v, e in zip(rows, values, np.round(errors, 5).tolist(), strict=True)
        ],
    }


def logistic(margin: Any, steepness: tuple[float, float]) -> Any:
    """Return how surely a difference is below the bound."""
    return 1 / (1 + np.exp(-(steepness[0] * margin + steepness[1])))


def occlusions(model_name: str) -> dict[str, float]:
    """Return how well maps find what is wrong in drawn scenes, and where that is hidden."""
    options = SceneOptions(SCENE_SIZE, 32.0, effects=False)
    shard = render_shard(SCENE_SEED, SCENES, options, CPU)
    pictures = {k: shard[k].float() / 255 for k in ("left", "between", "right")}
    model = load_model(model_name, "cpu")
    doubts, wrong = [], []
    for k in range(SCENES):
        left, truth, right = (pictures[name][k : k + 1] for name in ("left", "between", "right"))
        t = float(shard["t"][k])
        with torch.inference_mode():
            field = model.motion(left, right).field(Fraction(t))
            seen = confidence.confidence_of(field, left, right, t)
            error = parts_error(compose(left, right, field), truth, torch.from_numpy(seen.map))
        doubts.append(1 - seen.map.ravel())
        wrong.append(error.ravel() >= confidence.VISIBLE)
    return {"parts_auc": area_under_curve(np.concatenate(doubts), np.concatenate(wrong))}


def main() -> None:
    """Fit on *select*, measure on *report*, write the numbers and the picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    items = [item for folder in parser.parse_args().data for item in read_dataset(folder)]
    rows = [row for name in MODELS for row in frames_of(name, items)]
    select = [row for row in rows if half_of(row.clip) == "select"]
    report = [row for row in rows if half_of(row.clip) == "report"]
    found = fitted(select)
    print(found, flush=True)
    flow = [row.seconds for row in rows if row.model == MODELS[0]]
    numbers = {
        "fitted": found,
        "used": {
            "weights": confidence.WEIGHTS,
            "frame_steepness": confidence.FRAME_STEEPNESS,
            "part_steepness": confidence.PART_STEEPNESS,
        },
        "cost_of_a_frame": float(np.sum(flow, 0)[0] / np.sum(flow, 0)[1]),
        "select": judged(select),
        "report": judged(report),
        "report_by_model": {
            name: judged([row for row in report if row.model == name]) for name in MODELS
        },
        "drawn_occlusions": {name: occlusions(name) for name in MODELS},
    }
    record("confidence", numbers)
    plot_confidence(numbers, ROOT / "docs" / "images" / "confidence.png")


if __name__ == "__main__":
    main()
