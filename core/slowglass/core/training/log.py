"""The tables that a run writes, one line now and then."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Running:
    """Sums since the last line of the log."""

    steps: int = 0
    skipped: int = 0
    values: dict[str, float] = field(default_factory=dict)

    def add(self, values: dict[str, float]) -> None:
        """Count one step."""
        self.steps += 1
        for name, value in values.items():
            self.values[name] = self.values.get(name, 0.0) + value


def append_row(path: Path, row: dict[str, object]) -> None:
    """Add a line to a table; the first one brings the names of the columns."""
    new = not path.exists()
    with path.open("a", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(row))
        if new:
            writer.writeheader()
        writer.writerow(row)


def cut_log(path: Path, step: int) -> None:
    """Drop the lines after ``step``; they will be written again."""
    if not path.exists():
        return
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = lines[:1] + [line for line in lines[1:] if int(line.split(",")[0]) <= step]
    path.write_text("".join(kept), encoding="utf-8")
