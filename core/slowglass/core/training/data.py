"""Where the batches of a run come from: drawn scenes, real clips, windows of a data set."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import torch

from slowglass.core.errors import UsageError
from slowglass.core.training.batches import Batch, BatchSource
from slowglass.core.training.clips import pack_clips
from slowglass.core.training.config import StageConfig, TrainingConfig
from slowglass.core.training.loop import Source
from slowglass.core.training.samples import ScenePool, load_shard, load_shards
from slowglass.core.training.synthetic.scene import SceneOptions
from slowglass.core.training.window_samples import WindowSource
from slowglass.core.training.workers import Workers


class Mixture:
    """Batches that are partly from one source and partly from another."""

    def __init__(self, first: Source, second: Source, *, share: float, seed: int) -> None:
        """Take each sample from ``first`` with probability ``share``."""
        self.first, self.second, self.share, self.seed = first, second, share, seed

    def batch(self, step: int, part: int, stage: StageConfig) -> Batch:
        """Return part ``part`` of step ``step``, the same every time."""
        random = np.random.default_rng([self.seed, step, part])
        count = int(random.binomial(stage.batch, self.share))
        counts = {self.first: count, self.second: stage.batch - count}
        drawn = [
            source.batch(step, part, replace(stage, batch=number))
            for source, number in counts.items()
            if number
        ]
        return Batch(
            *(torch.cat([getattr(one, name.name) for one in drawn]) for name in fields(Batch))
        )


def open_data(
    config: TrainingConfig,
    output: Path,
    *,
    clips: Path | None,
    windows: Path | None,
    device: torch.device,
    workers: Workers,
) -> Source:
    """Return the source of batches.

    Args:
        config: of the run.
        output: folder of the run; clips are packed there on the first call.
        clips: index of real clips, or None.
        windows: folder that `read_dataset` takes, or None.
        device: where scenes are drawn.
        workers: who reads the same data; the first packs the clips.

    Raises:
        UsageError: two kinds of real samples are given, or none and nothing else is wanted.
        InputError: clips or windows are missing or damaged.
    """
    data, seed = config.data, config.run.seed
    if clips is not None and windows is not None:
        raise UsageError("expected clips or a data set to train on, got both")
    if windows is None:
        if clips is None and data.real_share == 1:
            hint = "give a data set, or lower real_share in [data]"
            raise UsageError("expected real samples, since real_share is 1; got none", hint=hint)
        with workers.in_turn():
            return _scenes_and_clips(config, output, clips, device)
    spans = (data.shortest_span, data.longest_span)
    real = WindowSource(windows, spans=spans, recoloured=data.recolour, seed=seed)
    if data.real_share == 1:
        return real
    scenes = _scenes_and_clips(config, output, None, device)
    return Mixture(real, scenes, share=data.real_share, seed=seed)


def _scenes_and_clips(
    config: TrainingConfig, output: Path, clips: Path | None, device: torch.device
) -> BatchSource:
    """Return drawn scenes mixed with clips, if there are any."""
    data, seed = config.data, config.run.seed
    packed, photos = output / "clips", None
    if clips is not None:
        if not (packed / "photos.safetensors").exists():
            pack_clips(clips, packed, count=data.clip_samples, size=data.clip_size, seed=seed)
        photos = load_shard(packed / "photos.safetensors", device)["photos"]
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
