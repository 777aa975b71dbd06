"""Options take the types of a job: help lists what they choose among, other words are one line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from inspect import signature
from typing import Any, Literal, get_args, get_origin

import pytest
from typer.main import get_command

from slowglass.core.job import JobSpec
from slowglass.core.typed import field_types
from slowglass.plugin.cli.app import app, main
from slowglass.plugin.cli.retime import retime

CHOICES = {
    name: get_args(kind)
    for name, kind in field_types(JobSpec).items()
    if get_origin(kind) is Literal
}
APART = {"source", "output", "channels", "workers", "shutter", "rolling_shutter", "mattes"}
"""Without a default, or of another form on the command line."""
USAGE = 2


def commands(command: Any, *words: str) -> Iterator[list[str]]:
    """Every command by its words, and every group of them."""
    yield [*words]
    for name, part in getattr(command, "commands", {}).items():
        yield from commands(part, *words, name)


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that breaks no line of the help."""
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.mark.parametrize("name", CHOICES)
def test_help_lists_what_an_option_chooses_among(
    name: str, wide: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["retime", "--help"]) == 0
    (line,) = [
        x for x in capsys.readouterr().out.splitlines() if f" --{name.replace('_', '-')} " in x
    ]
    assert "|".join(CHOICES[name]) in line


@pytest.mark.parametrize("words", [*commands(get_command(app))], ids=" ".join)
def test_every_command_has_help(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "--help"]) == 0
    assert "Usage: slowglass" in capsys.readouterr().out


def test_the_defaults_are_those_of_a_job() -> None:
    own = {item.name: item.default for item in fields(JobSpec)}
    given = {name: option.default for name, option in signature(retime).parameters.items()}
    shared = (own.keys() & given.keys()) - APART
    assert {*CHOICES, "model", "cuts", "start_number"} <= shared
    assert {name: given[name] for name in shared} == {name: own[name] for name in shared}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["retime", "a", "-o", "b", "--grain", "x"], ["--grain", "'x'", "'keep', 'match'"]),
        (["between", "a", "b", "-o", "c", "--device", "x"], ["--device", "'x'", "'mps'"]),
        (["retime", "a", "-o", "b", "--start-number", "x"], ["--start-number", "integer"]),
        (["retime", "a"], ["--output", "see slowglass retime --help"]),
        (["retime", "a", "-o", "b", "--sped", "1/2"], ["--sped", "see slowglass retime --help"]),
        (["host", "biuld"], ["biuld", "see slowglass host --help"]),
        (["retiem"], ["retiem", "see slowglass --help"]),
    ],
    ids=" ".join,
)
def test_words_that_are_none_of_ours_are_one_line(
    words: list[str], says: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == USAGE
    shown = capsys.readouterr()
    (line,) = shown.err.splitlines()
    assert line.startswith("slowglass: ")
    assert not [part for part in says if part not in line], line
    assert not shown.out


@pytest.mark.parametrize("words", [[], ["bench"]], ids=["slowglass", "slowglass bench"])
def test_no_words_at_all_show_help(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == USAGE
    shown = capsys.readouterr()
    assert "Usage" in shown.out + shown.err
    assert "slowglass: " not in shown.err
