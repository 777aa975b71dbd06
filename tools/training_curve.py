"""Draw the log and the scores of a training run.

python -m tools.training_curve FOLDER [--line flow=27.45]
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

from matplotlib.figure import Figure


def column(path: Path, name: str) -> tuple[list[int], list[float]]:
    """Return the steps and the values of a column of a table that the training loop wrote."""
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [int(row["step"]) for row in rows], [float(row[name]) for row in rows]


def draw(folder: Path, lines: dict[str, float]) -> Path:
    """Write ``curve.png`` into the folder of a run and return its path."""
    figure = Figure(figsize=(9, 3.6), layout="constrained")
    losses, scores = figure.subplots(1, 2)
    log = folder / "log.csv"
    losses.plot(*column(log, "charbonnier"), linewidth=0.8, label="Charbonnier")
    losses.plot(*column(log, "photometric"), linewidth=0.8, label="photometric")
    losses.set(xlabel="step", ylabel="training loss", ylim=(0, 0.05))
    rate = losses.twinx()
    rate.plot(*column(log, "learning_rate"), linewidth=0.8, color="grey", linestyle=":")
    rate.set(ylabel="learning rate (dotted)", ylim=(0, None))
    losses.legend()
    scores.plot(*column(folder / "scores.csv", "all"), "o-", label="averaged weights")
    for number, (name, value) in enumerate(lines.items(), 1):
        scores.axhline(value, color=f"C{number}", label=name)
    scores.set(xlabel="step", ylabel="PSNR on select (dB)")
    scores.legend()
    path = folder / "curve.png"
    figure.savefig(path, dpi=100)
    return path


def main() -> None:
    """Draw the run that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--line", action="append", default=[], help="NAME=DB, to compare with")
    arguments = parser.parse_args()
    pairs = (line.split("=") for line in arguments.line)
    draw(arguments.folder, {name: float(value) for name, value in pairs})


if __name__ == "__main__":
    main()
