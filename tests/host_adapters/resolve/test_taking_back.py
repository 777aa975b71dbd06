"""Trouble at every call of placing: nothing of the user's is touched, what is left is told."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from slowglass.host_adapters.resolve import ticket
from slowglass.host_adapters.resolve.placing import result as place
from tests.host_adapters.resolve.stage import Stage

TROUBLE: dict[str, dict[str, Any]] = {
    "dialog": {"do": "open_modal"},
    "stale handles": {"do": "forget_handles"},
    "busy": {"do": "busy", "calls": 3},
    "refused": {"answer": "failure"},
}
DELETED: dict[str, Any] = {"do": "delete_media", "media": "media-new-2"}
"""The user deletes our clip from the media pool."""


def run(folder: Path, placing: str, faults: list[dict[str, Any]]) -> tuple[Stage, int]:
    """What became of one run; a take has the length of its clip."""
    folder.mkdir()
    stage = Stage(folder, item={"frames": 4}, timeline={"playhead": 25}, faults=faults)
    return stage, stage.run(None if placing == "take" else Fraction(1, 2), placing=placing)


def calls_of_placing(folder: Path, placing: str) -> tuple[tuple[str, int], ...]:
    """Every call from the import on, by name and how often it was made by then."""
    stage, placed = run(folder / placing, placing, [])
    assert placed == 1
    counted: Counter[str] = Counter()
    calls = []
    for entry in stage.app.log:
        name = entry["call"].partition(".")[2]
        counted[name] += 1
        calls.append((name, counted[name]))
    found = tuple(calls[calls.index(("ImportMedia", 1)) :])
    assert len(found) > 20
    return found


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "POLL_SECONDS", 0.0)


def ours(stage: Stage) -> list[str]:
    """Items of results, wherever they are."""
    items = [*stage.items("Edit"), *stage.items("Other")]
    return [item["id"] for _, item in items if item["id"] not in stage.before]


def in_runs(folder: Path, placing: str, trouble: dict[str, Any]) -> Any:
    """One run for each call of placing, with trouble at that call."""
    for name, nth in calls_of_placing(folder, placing):
        fault = {"call": name, "nth": nth, **trouble}
        stage, placed = run(folder / f"{name} {nth}", placing, [fault])
        yield stage, placed, f"{trouble} at {name} {nth}: {stage.user.text}"
        for waiting in ticket.waiting():
            assert not placed, "a ticket is kept of what was placed"
            ticket.drop(waiting)


@pytest.mark.parametrize("trouble", TROUBLE)
def test_on_a_track(tmp_path: Path, trouble: str) -> None:
    for stage, placed, where in in_runs(tmp_path, "track", TROUBLE[trouble]):
        assert stage.originals() == stage.before, where
        if placed:
            assert len(ours(stage)) == 1, where
            continue
        on_timeline = re.search("still (be )?on the timeline", stage.user.text)
        in_pool = re.search("still (be )?in the media pool", stage.user.text)
        assert not ours(stage) or on_timeline, where
        assert not stage.pool() or in_pool, where


@pytest.mark.parametrize("trouble", TROUBLE)
def test_as_a_take(tmp_path: Path, trouble: str) -> None:
    for stage, placed, where in in_runs(tmp_path, "take", TROUBLE[trouble]):
        assert stage.originals().keys() == stage.before.keys(), where
        _, shot = stage.originals()["shot"]
        _, before = stage.before["shot"]
        assert (shot["start"], shot["end"]) == (before["start"], before["end"]), where
        if placed:
            assert (len(shot["takes"]), shot["selected_take"]) == (2, 2), where
        else:
            assert shot == before or "take of ours may still be" in stage.user.text, where


def test_a_result_that_the_user_deletes_takes_nothing_with_it(tmp_path: Path) -> None:
    for stage, _, where in in_runs(tmp_path, "track", DELETED):
        assert stage.originals() == stage.before, where
