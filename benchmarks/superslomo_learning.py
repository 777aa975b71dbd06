"""Super SloMo learns: a few hundred steps on the rendered set, judged on a scene it never saw.

    python -m tools.render_scenes set --scenes 12        # once, with bpy's Python
    python -m benchmarks.superslomo_learning --work FOLDER

Started again with the same folder it goes on. ``--config`` takes another configuration, such as
training/superslomo-rendered-narrow.toml. Writes benchmarks/results/NAME.json after its name.
"""

from __future__ import annotations

import argparse
import shutil
from dataclasses import replace
from pathlib import Path

import torch

from benchmarks.record import record
from slowglass.core.quality.dataset import read_dataset
from slowglass.core.training.checkpoint import read_tensors
from slowglass.core.training.config import read_config
from slowglass.core.training.data import Footage
from slowglass.core.training.dataset.build import DatasetSettings, build_dataset
from slowglass.core.training.run import train
from slowglass.plugin.bench.quality import measure_quality
from slowglass.plugin.bench.report import markdown_table
from tests.rendered_set import RenderedSet, load_rendered_set
from tools.render_scenes.cache import rendered_set_folder

CONFIG = Path(__file__).resolve().parents[1] / "training" / "superslomo-rendered.toml"
HELD_OUT = "pan-12"
"""Scene that is not trained on: the camera pans along a fence, about 6 pixels a frame."""
SPANS = (2, 4, 8)
"""Eighths of a frame from left to right that are judged."""
METRICS = ("psnr_8_bit_db", "ssim", "interpolation_error")


def main() -> None:
    """Train and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="folder for data and run")
    parser.add_argument("--config", type=Path, default=CONFIG)
    parser.add_argument("--rendered", type=Path, default=rendered_set_folder())
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    arguments = parser.parse_args()
    work, device, path = arguments.work, arguments.device, arguments.config
    scenes = make_data(load_rendered_set(arguments.rendered), work)
    config = read_config(path)
    footage = Footage(dataset=work / "learn")
    result = train(config, work / path.stem, footage=footage, device=torch.device(device))
    weights, _ = read_tensors(result.weights)
    numbers = {
        "held_out": HELD_OUT,
        "trained_on": scenes,
        "steps": result.step,
        "widths": config.superslomo.widths,
        "samples_a_step": config.stages[0].batch,
        "crop": config.stages[0].crop,
        "parameters": sum(tensor.numel() for tensor in weights.values()),
        "notes": result.notes,
        "spans": {str(span): judge(work / "judge", result.weights, span, device) for span in SPANS},
    }
    print(record(path.stem, numbers))


def make_data(rendered: RenderedSet, work: Path) -> list[str]:
    """Build what is trained on and what is judged; return the scenes that are trained on."""
    scenes = [scene for scene in rendered.scenes if scene != HELD_OUT]
    for part, chosen in (("learn", scenes), ("judge", [HELD_OUT])):
        clips = work / "scenes" / part
        for scene in chosen:
            lay_out(rendered, scene, clips / scene)
        frames = len(rendered.scenes[HELD_OUT])
        build_dataset([clips], work / part, DatasetSettings(frames), validation_share=0)
    return scenes


def lay_out(rendered: RenderedSet, scene: str, folder: Path) -> None:
    """Copy a scene as a sequence that is numbered through, eight frames for one of the set."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, frame in enumerate(rendered.scenes[scene]):
        shutil.copyfile(frame.path, folder / f"{scene}.{number:04d}.exr")


def judge(dataset: Path, weights: Path, span: int, device: str) -> dict[str, dict[str, float]]:
    """Return the metrics of cross-fade and network on all pairs of frames ``span`` apart."""
    (whole,) = read_dataset(dataset / "train")
    items = [
        replace(whole, frames=whole.frames[first : first + span + 1])
        for first in range(0, len(whole.frames) - span, span)
    ]
    report = measure_quality(HELD_OUT, items, ["blend", str(weights)], device, print)
    print(markdown_table(report))
    faded, made = (model["mean"] for model in report["models"].values())
    return {
        name: {metric: round(mean[metric], 4) for metric in METRICS}
        for name, mean in (("blend", faded), ("superslomo", made))
    }


if __name__ == "__main__":
    main()
