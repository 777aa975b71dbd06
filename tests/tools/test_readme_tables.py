"""The README says what the benchmarks recorded, and its commands exist."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from slowglass.core.models import TIERS
from slowglass.plugin.cli.app import main
from tools.readme_tables import (
    PAGES,
    README,
    cost_table,
    eight_k_table,
    memory_table,
    pipeline_table,
    updated,
)
from tools.speed_tables import demo_table
from tools.tier_table import tier_table

TEXT = README.read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_tables_are_those_of_the_records(page: Path) -> None:
    text = page.read_text("utf-8")
    assert "<!-- table " in text
    assert updated(text) == text


def test_a_memory_record_becomes_a_row() -> None:
    rows = [{"output": "movie", "peak_mib": {"100": 700.2, "1000": 707.9}, "ratio": 1.011}]
    table = memory_table({"rows": rows, "peak_mib_1080p_rgba": 1228.8}).splitlines()
    assert table[0] == "| output | 100 frames | 1,000 frames | ratio |"
    assert table[2:4] == ["| movie | 700 MiB | 708 MiB | 1.011 |", ""]
    assert table[4] == "1080p EXR with alpha, `flow`: 1.20 GiB."


def test_a_record_of_the_pipeline_becomes_a_row() -> None:
    row: dict[str, Any] = {"case": "1080p EXR to EXR", "model": "flow", "frames": 32}
    row |= {"wall_seconds": 15.04, "processor_seconds": 28.2, "processors_busy": 0.937}
    row |= {"slowest_stage": "estimate", "making_to_slowest": 1.052}
    machine = {"processor": "Some CPU", "processors": 2}
    report = {"rows": [row], "two_at_once": {"ratio": 1.9}, "machine": machine, "commit": "abc"}
    table = pipeline_table(report).splitlines()
    expected = "1080p EXR to EXR | `flow` | 32 | 15.0 s | 28.2 s | 94% | estimate | 1.05"
    assert table[2] == f"| {expected} |"
    assert table[-1].startswith("Two retimes of the sample clip at once take 1.90 times as long")


def test_a_record_of_the_demo_becomes_rows() -> None:
    warm = {"seconds": 31.4, "processor_seconds": 47.7}
    this = {"cold": warm | {"seconds": 60.2}, "warm": warm, "two_at_once": warm}
    machine = {"processor": "Some CPU", "processors": 2}
    report = {"frames": 48, "this": this, "machine": machine}
    report |= {"other": {"warm": warm | {"seconds": 48.2}}, "other_commit": "abc"}
    table = demo_table(report).splitlines()
    assert table[2] == "| the first run on a machine | 60 s | 48 s |"
    assert table[5] == "| every other, at abc | 48 s | 48 s |"


MEASURED: dict[str, Any] = {"machine": {"processor": "Some CPU"}, "threads": 1}


def test_a_record_of_costs_becomes_a_row() -> None:
    row: dict[str, Any] = {"parameters": 548_707, "commit": "abc"}
    row |= {"pair_gflop": 116.4, "frame_gflop": 0.0}
    row |= {"gflop_1080p_2x": 170.1, "gflop_1080p_8x": 1492.6}
    row |= {"pair_ms_720p": 595.6, "field_ms_720p": 426.9, "compose_ms_720p": 764.9}
    table = cost_table({**MEASURED, "models": {"ours": row}}).splitlines()
    expected = "0.55 M | 116 GFLOP | – | 170 GFLOP | 1,493 GFLOP | 596 ms | 427 ms | 765 ms"
    assert table[2:] == [f"| `ours` | {expected} |", "", "On Some CPU, 1 thread; commit abc."]


def test_a_record_of_8k_becomes_a_row() -> None:
    row: dict[str, Any] = {"weights": "as shipped", "estimated_at": [1280, 720], "commit": "abc"}
    row |= {"peak_gib": 5.04, "cpu_seconds": 42.4, "texture_error": 1.5e-3, "seam_step": 0.0}
    failed = {"failed": "killed", "commit": "abc"}
    table = eight_k_table({**MEASURED, "models": {"flow": row, "huge": failed}}).splitlines()
    assert table[2] == "| `flow` | as shipped | 1280 x 720 | 5.0 GiB | 42 s | 0.001500 | none |"
    assert "failed: killed" in table[3]


@pytest.mark.parametrize("line", re.findall(r"^    (slowglass .*)$", TEXT, re.MULTILINE))
def test_every_option_of_the_page_is_known_to_the_program(
    line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _, command, *words = shlex.split(line)
    assert main([command, "--help"]) == 0
    known = capsys.readouterr().out
    for word in words:
        if word.startswith("-"):
            assert word in known


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_a_quality_has_a_row_for_each_of_its_ways_with_what_was_measured(tmp_path: Path) -> None:
    way = TIERS[-1].ways[-1]
    costs = {"pair_ms_720p": 1574.4, "field_ms_720p": 800.0, "compose_ms_720p": 90.0}
    mean = {"psnr_8_bit_db": 27.813, "perceptual_distance": 0.18591, "sharpness": 0.876}
    records = {
        "network_cost": {way: costs},
        "quality-triplets-report": {way: {"mean": mean}},
    }
    for name, models in records.items():
        (tmp_path / f"{name}.json").write_text(json.dumps({"models": models}), "utf-8")
    rows = tier_table(tmp_path).splitlines()[2:]
    assert len(rows) == sum(len(tier.ways) for tier in TIERS)
    assert f"`{way}`" in rows[-1]
    assert rows[-1].endswith("| 1,574 ms | 890 ms | 27.81 | 0.186 | 0.876 |")
    assert rows[0].endswith("| – | – | – | – | – |")
