"""Super SloMo learns: a few hundred steps on the rendered set, judged on a scene it never saw.

    python -m tools.render_scenes set --scenes 12        # once, with bpy's Python
    python -m benchmarks.superslomo_learning --work FOLDER

Started again with the same folder it goes on. With tens of millions of weights, a step takes a CPU
core about a second. Writes benchmarks/results/superslomo_learning.json.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from typing import Any

import torch

from benchmarks.record import record
from slowglass.core.quality.dataset import first_frames, read_dataset
from slowglass.core.training.config import TrainingConfig, read_config
from slowglass.core.training.dataset.build import DatasetSettings, build_dataset
from slowglass.core.training.run import TrainingResult, train
from slowglass.plugin.bench.quality import markdown_table, measure_quality
from tests.rendered_set import RenderedSet, load_rendered_set
from tools.render_scenes.cache import rendered_set_folder

CONFIG = Path(__file__).resolve().parents[1] / "training" / "superslomo-rendered.toml"
HELD_OUT = "accelerating-10"
"""Scene that is not trained on: boxes that fall, beside a fence; motion of up to 30 pixels."""
BASELINE = "blend"


def main() -> None:
    """Train and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="folder for data and run")
    parser.add_argument("--rendered", type=Path, default=rendered_set_folder())
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    arguments = parser.parse_args()
    rendered, work = load_rendered_set(arguments.rendered), arguments.work
    scenes = [scene for scene in rendered.scenes if scene != HELD_OUT]
    lay_out(rendered, scenes, work / "scenes" / "learn")
    lay_out(rendered, [HELD_OUT], work / "scenes" / "judge")
    settings = DatasetSettings(frames=2 * rendered.sub_frames + 1)
    for part in ("learn", "judge"):
        build_dataset([work / "scenes" / part], work / part, settings, validation_share=0)
    config, device = read_config(CONFIG), torch.device(arguments.device)
    result = train(config, work / "run", dataset=work / "learn", device=device)
    items = first_frames(read_dataset(work / "judge" / "train"), rendered.sub_frames)
    names = [BASELINE, str(result.weights)]
    report = measure_quality(HELD_OUT, items, names, arguments.device, print)
    print(markdown_table(report))
    print(record("superslomo_learning", numbers(report, config, result, scenes)))


def lay_out(rendered: RenderedSet, scenes: list[str], folder: Path) -> None:
    """Copy scenes as sequences that are numbered through, eight frames for one of the set."""
    for scene in scenes:
        (folder / scene).mkdir(parents=True, exist_ok=True)
        for number, frame in enumerate(rendered.scenes[scene]):
            shutil.copyfile(frame.path, folder / scene / f"{scene}.{number:04d}.exr")


def numbers(
    report: dict[str, Any], config: TrainingConfig, result: TrainingResult, scenes: list[str]
) -> dict[str, Any]:
    """Return what is worth keeping."""
    before, after = report["models"].values()
    return {
        "held_out": HELD_OUT,
        "trained_on": scenes,
        "steps": result.step,
        "batch": config.stages[0].batch,
        "crop": config.stages[0].crop,
        "notes": result.notes,
        "blend": before["mean"],
        "superslomo": after["mean"],
        "superslomo_by_time": after["by_time"],
        "blend_by_time": before["by_time"],
    }


if __name__ == "__main__":
    main()
