"""One training run: data, task, loop and evaluation put together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import torch

from slowglass.core.errors import UsageError
from slowglass.core.models.load import LoadedModel
from slowglass.core.models.slowglass_net.network import SlowglassNetwork
from slowglass.core.training.batches import BatchSource
from slowglass.core.training.clips import pack_clips
from slowglass.core.training.config import TrainingConfig
from slowglass.core.training.evaluate import score_set, summarise
from slowglass.core.training.loop import Evaluate, Trainer, append_row, preview
from slowglass.core.training.samples import ScenePool, load_shard, load_shards, to_bytes
from slowglass.core.training.synthetic.scene import SceneOptions
from slowglass.core.training.trainable import SlowglassTask, Trainable

PREVIEW_SAMPLES = 6

TASKS: dict[str, Callable[[TrainingConfig], Trainable]] = {
    "slowglass": lambda config: SlowglassTask(SlowglassNetwork(config.sizes), config.losses),
}
"""Architectures that can be trained."""


def train(
    config: TrainingConfig,
    output: Path,
    *,
    clips: Path | None = None,
    triplets: Path | None = None,
    minutes: float | None = None,
    device: torch.device,
) -> None:
    """Train in the folder ``output``, or go on with what was begun there.

    Args:
        config: what to train and how.
        output: folder of the run.
        clips: index of real clips; None: drawn scenes alone.
        triplets: set to score the averaged weights on now and then.
        minutes: stop after so long; None: at the end.
        device: where to train.

    Raises:
        UsageError: the architecture is unknown.
        InputError: clips or triplets are missing or damaged.
        ModelError: the folder holds a run of another network.
    """
    if config.architecture not in TASKS:
        known = ", ".join(sorted(TASKS))
        raise UsageError(f"expected an architecture among {known}, got {config.architecture!r}")
    if config.run.threads:
        torch.set_num_threads(config.run.threads)
        cv2.setNumThreads(config.run.threads)
    torch.manual_seed(config.run.seed)
    task = TASKS[config.architecture](config)
    source = open_data(config, output, clips, device)
    evaluate = make_evaluation(task, source, config, output, triplets, device)
    Trainer(task, source, config, output, device, evaluate).run(minutes)


def open_data(
    config: TrainingConfig, output: Path, clips: Path | None, device: torch.device
) -> BatchSource:
    """Return the source of batches; packs the real clips on the first call."""
    data, seed = config.data, config.run.seed
    packed, photos = output / "clips", None
    if clips is not None:
        if not (packed / "photos.safetensors").exists():
            pack_clips(clips, packed, count=data.clip_samples, size=data.clip_size, seed=seed)
        photos = load_shard(packed / "photos.safetensors", device)["photos"].float() / 255
    pool = ScenePool(
        output / "scenes",
        scene_kinds(config),
        seed=seed,
        shard_samples=data.shard_samples,
        shards=data.shards,
        steps_per_shard=data.steps_per_shard,
        device=device,
        photos=photos,
    )
    real = [] if clips is None else list(load_shards(packed, "clip_*.safetensors", device))
    return BatchSource(pool, real, real_share=data.real_share, seed=seed)


def scene_kinds(config: TrainingConfig) -> dict[int, SceneOptions]:
    """Return what scenes may contain, by the step from which they do."""
    kinds: dict[int, SceneOptions] = {}
    for stage in config.stages:
        kind = SceneOptions(stage.scene_size, stage.largest_motion)
        if kind not in list(kinds.values())[-1:]:
            kinds[stage.from_step] = kind
    return kinds


def make_evaluation(
    task: Trainable,
    source: BatchSource,
    config: TrainingConfig,
    output: Path,
    triplets: Path | None,
    device: torch.device,
) -> Evaluate:
    """Return what the loop calls now and then: sample pictures, and scores if there is a set."""

    def evaluate(step: int) -> None:
        stage = replace(config.stage(step), batch=PREVIEW_SAMPLES)
        batch = source.batch(step, 0, stage).to(device)
        picture = to_bytes(preview(task, batch)).permute(1, 2, 0).cpu().numpy()
        path = output / f"samples_{step:07d}.png"
        cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))[1].tofile(path)
        if triplets is not None:
            model = LoadedModel(task.interpolator(), device)
            means = summarise(list(score_set(model, triplets, "select")))
            row: dict[str, object] = {"step": step}
            append_row(output / "scores.csv", row | {k: f"{v:.3f}" for k, v in means.items()})

    return evaluate
