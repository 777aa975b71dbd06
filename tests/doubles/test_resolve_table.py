"""The table of the double's README: every statement has its test, every test its statement."""

from __future__ import annotations

import re
from pathlib import Path

from tests.doubles.resolve.profiles import BEHAVIOUR

HERE = Path(__file__).parent
README = (HERE / "resolve" / "README.md").read_text(encoding="utf-8")
TEST = re.compile(r"\btest_[a-z0-9_]+\b")


def known_tests() -> set[str]:
    """The tests of all files beside this one."""
    files = [path for path in HERE.glob("test_resolve_*.py") if path != Path(__file__)]
    found = [re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.M) for path in files]
    return {name for names in found for name in names}


def rows() -> list[list[str]]:
    """The cells of the rows with four columns."""
    cells = [line.strip("|").split(" | ") for line in README.splitlines() if line.startswith("| ")]
    return [row for row in cells if len(row) == 4 and row[0].strip() != "statement"]


def test_every_statement_names_tests_that_there_are() -> None:
    assert len(rows()) > 100
    for statement, _, _, tests in rows():
        names = set(TEST.findall(tests))
        assert names, statement
        assert names <= known_tests(), statement


def test_every_test_has_its_statement() -> None:
    named = {name for row in rows() for name in TEST.findall(row[3])}
    assert known_tests() - named == set()


def test_every_switch_is_named_where_it_belongs() -> None:
    named = set(re.findall(r"`([a-z_]+)`", README))
    assert set(BEHAVIOUR) - named == set()
