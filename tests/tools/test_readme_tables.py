"""The README says what the benchmarks recorded, and its commands exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from slowglass.plugin.cli.app import main
from tools.readme_tables import PAGES, README, cost_table, eight_k_table, memory_table, updated

TEXT = README.read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_tables_are_those_of_the_records(page: Path) -> None:
    text = page.read_text("utf-8")
    assert "<!-- table " in text
    assert updated(text) == text


def test_a_memory_record_becomes_a_row() -> None:
    rows = [{"output": "movie", "peak_mib": {"50": 700.2, "1000": 707.9}, "ratio": 1.011}]
    assert memory_table({"rows": rows}).splitlines()[-1] == "| movie | 700 MiB | 708 MiB | 1.011 |"


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
