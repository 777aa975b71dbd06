"""The engine process of a room: it answers, refuses, and its end is noticed."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from slowglass.core.errors import SlowglassError
from slowglass.plugin.review.engine_link import EngineLink


def test_a_refusal_is_raised_and_another_process_comes_where_one_died(tmp_path: Path) -> None:
    link = EngineLink()
    refused = {"do": "undo", "output": str(tmp_path / "none.####.exr"), "frames": [1]}
    for _ in range(2):
        with pytest.raises(SlowglassError, match="none"):
            link.result(link.ask(refused))
        assert link._process is not None
        link._process.kill()
        link._process.wait()
    link.close()


def test_who_waits_learns_that_the_room_is_closed() -> None:
    link = EngineLink()
    told: list[str] = []

    def wait() -> None:
        try:
            link.result(number)
        except SlowglassError as error:
            told.append(str(error))

    number = link.ask({"do": "undo", "output": "none", "frames": [1]})
    waiting = threading.Thread(target=wait)
    waiting.start()
    link.close()
    waiting.join(60)
    assert not waiting.is_alive()
    assert len(told) == 1
