"""The picture of a quality report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from slowglass.plugin.marks import PNG_METADATA

METRIC = "psnr_8_bit_db"


def plot_quality(report: dict[str, Any], path: Path) -> None:
    """Write a PNG: PSNR by category, and over time where there are several times."""
    models: dict[str, Any] = report["models"]
    several = len(next(iter(models.values()))["by_time"]) > 1
    figure = Figure(figsize=(11 if several else 7, 4), layout="constrained")
    axes = figure.subplots(1, 2 if several else 1, squeeze=False)[0]
    _bars(axes[0], models)
    if several:
        _over_time(axes[1], models)
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=len(models))
    items = next(iter(models.values()))["items"]
    figure.suptitle(f"{report['dataset']}: {items} items; lines: 95 % interval of the mean by clip")
    figure.savefig(path, dpi=120, metadata=PNG_METADATA)


def _bars(axes: Axes, models: dict[str, Any]) -> None:
    """Draw a group of bars for all items and for each category."""
    categories = list(next(iter(models.values()))["by_category"])
    places = np.arange(len(categories) + 1)
    width = 0.8 / len(models)
    for number, (name, result) in enumerate(models.items()):
        by_category = [result["by_category"][one]["mean"][METRIC] for one in categories]
        values = [result["mean"][METRIC], *by_category]
        offset = (number - (len(models) - 1) / 2) * width
        axes.bar(places + offset, values, width, label=name)
        axes.vlines(offset, *result["interval"][METRIC], color="black")
    axes.set_xticks(places, ["all", *categories])
    lowest = min(result["mean"][METRIC] for result in models.values())
    axes.set_ylim(bottom=max(0.0, lowest - 6))
    axes.set_ylabel("PSNR, 8 bit (dB)")


def _over_time(axes: Axes, models: dict[str, Any]) -> None:
    """Draw the mean at each time between the two frames."""
    for name, result in models.items():
        by_time = result["by_time"]
        axes.plot(list(by_time), [scores[METRIC] for scores in by_time.values()], "o-", label=name)
    axes.set_xlabel("t")
