"""Frames of a result are mended from Resolve's timeline, which reads them again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from slowglass.host_adapters.resolve import mending
from slowglass.host_adapters.resolve.mending import mend_at_playhead, review, show_again
from slowglass.host_adapters.resolve.ui import Ui
from tests.host_adapters.resolve.stage import Stage


class MendEngine:
    """Notes what it is asked for, and lets Resolve hold frames as they were."""

    def __init__(self, stage: Stage, code: str = "") -> None:
        self.asked: list[tuple[str, Any]] = []
        self.stage, self.code = stage, code

    def __call__(self, name: str, document: Any, _ui: Ui) -> dict[str, Any]:
        self.asked.append((name, document))
        if self.code:
            return {"event": "error", "code": self.code, "message": "it is a copy", "hint": "none"}
        project = self.stage.app.project
        assert project is not None
        for folder in project.root.walk():
            for media in folder.clips:
                media.stale_cache = media.sequence
        return {"event": "done", "request": "mend", "result": {"frames": [3], "notes": []}}


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """A Resolve with a result of 24 frames on track 2, the playhead on its fourth."""
    stage = Stage(tmp_path)
    assert stage.run() == 1, stage.user.text
    _, item = stage.placed()
    stage.app.do("move_playhead", frame=item["start"] + 3)
    stage.user.heard.clear()
    return stage


def stale(stage: Stage) -> list[bool]:
    """Whether Resolve shows old frames of each clip of ours."""
    bins = {one["name"]: one for one in stage.app.dump()["bins"]["bins"]}
    return [clip["stale_cache"] for clip in bins["Slowglass"]["clips"]]


def test_the_frame_under_the_playhead_is_mended_and_read_again(stage: Stage) -> None:
    engine = MendEngine(stage)
    assert mend_at_playhead(stage.app.resolve, "blend", stage.user, engine) == 1
    ((name, document),) = engine.asked
    assert (name, document["how"]) == ("mend", "blend")
    assert Path(document["result"]) == stage.frames_on_disk()[3]
    assert document["frames"] == [3]
    assert stale(stage) == [False]
    assert "is mended" in stage.user.text


def test_what_the_engine_refuses_is_told(stage: Stage) -> None:
    assert mend_at_playhead(stage.app.resolve, "blend", stage.user, MendEngine(stage, "usage")) == 0
    assert "it is a copy (none)" in stage.user.text


def test_what_was_mended_elsewhere_is_read_again(stage: Stage) -> None:
    MendEngine(stage)("mend", {}, stage.user)
    assert stale(stage) == [True]
    assert show_again(stage.app.resolve, stage.user) == 1
    assert stale(stage) == [False]


def test_review_opens_the_result(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mending, "find_engine", lambda: ["python", "-I", "-m", "s", "worker"])
    started: list[list[str]] = []
    assert review(stage.app.resolve, stage.user, started.append) == 1
    assert started == [["python", "-I", "-m", "s", "review", str(stage.frames_on_disk()[3])]]


def test_where_there_is_no_result_nothing_is_asked(stage: Stage) -> None:
    stage.app.do("move_playhead", frame=86400)
    engine = MendEngine(stage)
    assert mend_at_playhead(stage.app.resolve, "blend", stage.user, engine) == 0
    assert not engine.asked
    assert "no result of Slowglass under the playhead" in stage.user.text
