"""How much fine detail in-betweens have beside the copied frames around them, at half speed.

    python -m benchmarks.pulse [CLIP[@FIRST] ...] [--truth FOLDER ...]

The packaged sample is always measured. Clips are movies or sequences, five frames of each from
FIRST on. Folders with true in-betweens (see `slowglass.core.quality.dataset`) say what each way of
composing costs in PSNR. Writes results/pulse.json and docs/images/pulse.png.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from benchmarks.pulse_plot import plot_pulse
from benchmarks.record import RESULTS, ROOT, record
from slowglass.core.colour import linear_to_srgb
from slowglass.core.composition.grain.bands import high_band
from slowglass.core.composition.grain.match import GrainMatch
from slowglass.core.composition.sampling import compose, scale_field
from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.frames import Frame
from slowglass.core.media.open import open_source
from slowglass.core.models.load import load_model
from slowglass.core.proxy import pair_proxies, visible
from slowglass.core.quality.dataset import QualityItem, read_dataset
from slowglass.core.quality.metrics import luma, psnr_8_bit
from slowglass.core.warp import resize_flow
from slowglass.plugin.bench.quality import read_rgb
from slowglass.plugin.sample import sample_folder

FRAMES = 5
HALF = Fraction(1, 2)
BORDER = 8
"""Pixels at the edge that are not measured."""

Way = Callable[[Tensor, Tensor, WarpField], Tensor]


def linear(left: Tensor, right: Tensor, field: WarpField) -> Tensor:
    """Compose as before: bilinear samples, averaged."""
    return compose(left, right, field, "linear")


def matched(left: Tensor, right: Tensor, field: WarpField) -> Tensor:
    """Compose as `--grain match` does."""
    return GrainMatch(1).apply(compose(left, right, field), left, right, field, "RGB")


WAYS: dict[str, Way] = {"linear": linear, "cubic": compose, "match": matched}


def energy(picture: Tensor) -> float:
    """Return the mean square of the finest octave of display luma."""
    inner = high_band(luma(picture))[..., BORDER:-BORDER, BORDER:-BORDER]
    return float(inner.square().mean())


def shown(frame: Frame, picture: Tensor) -> Tensor:
    """Return a picture of the frame's encoding as a display shows it."""
    is_linear = frame.colour().layer.encoding.transfer == "linear"
    return linear_to_srgb(picture) if is_linear else picture


def measure_clip(path: str, first: int) -> dict[str, Any]:
    """Return the energies of copies and in-betweens in order, and the mean ratio of each way."""
    model = load_model("flow", "cpu")
    with open_source(path) as source:
        frames = [source.read(first + k) for k in range(FRAMES)]
    pictures = [visible(frame) for frame in frames]
    copies = [energy(shown(frames[0], picture)) for picture in pictures]
    between: dict[str, list[float]] = {name: [] for name in WAYS}
    for k in range(FRAMES - 1):
        motion = model.motion(*pair_proxies(frames[k], frames[k + 1], model.device))
        field = scale_field(motion.field(HALF), *pictures[k].shape[-2:])
        for name, way in WAYS.items():
            made = way(pictures[k], pictures[k + 1], field)
            between[name].append(energy(shown(frames[0], made)))
    around = [(one + other) / 2 for one, other in pairwise(copies)]
    ratios = {name: float(np.mean(np.divide(made, around))) for name, made in between.items()}
    return {"copies": copies, "between": between, "ratio": ratios}


def measure_item(item: QualityItem) -> dict[str, dict[str, float]]:
    """Return the PSNR and the energy ratio of each way, in the middle of an item."""
    model = load_model("flow", "cpu")
    middle = item.times.index(HALF)
    left, truth, right = (
        torch.from_numpy(read_rgb(path).transpose(2, 0, 1).copy())[None]
        for path in (item.frames[0], item.frames[middle + 1], item.frames[-1])
    )
    field = scale_field(model.motion(left, right).field(HALF), *left.shape[-2:])
    around = (energy(left) + energy(right)) / 2
    scores = {}
    for name, way in WAYS.items():
        made = way(left, right, field)
        scores[name] = {"psnr_db": float(psnr_8_bit(made, truth)), "ratio": energy(made) / around}
    return scores


def measure_truth(folder: str) -> dict[str, Any]:
    """Return the means of `measure_item` over a folder."""
    items = [measure_item(item) for item in read_dataset(folder)]
    return {
        "items": len(items),
        **{
            name: {
                "psnr_db": float(np.mean([item[name]["psnr_db"] for item in items])),
                "ratio_median": float(np.median([item[name]["ratio"] for item in items])),
                "within_10_percent": sum(abs(item[name]["ratio"] - 1) <= 0.1 for item in items),
            }
            for name in WAYS
        },
    }


def measure_cost(height: int = 1080, width: int = 1920) -> dict[str, float]:
    """Return the processor seconds of each way for RGB of a size, two samples, one thread."""
    generator = torch.Generator().manual_seed(0)
    left, right = torch.rand(2, 1, 3, height, width, generator=generator)
    flow = resize_flow(torch.randn(1, 2, 2, 9, 16, generator=generator) / 8, height, width)
    field = WarpField((LEFT, RIGHT), flow, torch.full((1, 2, height, width), 0.5))
    seconds = {}
    for name, way in WAYS.items():
        started = time.process_time()
        way(left, right, field)
        seconds[name] = time.process_time() - started
    return seconds


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what is asked and write numbers and plot."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("clips", nargs="*", metavar="CLIP[@FIRST]")
    parser.add_argument("--truth", action="append", default=[], metavar="FOLDER")
    given = parser.parse_args(arguments)
    torch.set_num_threads(1)
    clips = {"sample": measure_clip(str(sample_folder() / "sample.####.exr"), 0)}
    with torch.inference_mode():
        for clip in given.clips:
            path, _, first = clip.partition("@")
            clips[Path(path).stem.rpartition("__")[2]] = measure_clip(path, int(first or 0))
        truth = {Path(folder).name: measure_truth(folder) for folder in given.truth}
        seconds = measure_cost()
    numbers = {"clips": clips, "truth": truth, "cost_seconds_1080p": seconds}
    record("pulse", numbers)
    plot_pulse(numbers, ROOT / "docs" / "images" / "pulse.png")
    print(f"wrote {RESULTS / 'pulse.json'}")
    print(f"wrote {RESULTS / 'pulse.json'}\n\n{tables(numbers)}")


def tables(numbers: Mapping[str, Any]) -> str:
    """Return the tables of docs/pulse.md."""
    lines = ["| clip | linear | cubic | match |", "| --- | --- | --- | --- |"]
    for name, clip in numbers["clips"].items():
        ratios = [format(clip["ratio"][way], ".3f") for way in WAYS]
        lines.append(f"| {name} | {' | '.join(ratios)} |")
    lines += ["", "| set | measure | linear | cubic | match |", "| --- | --- | --- | --- | --- |"]
    for name, truth in numbers["truth"].items():
        for key, form in (("psnr_db", ".2f"), ("ratio_median", ".3f"), ("within_10_percent", "d")):
            values = [format(truth[way][key], form) for way in WAYS]
            lines.append(f"| {name}, {truth['items']} | {key} | {' | '.join(values)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
