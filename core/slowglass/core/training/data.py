"""Where the batches of a run come from: drawn scenes, real clips, windows of a data set."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
import torch

from slowglass.core.errors import MissingInputError, UsageError
from slowglass.core.training.batches import Batch, BatchSource
from slowglass.core.training.clip_samples import pack_clips
from slowglass.core.training.config import StageConfig, TrainingConfig
from slowglass.core.training.dataset import part_folder
from slowglass.core.training.loop import Source
from slowglass.core.training.samples import ScenePool, Shard, load_shard, load_shards
from slowglass.core.training.synthetic import SceneOptions
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


@dataclass(frozen=True)
class Footage:
    """What to train on besides drawn scenes; None: not on that."""

    clips: Path | None = None
    """Index of real clips, see `pack_clips`."""
    renders: Path | None = None
    """Folder of shards of rendered scenes; they count among the clips."""
    dataset: Path | None = None
    """Data set of windows, in place of the others, see `build_dataset`."""


def open_data(
    config: TrainingConfig, output: Path, footage: Footage, device: torch.device, workers: Workers
) -> Source:
    """Return the source of batches.

    Args:
        config: of the run.
        output: folder of the run; clips are packed there on the first call.
        footage: what to train on besides drawn scenes.
        device: where scenes are drawn.
        workers: who reads the same data; the first packs the clips.

    Raises:
        UsageError: a data set is given besides other footage, or nothing where all shall be real.
        InputError: some footage is missing or damaged.
    """
    data, seed = config.data, config.run.seed
    packed = footage.clips is not None or footage.renders is not None
    if footage.dataset is None:
        if not packed and data.real_share == 1:
            hint = "give a data set, or lower real_share in [data]"
            raise UsageError("expected real samples, since real_share is 1; got none", hint=hint)
        with workers.in_turn():
            return _scenes_and_clips(config, output, footage, device)
    if packed:
        raise UsageError("expected clips and renders or a data set to train on, got both")
    spans = (data.shortest_span, data.longest_span)
    windows = part_folder(footage.dataset, "train")
    real = WindowSource(windows, spans=spans, recoloured=data.recolour, seed=seed)
    if data.real_share == 1:
        return real
    scenes = _scenes_and_clips(config, output, Footage(), device)
    return Mixture(real, scenes, share=data.real_share, seed=seed)


def _scenes_and_clips(
    config: TrainingConfig, output: Path, footage: Footage, device: torch.device
) -> BatchSource:
    """Return drawn scenes mixed with clips and rendered scenes, if there are any."""
    data, seed = config.data, config.run.seed
    packed, photos, real = output / "clips", None, list[Shard]()
    if footage.clips is not None:
        if not (packed / "photos.safetensors").exists():
            count, size = data.clip_samples, data.clip_size
            pack_clips(footage.clips, packed, count=count, size=size, seed=seed)
        photos = load_shard(packed / "photos.safetensors", device)["photos"]
        real += load_shards(packed, "clip_*.safetensors", device)
    if footage.renders is not None:
        rendered = list(load_shards(footage.renders, "*.safetensors", device))
        if not rendered:
            message = "expected shards of rendered scenes, found none"
            raise MissingInputError(message, path=footage.renders)
        real += rendered
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
    return BatchSource(pool, real, real_share=data.real_share, seed=seed)


def scene_kinds(config: TrainingConfig) -> dict[int, SceneOptions]:
    """Return what scenes may contain, by the step from which they do."""
    kinds: dict[int, SceneOptions] = {}
    for stage in config.stages:
        kind = SceneOptions(stage.scene_size, stage.largest_motion)
        if kind not in list(kinds.values())[-1:]:
            kinds[stage.from_step] = kind
    return kinds
