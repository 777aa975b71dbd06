"""Measuring a model on frames whose true in-betweens are known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from slowglass.core.quality.dataset import QualityItem
from slowglass.core.quality.metrics import interpolation_error, psnr, psnr_8_bit, sharpness, ssim
from slowglass.core.quality.perceptual import perceptual_distance, perceptual_is_there

Picture = NDArray[Any]
"""(H, W, 3) float32 RGB in 0..1."""
Between = Callable[[Picture, Picture, Sequence[Fraction]], Sequence[Picture]]
"""Makes the frames at the given times between two."""
ReadPicture = Callable[[Path], Picture]
Metric = Callable[[Tensor, Tensor], Tensor]

METRICS: dict[str, Metric] = {
    "psnr_8_bit_db": psnr_8_bit,
    "psnr_float_db": psnr,
    "ssim": ssim,
    "interpolation_error": interpolation_error,
    "sharpness": sharpness,
}
Scores = dict[str, float]

BOOTSTRAP_DRAWS = 2000
BOOTSTRAP_SEED = 0
INTERVAL_PERCENT = (2.5, 97.5)


@dataclass(frozen=True)
class ItemScores:
    """One item of a dataset, measured."""

    item: QualityItem
    at: dict[Fraction, Scores]
    """The metrics at each time."""
    motion: Scores = field(default_factory=dict)
    """How the sequence moves; empty where there is one frame between."""

    @property
    def mean(self) -> Scores:
        """The metrics' means over the times."""
        return mean_scores(self.at.values())


def all_metrics() -> dict[str, Metric]:
    """Return `METRICS`, and the perceptual distance where its network is installed."""
    if not perceptual_is_there():
        return METRICS
    return {**METRICS, "perceptual_distance": perceptual_distance}


def evaluate(
    between: Between,
    items: Sequence[QualityItem],
    read: ReadPicture,
    metrics: Mapping[str, Metric] = METRICS,
) -> Iterator[ItemScores]:
    """Measure one item after the other; memory holds one.

    Args:
        between: what is measured.
        items: what it is measured on.
        read: reads a picture.
        metrics: by what a made picture is compared with the true one.
    """
    for item in items:
        pictures = [read(path) for path in item.frames]
        made = between(pictures[0], pictures[-1], item.times)
        scores = {
            time: _measure(picture, truth, metrics)
            for time, picture, truth in zip(item.times, made, pictures[1:-1], strict=True)
        }
        yield ItemScores(item, scores, _motion(pictures, made))


def summarise(scores: Sequence[ItemScores]) -> dict[str, Any]:
    """Return the means over all items, by category and by time, ready for JSON.

    Each item counts once, whatever its number of frames. ``interval`` is the 95 % interval of the
    mean, from drawing clips with replacement, since items of one clip resemble each other.

    Source: Efron, Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13 (percentile).
    """
    categories = list(dict.fromkeys(one.item.category for one in scores))
    times = sorted({time for one in scores for time in one.at})
    return {
        "items": len(scores),
        "clips": len({one.item.clip for one in scores}),
        "mean": mean_scores(one.mean for one in scores),
        "interval": {
            name: _interval(scores, [one.mean[name] for one in scores]) for name in scores[0].mean
        },
        "motion": _motion_summary(scores),
        "by_category": {
            category: {
                "items": sum(one.item.category == category for one in scores),
                "mean": mean_scores(one.mean for one in scores if one.item.category == category),
            }
            for category in categories
        },
        "by_time": {
            str(time): mean_scores(one.at[time] for one in scores if time in one.at)
            for time in times
        },
        "each": [
            {"name": one.item.name, "category": one.item.category, **one.mean, **one.motion}
            for one in scores
        ],
    }


def differences(scores: Sequence[ItemScores], base: Sequence[ItemScores]) -> dict[str, Any]:
    """Return by how much each metric differs from ``base`` on the same items, ready for JSON.

    Mean and 95 % interval as in `summarise`, of the differences item by item: how hard an item is
    falls out of them, so they tell models apart where the intervals of their means overlap.
    """
    summary: dict[str, Any] = {}
    for name in (*base[0].mean, *base[0].motion):
        changes = [
            (one.mean | one.motion)[name] - (other.mean | other.motion)[name]
            for one, other in zip(scores, base, strict=True)
        ]
        summary[name] = {"mean": float(np.mean(changes)), "interval": _interval(scores, changes)}
    return summary


def mean_scores(scores: Iterable[Scores]) -> Scores:
    """Return the mean of each metric."""
    rows = list(scores)
    return {name: float(np.mean([row[name] for row in rows])) for name in rows[0]}


def _measure(made: Picture, truth: Picture, metrics: Mapping[str, Metric]) -> Scores:
    """Return all metrics of one picture."""
    first, second = _tensor(made), _tensor(truth)
    return {name: float(metric(first, second)) for name, metric in metrics.items()}


def _motion(pictures: Sequence[Picture], made: Sequence[Picture]) -> Scores:
    """Return how the made sequence moves beside the true one, if it is a sequence."""
    if len(made) < 2:
        return {}
    from slowglass.core.quality.motion import motion_scores  # it needs OpenCV

    truth = [_tensor(picture) for picture in pictures]
    return motion_scores([truth[0], *(_tensor(picture) for picture in made), truth[-1]], truth)


def _motion_summary(scores: Sequence[ItemScores]) -> dict[str, Any]:
    """Return mean and interval of what sequences say; empty where there are none."""
    spans = [one for one in scores if one.motion]
    summary: dict[str, Any] = {}
    for name in spans[0].motion if spans else ():
        values = [one.motion[name] for one in spans]
        summary[name] = {"mean": float(np.mean(values)), "interval": _interval(spans, values)}
    return summary


def _tensor(picture: Picture) -> Tensor:
    """Return (1, 3, H, W) float32."""
    planes = np.ascontiguousarray(picture.transpose(2, 0, 1), dtype=np.float32)
    return torch.from_numpy(planes)[None]


def _interval(scores: Sequence[ItemScores], metric: Sequence[float]) -> list[float]:
    """Return the bootstrap interval over clips of the mean of each item's ``metric``."""
    clips: dict[str, list[float]] = {}
    for one, value in zip(scores, metric, strict=True):
        clips.setdefault(one.item.clip, []).append(value)
    sums = np.array([sum(values) for values in clips.values()])
    counts = np.array([len(values) for values in clips.values()])
    generator = np.random.default_rng(BOOTSTRAP_SEED)
    drawn = generator.integers(0, len(sums), (BOOTSTRAP_DRAWS, len(sums)))
    means = sums[drawn].sum(1) / counts[drawn].sum(1)
    return [float(bound) for bound in np.percentile(means, INTERVAL_PERCENT)]
