"""The picture of `benchmarks.confidence`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from slowglass.core.confidence import VISIBLE

COLOURS = {
    "flow": "tab:blue",
    "slowglass": "tab:green",
    "blend": "tab:orange",
    "nearest": "tab:red",
}


def plot_confidence(numbers: Mapping[str, Any], path: Path) -> None:
    """Write a PNG: true error of each frame by its confidence, and how often each band is right."""
    figure = Figure(figsize=(11, 4.5), layout="constrained")
    errors, bands = figure.subplots(1, 2, width_ratios=(3, 2))
    _errors(errors, numbers["report"]["each"])
    _bands(bands, numbers)
    figure.suptitle("Confidence against true error, on clips that it was not fitted on")
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110)


def _errors(axes: Axes, frames: list[dict[str, Any]]) -> None:
    for model, colour in COLOURS.items():
        own = [one for one in frames if one["model"] == model]
        x, y = [one["confidence"] for one in own], [one["error"] for one in own]
        axes.plot(x, y, "o", color=colour, alpha=0.6, markersize=5, label=model)
    axes.axhline(VISIBLE, color="black", linewidth=1, linestyle="--", label="visible")
    axes.set_yscale("log")
    axes.set_xlabel("confidence of the frame")
    axes.set_ylabel("RMS difference from the true frame (of 0..1)")
    axes.legend(loc="lower left")


def _bands(axes: Axes, numbers: Mapping[str, Any]) -> None:
    axes.plot([0, 1], [0, 1], color="black", linewidth=1)
    for half, colour in (("select", "tab:grey"), ("report", "tab:red")):
        bands = numbers[half]["reliability"]
        axes.plot(
            [one["confidence"] for one in bands],
            [one["good"] for one in bands],
            "o-",
            color=colour,
            label=f"{half}, {numbers[half]['frames']} frames",
        )
    axes.set_xlabel("confidence")
    axes.set_ylabel("part of the frames that are good")
    axes.legend(loc="upper left")
