"""The few sums behind `benchmarks.confidence`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
CODE = 1 / 255
RIDGE = 0.01
STEPS = 100
BANDS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)


class Example(Protocol):
    """A frame whose error is known."""

    @property
    def evidence(self) -> Array:
        """(features, rows, columns)."""
        ...

    @property
    def error(self) -> Array:
        """(rows, columns)."""
        ...


def fit_weights(rows: Sequence[Example]) -> Array:
    """Return the weights that foretell the logarithm of errors best, each frame counting once."""
    designs, aims = [], []
    for row in rows:
        design = np.stack([np.ones(row.error.size), *(one.ravel() for one in row.evidence)], 1)
        part = 1 / np.sqrt(row.error.size)
        designs.append(design * part)
        aims.append(np.log(row.error.ravel() + CODE) * part)
    left, right = np.concatenate(designs), np.concatenate(aims)
    ridge = np.diag([0.0] + [RIDGE * len(rows)] * (left.shape[1] - 1))
    return np.linalg.solve(left.T @ left + ridge, left.T @ right)


def part_expectation(evidence: Array, weights: Sequence[float] | Array) -> Array:
    """Return the expected logarithm of each part's error."""
    expected: Array = weights[0] + np.tensordot(np.asarray(weights[1:]), evidence, 1)
    return expected


def frame_expectation(parts: Array) -> float:
    """Return the expected logarithm of the frame's error."""
    return float(np.log(np.mean(np.exp(2 * parts))) / 2)


def fit_logistic(margin: Array, good: NDArray[np.bool_]) -> tuple[float, float]:
    """Return slope and start of the likeliest logistic curve, by Newton's method.

    Source: Platt, "Probabilistic Outputs for Support Vector Machines", 1999.
    """
    design, found = np.stack([margin, np.ones_like(margin)], 1), np.array([4.0, 0.0])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-design @ found))
        slope = design.T @ (chance - good)
        bend = (design * (chance * (1 - chance))[:, None]).T @ design
        found = found - np.linalg.solve(bend + 1e-9 * np.eye(2), slope)
    return float(found[0]), float(found[1])


def ranks(values: Array) -> Array:
    """Return the place of each value in order, equal ones sharing theirs."""
    _, inverse, counts = np.unique(values.ravel(), return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    shared: Array = (ends - (counts - 1) / 2)[inverse.ravel()]
    return shared


def rank_correlation(one: Array, other: Array) -> float:
    """Return Spearman's rank correlation."""
    return float(np.corrcoef(ranks(one), ranks(other))[0, 1])


def area_under_curve(score: Array, is_bad: NDArray[np.bool_]) -> float:
    """Return how often a bad one has the higher score than a good one.

    Source: Mann, Whitney, Annals of Mathematical Statistics 18(1), 1947.
    """
    bad = int(is_bad.sum())
    above = ranks(score)[is_bad.ravel()].sum() - bad * (bad + 1) / 2
    return float(above / (bad * (is_bad.size - bad)))


def reliability(value: Array, good: NDArray[np.bool_]) -> list[dict[str, Any]]:
    """Return for each band of confidence how many frames of it were good."""
    bands = []
    for low, high in pairwise(BANDS):
        inside = (value >= low) & ((value < high) | (high == 1.0))
        if inside.any():
            bands.append(
                {
                    "confidence": float(value[inside].mean()),
                    "good": float(good[inside].mean()),
                    "frames": int(inside.sum()),
                }
            )
    return bands
