"""The picture of `benchmarks.pulse`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

COLOURS = {"linear": "tab:red", "cubic": "tab:orange", "match": "tab:green"}
LABELS = {
    "linear": "before: bilinear samples, averaged",
    "cubic": "--grain keep: bounded cubic samples",
    "match": "--grain match",
}


def plot_pulse(numbers: Mapping[str, Any], path: Path) -> None:
    """Write a PNG: the output frames of one clip in order, and the mean of every clip."""
    clips = numbers["clips"]
    figure = Figure(figsize=(12, 4.5), layout="constrained")
    frames, bars = figure.subplots(1, 2, width_ratios=(2, 3))
    worst = min(clips, key=lambda name: float(clips[name]["ratio"]["linear"]))
    _frames(frames, worst, clips[worst])
    _bars(bars, clips)
    figure.legend(*bars.get_legend_handles_labels(), loc="outside lower center", ncols=3)
    figure.suptitle("High-band energy at half speed: every second frame is made")
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110)


def _frames(axes: Axes, name: str, clip: Mapping[str, Any]) -> None:
    """Draw copies and in-betweens of one clip as they follow each other."""
    copies = clip["copies"]
    mean = np.mean(copies)
    for way, made in clip["between"].items():
        line = np.empty(2 * len(copies) - 1)
        line[0::2], line[1::2] = copies, made
        axes.plot(line / mean, "-", color=COLOURS[way])
    axes.plot(range(0, 2 * len(copies), 2), np.divide(copies, mean), "ko", label="copied frame")
    axes.set_ylim(0, 1.3)
    axes.set_xlabel(f"output frame of {name}")
    axes.set_ylabel("energy / mean of copied frames")
    axes.legend(loc="lower right")


def _bars(axes: Axes, clips: Mapping[str, Any]) -> None:
    """Draw the mean ratio of each clip, and the band of 10 %."""
    places = np.arange(len(clips))
    for number, (way, label) in enumerate(LABELS.items()):
        ratios = [clip["ratio"][way] for clip in clips.values()]
        axes.bar(places + (number - 1) * 0.27, ratios, 0.27, color=COLOURS[way], label=label)
    axes.axhspan(0.9, 1.1, color="black", alpha=0.12)
    axes.set_xticks(places, list(clips), rotation=20, ha="right")
    axes.set_ylim(0, 1.3)
    axes.set_ylabel("in-betweens / their neighbours")
