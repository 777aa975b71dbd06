"""Write the tables of the README from what the benchmarks recorded.

python -m tools.readme_tables          rewrite README.md
python -m tools.readme_tables --check  exit with 1 if it is not what the records say
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from slowglass.plugin.bench.quality import markdown_table

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
RESULTS = ROOT / "benchmarks" / "results"
PLACE = re.compile(r"(<!-- table (?P<name>[\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def updated(text: str) -> str:
    """Return a page with every table written anew."""
    return PLACE.sub(lambda found: f"{found[1]}{table(found['name'])}\n{found[3]}", text)


def table(name: str) -> str:
    """Return the table of one record."""
    report: dict[str, Any] = json.loads((RESULTS / f"{name}.json").read_text("utf-8"))
    return memory_table(report) if name == "memory" else markdown_table(report)


def memory_table(report: dict[str, Any]) -> str:
    """Return the memory record as a table."""
    rows = [
        f"| {row['output']} | {row['peak_mib']['50']:.0f} MiB | {row['peak_mib']['1000']:.0f} MiB "
        f"| {row['ratio']:.3f} |"
        for row in report["rows"]
    ]
    return "\n".join(["| output | 50 frames | 1,000 frames | ratio |", "|---|---|---|---|", *rows])


def main(arguments: list[str]) -> int:
    """Rewrite the README, or check it."""
    text = README.read_text("utf-8")
    new = updated(text)
    if "--check" in arguments:
        return int(new != text)
    README.write_text(new, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
