"""Write tables of pages: what the benchmarks recorded, and what a job may say.

python -m tools.readme_tables          rewrite them
python -m tools.readme_tables --check  exit with 1 if they are not what the records and the code say
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from slowglass.plugin.bench import category_table, markdown_table
from tools import job_tables
from tools.speed_tables import compose_table, demo_table, peers_table
from tools.tier_table import tier_table

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
PAGES = (
    README,
    ROOT / "docs" / "models.md",
    ROOT / "docs" / "slowglass_model_card.md",
    ROOT / "docs" / "protocol.md",
)
RESULTS = ROOT / "benchmarks" / "results"
CATEGORIES = "categories-"
"""Before the name of a data set: its record of quality, by category."""
PLACE = re.compile(r"(<!-- table (?P<name>[\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def updated(text: str) -> str:
    """Return a page with every table written anew."""
    return PLACE.sub(lambda found: f"{found[1]}{table(found['name'])}\n{found[3]}", text)


def table(name: str) -> str:
    """Return the table of one record, or of what the code declares."""
    if name in job_tables.TABLES:
        return job_tables.TABLES[name]()
    if name == "tiers":
        return tier_table(RESULTS)
    make = TABLES.get(name, markdown_table)
    if name.startswith(CATEGORIES):
        name, make = "quality-" + name.removeprefix(CATEGORIES), category_table
    report: dict[str, Any] = json.loads((RESULTS / f"{name}.json").read_text("utf-8"))
    return make(report)


def memory_table(report: dict[str, Any]) -> str:
    """Return the memory record as a table, a column for each length of the clip."""
    lengths = list(report["rows"][0]["peak_mib"])
    head = " | ".join(f"{int(length):,} frames" for length in lengths)
    lines = [f"| output | {head} | ratio |", "|---|" + "---|" * (len(lengths) + 1)]
    for row in report["rows"]:
        peaks = " | ".join(f"{row['peak_mib'][length]:.0f} MiB" for length in lengths)
        lines.append(f"| {row['output']} | {peaks} | {row['ratio']:.3f} |")
    if large := report.get("peak_mib_1080p_rgba"):
        lines += ["", f"1080p EXR with alpha, `flow`: {large / 1024:.2f} GiB."]
    return "\n".join(lines)


def pipeline_table(report: dict[str, Any]) -> str:
    """Return how busy the whole command keeps the machine as a table."""
    lines = [
        "| to half speed | model | new and copied | whole command | processor time | busy "
        "| slowest stage | making frames beside it |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row['case']} | `{row['model']}` | {row['frames']} | {row['wall_seconds']:.1f} s "
        f"| {row['processor_seconds']:.1f} s | {row['processors_busy']:.0%} "
        f"| {row['slowest_stage']} | {row['making_to_slowest']:.2f} |"
        for row in report["rows"]
    ]
    machine, both = report["machine"], report["two_at_once"]
    lines += [
        "",
        f"Two retimes of the sample clip at once take {both['ratio']:.2f} times as long as one. "
        f"On {machine['processor']}, {machine['processors']} processors; "
        f"commit {report['commit']}.",
    ]
    return "\n".join(lines)


def cost_table(report: dict[str, Any]) -> str:
    """Return what models cost as a table; what depends on t is told by the two work columns."""
    lines = [
        "| model | parameters | work for a pair | for each new frame | 1080p 2x | 1080p 8x "
        "| pair 720p | each frame 720p | composing 720p |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, row in report["models"].items():
        counted = [
            _number(row[key], "GFLOP")
            for key in ("pair_gflop", "frame_gflop", "gflop_1080p_2x", "gflop_1080p_8x")
        ]
        measured = [_number(row[f"{part}_ms_720p"], "ms") for part in ("pair", "field", "compose")]
        learned = f"{row['parameters'] / 1e6:.2f} M" if row["parameters"] else "–"
        lines.append(f"| `{name}` | {' | '.join([learned, *counted, *measured])} |")
    return "\n".join([*lines, "", _measured_on(report)])


def eight_k_table(report: dict[str, Any]) -> str:
    """Return what one picture at 8K takes as a table."""
    lines = [
        "| model | weights | motion estimated at | peak memory | CPU time | error of the texture "
        "| seam |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, row in report["models"].items():
        if "failed" in row:
            lines.append(f"| `{name}` | failed: {row['failed']} | | | | | |")
            continue
        size = row["estimated_at"]
        cells = [
            row["weights"],
            f"{size[0]} x {size[1]}" if size else "–",
            f"{row['peak_gib']:.1f} GiB",
            f"{row['cpu_seconds']:.0f} s",
            f"{row['texture_error']:.6f}" if row["weights"] != "random" else "–",
            f"{row['seam_step']:.5f}" if row["seam_step"] else "none",
        ]
        lines.append(f"| `{name}` | {' | '.join(cells)} |")
    return "\n".join([*lines, "", _measured_on(report)])


TABLES = {
    "memory": memory_table,
    "pipeline": pipeline_table,
    "network_cost": cost_table,
    "eight_k": eight_k_table,
    "peers": peers_table,
    "compose": compose_table,
    "demo": demo_table,
}
"""By the name of the record; any other is one of quality."""


def _number(value: float, unit: str) -> str:
    """Return a quantity in whole units, a dash for none."""
    return f"{value:,.0f} {unit}" if value else "–"


def _measured_on(report: dict[str, Any]) -> str:
    """Return where the numbers are from."""
    commits = ", ".join(dict.fromkeys(row["commit"] for row in report["models"].values()))
    return f"On {report['machine']['processor']}, {report['threads']} thread; commit {commits}."


def main(arguments: list[str]) -> int:
    """Rewrite the pages, or check them."""
    stale = 0
    for page in PAGES:
        text = page.read_text("utf-8")
        new = updated(text)
        stale |= int(new != text)
        if "--check" not in arguments:
            page.write_text(new, "utf-8")
    return stale if "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
