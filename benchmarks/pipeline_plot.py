"""The picture of `benchmarks.pipeline`.

python -m benchmarks.pipeline_plot
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from benchmarks.record import RESULTS, ROOT

COLOURS = {"flow": "tab:blue", "blend": "tab:orange"}
PICTURE = ROOT / "docs" / "images" / "pipeline.png"


def plot_pipeline(numbers: Mapping[str, Any], path: Path) -> None:
    """Write a PNG: seconds of making frames beside those of the whole command, for each case."""
    rows = numbers["rows"]
    figure = Figure(figsize=(9, 4.2), layout="constrained")
    axes = figure.subplots()
    labels = [f"{row['case']}, {row['frames']} frames" for row in rows]
    places = range(len(rows))
    colours = [COLOURS[row["model"]] for row in rows]
    making = [row["making_seconds"] for row in rows]
    rest = [row["wall_seconds"] - row["making_seconds"] for row in rows]
    axes.barh(places, making, color=colours)
    axes.barh(places, rest, left=making, color=colours, alpha=0.3)
    for place, row in zip(places, rows, strict=True):
        text = f"{row['model']}, {row['processors_busy']:.0%} busy"
        axes.text(row["wall_seconds"] + 0.4, place, text, va="center", fontsize=8)
    axes.set_yticks(places, labels, fontsize=8)
    axes.invert_yaxis()
    axes.set_xlim(0, 1.2 * max(row["wall_seconds"] for row in rows))
    axes.set_xlabel("seconds: making frames, and pale what comes before and after")
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110, metadata={"Software": None})


if __name__ == "__main__":
    plot_pipeline(json.loads((RESULTS / "pipeline.json").read_text("utf-8")), PICTURE)
