"""Trouble at every call of placing: nothing of the user's is touched, what is left is told."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from slowglass.host_adapters.resolve import place, ticket
from tests.host_adapters.resolve.stage import Stage

TROUBLE: dict[str, dict[str, Any]] = {
    "dialog": {"do": "open_modal"},
    "stale handles": {"do": "forget_handles"},
    "busy": {"do": "busy", "calls": 3},
    "refused": {"answer": "failure"},
    "clip of ours deleted": {"do": "delete_media", "media": "media-new-2"},
}


@cache
def calls_of_placing(folder: Path) -> tuple[tuple[str, int], ...]:
    """Every call from the import on, by name and how often it was made by then."""
    stage = Stage(folder)
    assert stage.run() == 1
    counted: Counter[str] = Counter()
    calls = []
    for entry in stage.app.log:
        name = entry["call"].partition(".")[2]
        counted[name] += 1
        calls.append((name, counted[name]))
    return tuple(calls[calls.index(("ImportMedia", 1)) :])


def ours(stage: Stage) -> list[str]:
    """Items of results, wherever they are."""
    items = [*stage.items("Edit"), *stage.items("Other")]
    return [item["id"] for _, item in items if item["id"] not in stage.before]


@pytest.mark.parametrize("trouble", TROUBLE)
def test_trouble_at_any_call_of_placing(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    monkeypatch.setattr(place, "POLL_SECONDS", 0.0)
    calls = calls_of_placing(tmp_path_factory.getbasetemp())
    assert len(calls) > 50
    for name, nth in calls:
        stage = Stage(
            tmp_path_factory.mktemp("stage"),
            faults=[{"call": name, "nth": nth, **TROUBLE[trouble]}],
        )
        placed = stage.run()
        where = f"{trouble} at {name} {nth}: {stage.user.text}"
        assert stage.originals() == stage.before, where
        if placed:
            assert trouble.startswith("clip") or len(ours(stage)) == 1, where
            assert ticket.waiting() == [], where
        else:
            assert not ours(stage) or re.search("still (be )?on the timeline", stage.user.text), (
                where
            )
            assert not stage.pool() or re.search("still (be )?in the media", stage.user.text), where
            for waiting in ticket.waiting():
                ticket.drop(waiting)
