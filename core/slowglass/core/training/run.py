"""One training run: data, task, loop and evaluation put together."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import cv2
import torch

from slowglass.core.errors import UsageError
from slowglass.core.models import LoadedModel
from slowglass.core.models.slowglass_net import SlowglassNetwork
from slowglass.core.own_files import refuse_strangers
from slowglass.core.quality import QualityItem, first_frames, read_dataset
from slowglass.core.training.config import TrainingConfig
from slowglass.core.training.data import Footage, open_data
from slowglass.core.training.dataset import part_folder
from slowglass.core.training.evaluate import preview, score_items, select_half, summarise
from slowglass.core.training.log import append_row
from slowglass.core.training.loop import (
    LOG_FILE,
    STATE_FILE,
    WEIGHTS_FILE,
    Evaluate,
    Source,
    Trainer,
)
from slowglass.core.training.samples import to_bytes
from slowglass.core.training.superslomo import SuperSloMoTask
from slowglass.core.training.trainable import SlowglassTask, Trainable
from slowglass.core.training.workers import joined

PREVIEW_SAMPLES = 6
MOST_VALIDATION_ITEMS = 100
"""Windows of a data set that are scored now and then; evenly chosen if there are more."""

RUN_FILE = "run.json"
RUN_MARK = b'"notes": ['
SCORES_FILE = "scores.csv"

TASKS: dict[str, Callable[[TrainingConfig], Trainable]] = {
    "slowglass": lambda config: SlowglassTask(SlowglassNetwork(config.sizes), config.losses),
    "superslomo": lambda config: SuperSloMoTask.from_config(config.superslomo),
}
"""Architectures that can be trained."""


@dataclass(frozen=True)
class TrainingResult:
    """How far a run has come."""

    step: int
    steps: int
    """At which it is over."""
    weights: Path
    """Averaged, as safetensors."""
    notes: tuple[str, ...]
    """What was done otherwise than asked, one sentence each."""


def train(
    config: TrainingConfig,
    output: Path,
    *,
    footage: Footage | None = None,
    triplets: Path | None = None,
    minutes: float | None = None,
    device: torch.device,
) -> TrainingResult:
    """Train in the folder ``output``, or go on with what was begun there.

    Args:
        config: what to train and how.
        output: folder of the run.
        footage: what to train on besides drawn scenes; None: nothing.
        triplets: set to score the averaged weights on now and then; None: the data set's part for
            validation, if there is one.
        minutes: stop after so long; None: at the end.
        device: where to train.

    Raises:
        UsageError: the architecture is unknown, or there is nothing or too much to train on.
        InputError: footage or triplets are missing or damaged.
        ModelError: the folder holds a run of another network.
        OutputExistsError: files that no run of ours wrote have the names of its own.
    """
    if config.architecture not in TASKS:
        known = ", ".join(sorted(TASKS))
        raise UsageError(f"expected an architecture among {known}, got {config.architecture!r}")
    if not (output / RUN_FILE).exists():
        names = (RUN_FILE, STATE_FILE, WEIGHTS_FILE, LOG_FILE, SCORES_FILE)
        refuse_strangers([output / name for name in names], b"")
    refuse_strangers((output / RUN_FILE,), RUN_MARK)
    if config.run.threads:
        torch.set_num_threads(config.run.threads)
        cv2.setNumThreads(config.run.threads)
    torch.manual_seed(config.run.seed)
    with joined() as workers:
        device, footage = workers.device(device), footage or Footage()
        task = TASKS[config.architecture](config)
        source = open_data(config, output, footage, device, workers)
        items = items_to_score(config, footage.dataset, triplets)
        evaluate = make_evaluation(task, source, config, output, items, device)
        trainer = Trainer(task, source, config, output, device, evaluate, workers)
        if workers.is_first:
            _write_run(output, config, task.notes)
        trainer.run(minutes)
    steps = config.optimiser.steps
    return TrainingResult(trainer.step, steps, output / WEIGHTS_FILE, task.notes)


def items_to_score(
    config: TrainingConfig, dataset: Path | None, triplets: Path | None
) -> Sequence[QualityItem]:
    """Return what the averaged weights are scored on now and then; may be empty."""
    if triplets is not None:
        return select_half(read_dataset(triplets))
    folder = None if dataset is None else part_folder(dataset, "validation")
    if folder is None or not json.loads((folder / "index.json").read_text(encoding="utf-8")):
        return ()
    items = read_dataset(folder)
    shortest = min(len(item.frames) for item in items) - 1
    chosen = first_frames(items, min(config.data.longest_span, shortest))
    return chosen[:: -(-len(chosen) // MOST_VALIDATION_ITEMS)]


def make_evaluation(
    task: Trainable,
    source: Source,
    config: TrainingConfig,
    output: Path,
    items: Sequence[QualityItem],
    device: torch.device,
) -> Evaluate:
    """Return what the loop calls now and then: sample pictures, and scores if there are items."""

    def evaluate(step: int) -> None:
        stage = replace(config.stage(step), batch=PREVIEW_SAMPLES)
        batch = source.batch(step, 0, stage).to(device)
        picture = to_bytes(preview(task, batch)).permute(1, 2, 0).cpu().numpy()
        path = output / f"samples_{step:07d}.png"
        cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))[1].tofile(path)
        if items:
            model = LoadedModel(task.interpolator(), device)
            means = summarise(list(score_items(model, items)))
            row: dict[str, object] = {"step": step}
            append_row(output / SCORES_FILE, row | {k: f"{v:.3f}" for k, v in means.items()})

    return evaluate


def _write_run(output: Path, config: TrainingConfig, notes: tuple[str, ...]) -> None:
    """Write what the run was told and what it does otherwise."""
    content = {"notes": notes, "config": asdict(config)}
    text = json.dumps(content, indent=1, ensure_ascii=False)
    (output / RUN_FILE).write_text(text + "\n", encoding="utf-8")
