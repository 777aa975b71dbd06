"""What a run tells the progress page, and what it hears from there."""

from __future__ import annotations

import json
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from slowglass.host_adapters.resolve import menu
from slowglass.host_adapters.resolve.jobs.retime import place_waiting, run
from slowglass.host_adapters.resolve.ui import Ui
from slowglass.host_adapters.resolve.window.page import Page
from slowglass.host_adapters.resolve.window.page_ui import PageUi
from slowglass.host_adapters.resolve.wish import Wish
from slowglass.plugin.protocol.messages import CANCEL
from tests.host_adapters.resolve.stage import Stage
from tests.plugin.page.webdriver import wait_for

PROGRESS = {"event": "progress", "stage": "make", "done": 1, "total": 2, "path": "/f.exr"}
LISTENER = """
import json, sys
print(json.dumps({"event": "hello", "url": "http://127.0.0.1:1/?token=t"}), flush=True)
if sys.argv[2] == "cancel":
    print('{"cancel":true}', flush=True)
with open(sys.argv[1], "w") as file:
    file.write(sys.stdin.read())
"""


class Pages:
    """Pages that write down what they hear."""

    def __init__(self, folder: Path, manner: str = "") -> None:
        self.heard_file = folder / "heard"
        self.command = [sys.executable, "-c", LISTENER, str(self.heard_file), manner]
        self.opened: list[Page] = []

    def __call__(self) -> Page:
        self.opened.append(Page(self.command))
        return self.opened[-1]

    def heard(self) -> list[dict[str, Any]]:
        """The events, once the page is gone."""
        (page,) = self.opened
        assert page.process is not None
        page.process.wait(30)
        return [json.loads(line) for line in self.heard_file.read_text().splitlines()]


def test_a_page_hears_the_course_of_a_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stage, pages = Stage(tmp_path), Pages(tmp_path)
    ui = PageUi(pages)

    def make(job: Any, ui: Any) -> Any:
        ui.progress(PROGRESS)
        ui.warn("a loss")
        return stage.engine(job, ui)

    assert run(stage.app.resolve, lambda _: Wish(), ui, make, 0.0) == 1
    heard = pages.heard()
    kinds = [event["event"] for event in heard]
    assert kinds.index("clip") < kinds.index("progress") < kinds.index("warning")
    assert heard[kinds.index("clip")] == {
        "event": "clip",
        "name": "take 1 100pc",
        "number": 1,
        "count": 1,
        "display_code": True,
    }
    assert heard[kinds.index("progress")] == PROGRESS
    assert heard[0]["event"] == "note" and "12 frames become 12" in heard[0]["message"]
    assert "lie on video track 2" in heard[-2]["message"]
    assert heard[-1]["outcome"] == "placed"
    assert not [event for event in heard if "of 2 frames" in event.get("message", "")]
    console = capsys.readouterr().out
    assert "1 of 2 frames" in console
    assert "a loss" in console and "lie on video track 2" in console


def test_cancel_on_the_page_stops_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stage, pages = Stage(tmp_path), Pages(tmp_path, "cancel")
    ui = PageUi(pages)

    def make(job: Any, ui: Any) -> Any:
        wait_for(ui.cancelled, "the wish to stop")
        return {"event": "error", "code": "cancelled", "message": "stopped", "hint": ""}

    assert run(stage.app.resolve, lambda _: Wish(), ui, make, 0.0) == 0
    assert pages.heard()[-1]["outcome"] == "stopped"
    assert "http://127.0.0.1:1/?token=t" in capsys.readouterr().out
    assert stage.originals() == stage.before


def test_a_result_that_was_not_placed_is_no_success(tmp_path: Path) -> None:
    stage, pages = Stage(tmp_path), Pages(tmp_path)
    stage.engine.meanwhile = lambda: stage.app.do("close_project")
    assert run(stage.app.resolve, lambda _: Wish(), PageUi(pages), stage.engine, 0.0) == 0
    end = pages.heard()[-1]
    assert (end["outcome"], "Place finished frames" in end["next"]) == ("failed", True)


def test_a_refusal_opens_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stage, pages = Stage(tmp_path, media={"online": False}), Pages(tmp_path)
    assert run(stage.app.resolve, lambda _: Wish(), PageUi(pages), stage.engine) == 0
    warning, end = pages.heard()
    assert warning["event"] == "warning" and "is offline" in warning["message"]
    assert end["outcome"] == "refused"
    assert "http://127.0.0.1:1/?token=t" in capsys.readouterr().out


def test_a_refusal_of_the_plan_opens_the_page(tmp_path: Path) -> None:
    stage, pages = Stage(tmp_path), Pages(tmp_path)
    wish = Wish(Fraction(1, 2), placing="take")
    assert run(stage.app.resolve, lambda _: wish, PageUi(pages), stage.engine) == 0
    assert pages.heard()[-1]["outcome"] == "refused"


def test_nothing_to_place_is_shown(tmp_path: Path) -> None:
    pages = Pages(tmp_path)
    assert place_waiting(Stage(tmp_path).app.resolve, PageUi(pages)) == 0
    assert "nothing to place" in pages.heard()[0]["message"]


def test_who_wants_nothing_after_all_sees_no_page(tmp_path: Path) -> None:
    stage, pages = Stage(tmp_path), Pages(tmp_path)
    assert run(stage.app.resolve, lambda _: None, PageUi(pages), stage.engine) == 0
    assert pages.opened == []


def test_what_goes_wrong_unexpectedly_is_shown(tmp_path: Path, monkeypatch: Any) -> None:
    pages = Pages(tmp_path)
    monkeypatch.setattr(menu, "_open_page", pages)
    monkeypatch.setattr(menu, "find_resolve", lambda names: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        menu.main(menu.RETIME, {})
    assert "ended unexpectedly: ZeroDivisionError" in pages.heard()[0]["message"]


@pytest.mark.skipif(sys.platform == "win32", reason="its programs are no scripts of a line")
def test_without_an_engine_a_file_says_it(tmp_path: Path, settings: Path) -> None:
    stage, pages = Stage(tmp_path, media={"path": str(tmp_path / "<gone>.mov")}), Pages(tmp_path)
    pages.command = []
    assert run(stage.app.resolve, lambda _: Wish(), PageUi(pages), stage.engine) == 0
    notice = settings / "Slowglass" / "message.html"
    assert "/&lt;gone&gt;.mov is not there (relink it" in notice.read_text("utf-8")
    wait_for(lambda: (settings / "opened").exists(), "a program that opens it")


@pytest.mark.parametrize("greeting", ["nonsense", "[]", '{"url": null}'])
def test_cancel_lives_whatever_the_page_says_first(tmp_path: Path, greeting: str) -> None:
    says = f"print({greeting!r}); print({json.dumps(CANCEL)!r})"
    page = Page([sys.executable, "-c", says])
    wait_for(lambda: page.wants_to_stop, "the wish to stop")
    page.close()
    assert page.process is not None and page.process.wait(30) == 0
    assert page.url == ""


def test_a_console_that_cannot_be_written_stops_nothing(tmp_path: Path, monkeypatch: Any) -> None:
    stage = Stage(tmp_path)
    monkeypatch.setattr(sys, "stdout", None)
    assert run(stage.app.resolve, lambda _: Wish(), Ui(), stage.engine, 0.0) == 1


@pytest.mark.parametrize("command", [[], ["/no/such/program"], [sys.executable, "-c", "pass"]])
def test_without_a_page_everything_goes_on(tmp_path: Path, command: list[str]) -> None:
    stage, pages = Stage(tmp_path), Pages(tmp_path)
    pages.command = command
    assert run(stage.app.resolve, lambda _: Wish(), PageUi(pages), stage.engine, 0.0) == 1
    process = pages.opened[0].process
    assert process is None or process.wait(30) == 0
