"""Train: ``python -m slowglass.core.training CONFIG.toml --output FOLDER``.

Started again with the same folder it goes on where it stopped.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import torch

from slowglass.core.errors import SlowglassError, UsageError
from slowglass.core.models.load import LoadedModel
from slowglass.core.models.slowglass_net.model import SlowglassModel
from slowglass.core.models.slowglass_net.network import SlowglassNetwork
from slowglass.core.training.batches import BatchSource
from slowglass.core.training.clips import pack_clips
from slowglass.core.training.config import TrainingConfig, read_config
from slowglass.core.training.evaluate import score_set, summarise
from slowglass.core.training.loop import Evaluate, Trainer, append_row, preview
from slowglass.core.training.samples import ScenePool, load_shard, load_shards, to_bytes
from slowglass.core.training.synthetic.scene import SceneOptions
from slowglass.core.training.trainable import SlowglassTask

PREVIEW_SAMPLES = 6


def main() -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m slowglass.core.training", description=__doc__)
    parser.add_argument("config", type=Path, help="what to train and how, TOML")
    parser.add_argument("--output", type=Path, required=True, help="folder of the run")
    parser.add_argument("--clips", type=Path, help="index.json of real clips")
    parser.add_argument("--evaluate", type=Path, help="set of triplets to score now and then")
    parser.add_argument("--minutes", type=float, help="stop after so long; start again to go on")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    arguments = parser.parse_args()
    try:
        train(arguments)
    except SlowglassError as error:
        parser.exit(error.exit_code, f"error: {error}\n")
    return 0


def train(arguments: argparse.Namespace) -> None:
    """Train as the arguments say.

    Raises:
        SlowglassError: something is missing or wrong.
    """
    config = read_config(arguments.config)
    device = torch.device(arguments.device)
    if config.run.threads:
        torch.set_num_threads(config.run.threads)
        cv2.setNumThreads(config.run.threads)
    torch.manual_seed(config.run.seed)
    if config.architecture != "slowglass":
        raise UsageError(f"expected architecture slowglass, got {config.architecture}")
    task = SlowglassTask(SlowglassNetwork(config.sizes), config.losses)
    source = open_data(config, arguments.output, arguments.clips, device)
    evaluate = make_evaluation(task, source, config, arguments, device)
    trainer = Trainer(task, source, config, arguments.output, device, evaluate)
    trainer.run(arguments.minutes)


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
        SceneOptions(size=data.scene_size, largest_motion=data.largest_motion),
        seed=seed,
        shard_samples=data.shard_samples,
        shards=data.shards,
        steps_per_shard=data.steps_per_shard,
        device=device,
        photos=photos,
    )
    real = list(load_shards(packed, "clip_*.safetensors", device))
    return BatchSource(pool, real, real_share=data.real_share, seed=seed)


def make_evaluation(
    task: SlowglassTask,
    source: BatchSource,
    config: TrainingConfig,
    arguments: argparse.Namespace,
    device: torch.device,
) -> Evaluate:
    """Return what the loop calls now and then: sample pictures, and scores if there is a set."""

    def evaluate(step: int) -> None:
        batch = source.batch(0, 0, PREVIEW_SAMPLES, config.stage(0).crop).to(device)
        picture = to_bytes(preview(task, batch)).permute(1, 2, 0).cpu().numpy()
        path = arguments.output / f"samples_{step:07d}.png"
        cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))[1].tofile(path)
        if arguments.evaluate is not None:
            network = SlowglassNetwork(config.sizes).to(device)
            network.load_state_dict(task.network.state_dict())
            model = LoadedModel(SlowglassModel(network), device)
            scores = list(score_set(model, arguments.evaluate, "select"))
            row: dict[str, object] = {"step": step}
            row |= {name: f"{value:.3f}" for name, value in summarise(scores).items()}
            append_row(arguments.output / "scores.csv", row)

    return evaluate


if __name__ == "__main__":
    raise SystemExit(main())
