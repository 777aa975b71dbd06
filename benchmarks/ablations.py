"""What each choice in training the built-in network gives: short runs, alike but for one thing.

    nice -n 19 python -m benchmarks.ablations --clips CLIPS/index.json --triplets TRIPLETS

Some minutes of a core for each run; `results/ablations.json` grows by a run at a time, and those
that are there are not run again. So short a run says what helps at the start, no more.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import torch

from benchmarks.record import RESULTS, record
from slowglass.core.models.loaded import LoadedModel
from slowglass.core.models.slowglass_net.network import SlowglassNetwork
from slowglass.core.quality.dataset import read_dataset
from slowglass.core.training.batches import Batch
from slowglass.core.training.config import (
    DataConfig,
    OptimiserConfig,
    RunConfig,
    StageConfig,
    TrainingConfig,
)
from slowglass.core.training.data import Footage, open_data
from slowglass.core.training.evaluate import score_items, select_half, summarise
from slowglass.core.training.loop import Source, Trainer
from slowglass.core.training.samples import render_shard
from slowglass.core.training.synthetic.scene import SceneOptions
from slowglass.core.training.trainable import SlowglassTask
from slowglass.core.training.workers import Workers

STEPS = 300
SCENE_SIZE, LARGEST_MOTION = 128, 24.0
HELD_OUT_SEED = 777_777
CPU = torch.device("cpu")

BASE = TrainingConfig(
    data=DataConfig(clip_samples=400, clip_size=128, shards=8, shard_samples=64),
    optimiser=OptimiserConfig(learning_rate=8e-4, warm_up_steps=50, decay_from=150, steps=STEPS),
    stages=(StageConfig(0, 96, 4, 1, SCENE_SIZE, LARGEST_MOTION, 0.08),),
    run=RunConfig(threads=1),
)

Change = Callable[[TrainingConfig], TrainingConfig]

CASES: dict[str, Change] = {
    "as described": lambda c: c,
    "the same, other seed": lambda c: replace(c, run=replace(c.run, seed=2)),
    "no teacher on real clips": lambda c: c,
    "correlation of one pixel only": lambda c: replace(
        c, sizes=replace(c.sizes, radius=0, fine_radius=0)
    ),
    "no flow supervision": lambda c: replace(
        c, losses=replace(c.losses, pair_flow=0.0, field_flow=0.0)
    ),
    "drawn scenes alone": lambda c: replace(c, data=replace(c.data, real_share=0.0)),
    "no equal pairs": lambda c: replace(c, stages=(replace(c.stages[0], equal_share=0.0),)),
    "census besides": lambda c: replace(c, losses=replace(c.losses, census=0.1)),
}


class WithoutTeacher:
    """The same batches, in which nothing is known of the flow where it is not the truth."""

    def __init__(self, source: Source) -> None:
        """Take the batches of ``source``."""
        self.source = source

    def batch(self, step: int, part: int, stage: StageConfig) -> Batch:
        """Return part ``part`` of step ``step``."""
        batch = self.source.batch(step, part, stage)
        is_truth = batch.known.reshape(-1, 1, 1, 1)
        return replace(batch, visible=torch.where(is_truth == 1, batch.visible, 0.0))


SOURCES: dict[str, Callable[[Source], Source]] = {"no teacher on real clips": WithoutTeacher}


def run_case(name: str, data: Path, clips: Path, triplets: Path) -> dict[str, float]:
    """Train one case and return what its averaged weights are worth; ``data`` keeps samples."""
    config = CASES[name](BASE)
    torch.manual_seed(config.run.seed)
    torch.set_num_threads(config.run.threads)
    task = SlowglassTask(SlowglassNetwork(config.sizes), config.losses)
    source = open_data(config, data / str(config.run.seed), Footage(clips), CPU, Workers())
    if name in SOURCES:
        source = SOURCES[name](source)
    with tempfile.TemporaryDirectory() as run:
        trainer = Trainer(task, source, config, Path(run), CPU)
        trainer.run()
    task.network.load_state_dict(trainer.average)
    items = select_half(read_dataset(triplets))
    scores = summarise(list(score_items(LoadedModel(task.interpolator(), CPU), items)))
    return {"select_db": scores["all"], **held_out(task.network.eval())}


@torch.inference_mode()
def held_out(network: SlowglassNetwork) -> dict[str, float]:
    """Return errors in pixels: of the flow in scenes never seen, and between equal frames."""
    options = SceneOptions(SCENE_SIZE, LARGEST_MOTION)
    shard = render_shard(HELD_OUT_SEED, 32, options, CPU)
    left, right = (shard[name].float() / 255 for name in ("left", "right"))
    truth = torch.nn.functional.avg_pool2d(shard["flow"][:, :2].float(), 2)
    flow = 4 * network.pair(left, right).motion.flow[: len(left)]
    still = 4 * network.pair(left, left).motion.flow
    return {
        "end_point_error_pixels": float((flow - truth).norm(dim=1).mean()),
        "mean_motion_pixels": float(truth.norm(dim=1).mean()),
        "still_pixels": float(still.norm(dim=1).mean()),
    }


def main() -> None:
    """Run the cases that have no result yet, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=Path, required=True)
    parser.add_argument("--triplets", type=Path, required=True)
    arguments = parser.parse_args()
    path = RESULTS / "ablations.json"
    rows: dict[str, Any] = json.loads(path.read_text())["cases"] if path.exists() else {}
    with tempfile.TemporaryDirectory() as data:
        for name in CASES:
            if name not in rows:
                rows[name] = run_case(name, Path(data), arguments.clips, arguments.triplets)
                record("ablations", {"base": asdict(BASE), "cases": rows})


if __name__ == "__main__":
    main()
