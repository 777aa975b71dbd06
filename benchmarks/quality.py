"""Every model, join and tier on real frames whose true in-betweens are known, each part once.

    OMP_NUM_THREADS=1 python -m benchmarks.quality DIR --half report --keep FOLDER [--part 1/3]

`slowglass bench quality` measures one model after the other, and a join estimates its parts anew.
Here all models go over an item at once, and what they find in it is shared. FOLDER keeps the scores
of each item, so that a run can go on and several can share the work; the last one writes
`results/quality-NAME.json`. RIFE must be installed: `slowglass models fetch rife`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from benchmarks.record import RESULTS
from slowglass.core.field import WarpField
from slowglass.core.models import load_model
from slowglass.core.models.fitted import FittedModel
from slowglass.core.models.interface import Interpolator
from slowglass.core.models.joined import JoinedModel
from slowglass.core.models.loaded import LoadedModel
from slowglass.core.models.spec import ModelSpec
from slowglass.core.quality import (
    METRICS,
    ItemScores,
    QualityItem,
    differences,
    evaluate,
    half_of,
    read_dataset,
    summarise,
)
from slowglass.core.quality.perceptual import feature_distance, perceptual_features
from slowglass.plugin.bench import write_report
from slowglass.plugin.bench.machine import describe_machine
from slowglass.plugin.bench.quality import read_rgb
from slowglass.plugin.marks import QUALITY_SCHEMA

CPU = torch.device("cpu")

CHANGED: dict[str, tuple[str, dict[str, Any]]] = {
    "rife, unrefined": ("rife", {"refined": False}),
    "rife@640": ("rife", {"largest_proxy": 640}),
    "flow@320": ("flow", {"largest_proxy": 320}),
}
"""Parts that are a model with another spec."""

MODELS = {
    **{name: (name,) for name in ("nearest", "blend", "flow@320", "flow", "slowglass")},
    "flow+slowglass": ("flow", "slowglass"),
    "rife, unrefined": ("rife, unrefined",),
    "rife": ("rife",),
    "flow+rife@640": ("flow", "rife@640"),
    "flow+rife": ("flow", "rife"),
    "flow+slowglass+rife": ("flow", "slowglass", "rife"),
    "flow+slowglass+rife@640+rife": ("flow", "slowglass", "rife@640", "rife"),
}
BASE = "flow"
"""What all others are compared with."""


class Part:
    """A part of joins, which remembers what it found in the pair that it saw last."""

    def __init__(self, model: Interpolator[Any], spec: ModelSpec) -> None:
        """Let ``model`` be fed as ``spec`` asks."""
        self.spec = spec
        self._model = model
        self._seen: tuple[Tensor, Tensor] | None = None
        self._motion: Any = None
        self._fields: dict[float, WarpField] = {}

    def estimate(self, left: Tensor, right: Tensor) -> Any:
        """Return what it found, if this is the pair that it saw last."""
        seen = self._seen
        if (
            seen is None
            or seen[0].shape != left.shape
            or not (torch.equal(seen[0], left) and torch.equal(seen[1], right))
        ):
            self._seen, self._fields = (left, right), {}
            self._motion = self._model.estimate(left, right)
        return self._motion

    def field(self, motion: Any, t: Tensor) -> WarpField:
        """Return the field of the pair that it saw last, at one time, (1,)."""
        time = float(t)
        if time not in self._fields:
            self._fields[time] = self._model.field(motion, t)
        return self._fields[time]


class Distance:
    """The perceptual distance, which looks at each true picture once."""

    def __init__(self) -> None:
        """Begin with none."""
        self._known: dict[bytes, list[Tensor]] = {}

    def __call__(self, made: Tensor, truth: Tensor) -> Tensor:
        """Return the distance (B,)."""
        key = hashlib.sha256(truth.numpy().tobytes()).digest()
        if key not in self._known:
            self._known[key] = perceptual_features(truth)
        return feature_distance(perceptual_features(made), self._known[key])


def loaded(wanted: Sequence[str]) -> dict[str, LoadedModel]:
    """Return models; those that have a part in common share it."""
    parts: dict[str, Part] = {}
    for name in {name for names in MODELS.values() for name in names} - CHANGED.keys():
        model: Any = load_model(name, "cpu")._model
        parts[name] = Part(model, model.spec)
    for name, (of, change) in CHANGED.items():
        # Full size is shared; another size sees other pictures.
        model = load_model(of, "cpu")._model if "largest_proxy" in change else parts[of]
        parts[name] = Part(model, replace(model.spec, **change))
    return {
        model: LoadedModel(
            JoinedModel([FittedModel(parts[name]) for name in names])
            if len(names) > 1
            else parts[names[0]],
            CPU,
        )
        for model, names in MODELS.items()
        if model in wanted
    }


def measure(items: Sequence[QualityItem], wanted: Sequence[str], keep: Path) -> None:
    """Write the scores of each item by each model that it has none of."""
    models = loaded(wanted)
    for item in items:
        metrics = dict(METRICS)
        metrics["perceptual_distance"] = Distance()
        rows = kept(item, keep)
        for name, model in models.items():
            if name not in rows:
                scores = next(evaluate(model.between, [item], read_rgb, metrics))
                at = {str(t): one for t, one in scores.at.items()}
                rows[name] = {"at": at, "motion": scores.motion}
                (keep / f"{item.name}.json").write_text(json.dumps(rows), "utf-8")
        print(item.name, flush=True)


def kept(item: QualityItem, keep: Path) -> dict[str, Any]:
    """Return the scores of an item that there are, by model."""
    path = keep / f"{item.name}.json"
    return dict(json.loads(path.read_text("utf-8"))) if path.exists() else {}


def scores_of(item: QualityItem, row: dict[str, Any]) -> ItemScores:
    """Return scores as they were before they were kept."""
    return ItemScores(item, {Fraction(t): at for t, at in row["at"].items()}, row["motion"])


def report(dataset: str, items: Sequence[QualityItem], keep: Path) -> dict[str, Any]:
    """Return what `slowglass bench quality` would report, of the models that all items have."""
    rows = [kept(item, keep) for item in items]
    there = [name for name in MODELS if all(name in row for row in rows)]
    models: dict[str, Any] = {}
    for name in there:
        own, base = (
            [scores_of(item, row[one]) for item, row in zip(items, rows, strict=True)]
            for one in (name, BASE)
        )
        models[name] = {**summarise(own), "device": "cpu", "estimation_device": "cpu"}
        if name != BASE:
            models[name]["difference"] = {"to": BASE, **differences(own, base)}
    return {
        "schema": QUALITY_SCHEMA,
        "dataset": dataset,
        "machine": describe_machine(),
        "models": models,
        "span": None,
    }


def main() -> None:
    """Measure what has no scores, and write the report when all have."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=["select", "report"], required=True)
    parser.add_argument("--keep", type=Path, required=True)
    parser.add_argument("--part", default="1/1", metavar="K/N", help="every Nth item alone")
    parser.add_argument("--model", action="append", choices=list(MODELS))
    wanted = parser.parse_args()
    items = [item for item in read_dataset(wanted.folder) if half_of(item.clip) == wanted.half]
    wanted.keep.mkdir(parents=True, exist_ok=True)
    first, step = (int(word) for word in wanted.part.split("/"))
    measure(items[first - 1 :: step], wanted.model or list(MODELS), wanted.keep)
    if all(BASE in kept(item, wanted.keep) for item in items):
        dataset = f"{wanted.folder.resolve().name}-{wanted.half}"
        write_report(report(dataset, items, wanted.keep), RESULTS / f"quality-{dataset}.json")


if __name__ == "__main__":
    main()
