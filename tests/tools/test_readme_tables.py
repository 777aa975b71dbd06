"""The README says what the benchmarks recorded, and its commands exist."""

from __future__ import annotations

import re
import shlex

import pytest

from slowglass.plugin.cli.app import main
from tools.readme_tables import README, memory_table, updated

TEXT = README.read_text("utf-8")


def test_the_tables_are_those_of_the_records() -> None:
    assert updated(TEXT) == TEXT


def test_a_memory_record_becomes_a_row() -> None:
    rows = [{"output": "movie", "peak_mib": {"50": 700.2, "1000": 707.9}, "ratio": 1.011}]
    assert memory_table({"rows": rows}).splitlines()[-1] == "| movie | 700 MiB | 708 MiB | 1.011 |"


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


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", TEXT):
        assert (README.parent / target).exists(), target
