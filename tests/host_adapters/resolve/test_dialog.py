"""The dialog of "Retime", played upon as a user does, where the edition opens one."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from slowglass.host_adapters.resolve.clips.reading import read_clips
from slowglass.host_adapters.resolve.window import asking
from slowglass.host_adapters.resolve.window.asking import ask_user
from slowglass.host_adapters.resolve.window.memory import FIRST, remember, remembered
from slowglass.host_adapters.resolve.wish import Wish
from slowglass.plugin.protocol import drawings
from slowglass.plugin.protocol.engine_file import settings_path
from tests.doubles.resolve import menu_globals
from tests.host_adapters.resolve.stage import Stage

MODELS = [{"name": "flow"}, {"name": "mine"}]
COST = {"frames": 24, "estimated_seconds": 48.0, "estimated_bytes": 24e6, "free_bytes": 10**9}
GLOBALS = ("fusion", "bmd")
START = {"id": "Start", "event": "Clicked"}


class Engine:
    """Answers what the dialog asks."""

    def __init__(self, **answers: Any) -> None:
        self.jobs: list[Any] = []
        self.answers = {"describe": {"models": MODELS}, "plan": COST, **answers}

    def __call__(self, name: str, job: Any, ui: Any) -> dict[str, Any]:
        self.jobs.append(job)
        answer = self.answers[name]
        if "message" in answer:
            return {"event": "error", "hint": "", **answer}
        return {"event": "done", "request": name, "result": answer}


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    answering = Engine()
    monkeypatch.setattr(asking, "ask_engine", answering)
    return answering


def typed(name: str, event: str, **values: Any) -> dict[str, Any]:
    return {"id": name, "event": event, "set": {name: values}}


def asked(tmp_path: Path, clicks: list[dict[str, Any]], **more: Any) -> tuple[Wish | None, Any]:
    """What comes of some clicks, and the stage."""
    stage = Stage(tmp_path, clicks=clicks, **more)
    readings = read_clips(stage.app.resolve, stage.user)
    return ask_user(menu_globals(stage.app, GLOBALS), readings, stage.user), stage


def element(app: Any, name: str) -> dict[str, Any]:
    """What the window showed in an element when it opened."""
    waiting = [app.windows.seen[0]]
    while waiting:
        found = waiting.pop()
        if found.get("ID") == name:
            return dict(found)
        waiting += found["children"]
    raise AssertionError(name)


def test_what_was_chosen_is_asked_for_and_remembered(tmp_path: Path, engine: Engine) -> None:
    clicks = [
        typed("Speed", "TextChanged", Text="12,5 %"),
        typed("Quality", "CurrentIndexChanged", CurrentIndex=2),
        typed("Model", "CurrentIndexChanged", CurrentIndex=2),
        typed("Format", "CurrentIndexChanged", CurrentIndex=3),
        typed("Placing", "CurrentIndexChanged", CurrentIndex=3),
        typed("Disable", "Clicked", Checked=True),
        {**START, "set": {"Folder": {"Text": " /ziel "}}},
    ]
    chosen, _ = asked(tmp_path, clicks)
    wanted = Wish(Fraction(1, 8), "timeline", "clip", True, "mine", "/ziel", "small", "best")
    assert chosen == remembered() == wanted
    again = tmp_path / "again"
    again.mkdir()
    chosen, stage = asked(again, [START])
    assert chosen == wanted
    assert element(stage.app, "Speed")["Text"] == "12.5"


def test_a_speed_that_no_event_told_of_is_read_at_the_end(tmp_path: Path, engine: Engine) -> None:
    chosen, _ = asked(tmp_path, [{**START, "set": {"Speed": {"Text": "20"}}}])
    assert chosen is not None and chosen.speed == Fraction(1, 5)
    other = tmp_path / "other"
    other.mkdir()
    chosen, _ = asked(other, [{**START, "set": {"Speed": {"Text": "fast"}}}])
    assert chosen is None


def test_length_and_speed_follow_each_other_exactly(tmp_path: Path, engine: Engine) -> None:
    chosen, stage = asked(tmp_path, [typed("Length", "ValueChanged", Value=97), START])
    assert element(stage.app, "Length")["Value"] == 24
    assert chosen is not None and chosen.speed == Fraction(12, 97)
    assert stage.run(chosen.speed) == 1
    _, item = stage.placed()
    assert item["end"] - item["start"] == 97


def test_time_and_disk_are_measured_by_the_engine(tmp_path: Path, engine: Engine) -> None:
    clicks = [
        {"id": "Measure", "event": "Clicked"},
        typed("Speed", "TextChanged", Text="25"),
        {"id": "Cancel", "event": "Clicked"},
    ]
    stage = Stage(tmp_path, clicks=clicks)
    names, windows = menu_globals(stage.app, GLOBALS), []
    dispatcher_of = names["bmd"].UIDispatcher

    def noted(manager: Any) -> Any:
        windows.append(dispatcher_of(manager))
        return windows[-1]

    names["bmd"].UIDispatcher = noted
    assert ask_user(names, read_clips(stage.app.resolve, stage.user), stage.user) is None
    summary = windows[0]._window.Find("Summary").Text
    assert summary == "48 frames, 2.00 s long\nTakes about 1 min 36 s, about 48.0 MB of 1.0 GB free"
    assert engine.jobs[1]["output"].startswith(str(tmp_path / "slowglass"))
    assert not (tmp_path / "slowglass").exists()


@pytest.mark.parametrize(
    ("clicks", "fits"),
    [
        ([typed("Speed", "TextChanged", Text="fast"), START], False),
        ([typed("Speed", "TextChanged", Text="0"), START], False),
        ([typed("Placing", "CurrentIndexChanged", CurrentIndex=1), START], False),
        ([typed("Part", "CurrentIndexChanged", CurrentIndex=1), START], False),
        ([typed("Fill", "Clicked", Checked=True), START], True),
        ([{"id": "Cancel", "event": "Clicked"}], False),
        ([], False),
    ],
)
def test_what_cannot_be_done_is_not_started(
    tmp_path: Path, engine: Engine, clicks: list[dict[str, Any]], fits: bool
) -> None:
    chosen, _ = asked(tmp_path, clicks)
    assert (chosen is not None) is fits
    assert (remembered() != FIRST) is fits


def test_without_an_engine_no_window_opens(tmp_path: Path, monkeypatch: Any) -> None:
    silent = Engine(describe={"message": "expected the Slowglass engine"})
    monkeypatch.setattr(asking, "ask_engine", silent)
    chosen, stage = asked(tmp_path, [START])
    assert chosen is None
    assert "expected the Slowglass engine." in stage.user.text
    assert stage.app.windows.seen == []


@pytest.mark.parametrize(
    ("version", "edition", "opens"),
    [
        ("18.5.1", "free", True),
        ("19.0.1", "free", True),
        ("19.1.3", "free", False),
        ("21.0.4", "free", False),
        ("18.5.1", "studio", True),
        ("21.1.0", "studio", True),
    ],
)
def test_a_dialog_opens_where_the_edition_has_one(
    tmp_path: Path, engine: Engine, version: str, edition: str, opens: bool
) -> None:
    chosen, stage = asked(tmp_path, [START], version=version, edition=edition)
    assert (chosen is not None) is opens
    assert ("opens no dialogs" in stage.user.text) is not opens
    assert not stage.app.modal


def test_settings_that_are_damaged_are_replaced_by_the_first_ones() -> None:
    remember(Wish(None, "bin", "marks", True, "m", "f", "float", "draft"))
    assert remembered() == Wish(None, "bin", "marks", True, "m", "f", "float", "draft")
    path = Path(settings_path("resolve")) / "settings.json"
    for text in (
        "{",
        "[]",
        '{"speed": "1/0", "placing": 7, "model": 7, "format": "gif", "quality": "x"}',
    ):
        path.write_text(text)
        assert remembered() == FIRST


OFFER = {
    "name": "rife",
    "title": "RIFE 4.25",
    "why": "keeps one body",
    "size_bytes": 23_000_000,
    "licence": "MIT, trained on Vimeo-90K",
    "source": "a package",
}
DESCRIBED = {"models": MODELS, "offers": [OFFER]}
FETCH = {"id": "Fetch rife", "event": "Clicked"}


def test_weights_are_offered_with_size_licence_and_training_data(
    tmp_path: Path, engine: Engine
) -> None:
    engine.answers["describe"] = DESCRIBED
    _, stage = asked(tmp_path, [START])
    text = element(stage.app, "Offer rife")["Text"]
    assert text == (
        "RIFE 4.25: keeps one body. Licence: MIT, trained on Vimeo-90K. From a package."
    )
    assert element(stage.app, "Fetch rife")["Text"] == "Fetch RIFE 4.25 (23.0 MB)"
    assert engine.jobs == [None]


@pytest.mark.parametrize(
    ("answer", "says", "again"),
    [
        ({"model": "rife"}, "It is there, and is used from now on.", False),
        ({"message": "the disk is full", "hint": "make room"}, "disk is full (make room).", True),
    ],
)
def test_a_click_fetches_them_and_says_what_became_of_it(
    tmp_path: Path, engine: Engine, answer: dict[str, str], says: str, again: bool
) -> None:
    engine.answers |= {"describe": DESCRIBED, "fetch": answer}
    stage = Stage(tmp_path, clicks=[FETCH, START])
    names, windows = menu_globals(stage.app, GLOBALS), []
    dispatcher_of = names["bmd"].UIDispatcher

    def noted(manager: Any) -> Any:
        windows.append(dispatcher_of(manager))
        return windows[0]

    names["bmd"].UIDispatcher = noted
    assert ask_user(names, read_clips(stage.app.resolve, stage.user), stage.user) is not None
    assert engine.jobs[1] == {"model": "rife"}
    shown = windows[0]._window
    assert shown.Find("Offer rife").Text.endswith(says)
    assert bool(shown.Find("Fetch rife").Enabled) is again


def test_how_far_a_download_is_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def engine(name: str, job: Any, ui: Any) -> dict[str, Any]:
        ui.progress({"stage": "fetch", "done": 11_500_000, "total": 23_000_000})
        return {"event": "done", "request": name, "result": {}}

    monkeypatch.setattr(asking, "ask_engine", engine)
    told: list[str] = []
    assert asking.fetch("rife", told.append) == ""
    assert told == ["Downloading: 12 of 23 MB"]


def test_a_shutter_that_is_typed_is_in_the_wish_and_the_job(tmp_path: Path, engine: Engine) -> None:
    clicks = [
        typed("Speed", "TextChanged", Text="100"),
        typed("Shutter", "TextChanged", Text="172,8°"),
        {"id": "Measure", "event": "Clicked"},
        {**START, "set": {"Phase": {"Text": "-45"}}},
    ]
    chosen, stage = asked(tmp_path, clicks)
    assert chosen is not None and chosen == remembered()
    phase = chosen.shutter_phase_degrees
    assert (chosen.shutter_degrees, phase) == (Fraction(864, 5), Fraction(-45))
    assert engine.jobs[1]["shutter"] == {"angle_degrees": "864/5"}
    assert stage.run(**chosen._asdict()) == 1
    assert stage.engine.jobs[0]["shutter"] == {"angle_degrees": "864/5", "phase_degrees": "-45"}
    assert stage.engine.positions == [*range(12)]
    assert "exposed by a shutter of 172.8 degrees" in stage.user.text
    again = tmp_path / "again"
    again.mkdir()
    chosen, stage = asked(again, [{**START, "set": {"Shutter": {"Text": ""}}}])
    assert element(stage.app, "Shutter")["Text"] == "172.8"
    assert chosen is not None and chosen.shutter_degrees == 0
    assert stage.run(**chosen._asdict()) == 1
    assert "shutter" not in stage.engine.jobs[0]


def test_a_rolling_shutter_is_in_the_wish_and_the_job(tmp_path: Path, engine: Engine) -> None:
    clicks = [
        typed("Readout", "TextChanged", Text="16,7 ms"),
        {**START, "set": {"Begins": {"CurrentIndex": 1}}},
    ]
    chosen, stage = asked(tmp_path, clicks)
    assert chosen is not None and chosen == remembered()
    assert stage.run(**chosen._asdict()) == 1
    expected = {"milliseconds": "167/10", "begins": "bottom"}
    assert stage.engine.jobs[0]["rolling_shutter"] == expected
    assert "rolling shutter of 16.7 ms from the bottom" in stage.user.text


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("Shutter", "wide"),
        ("Shutter", "721"),
        ("Shutter", "-1"),
        ("Phase", "x"),
        ("Readout", "fast"),
        ("Readout", "-1"),
    ],
)
def test_a_shutter_that_is_none_is_not_started(
    tmp_path: Path, engine: Engine, field: str, text: str
) -> None:
    chosen, _ = asked(tmp_path, [{**START, "set": {field: {"Text": text}}}])
    assert chosen is None


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A speed was drawn for every clip: six frames at half of what is seen."""
    moments = [Fraction(k, 2) for k in range(24)]
    monkeypatch.setattr(drawings, "drawn_moments", lambda _: moments)


@pytest.mark.usefixtures("drawn")
def test_what_was_drawn_is_chosen_at_first(tmp_path: Path, engine: Engine) -> None:
    chosen, stage = asked(tmp_path, [START])
    assert element(stage.app, "Drawn")["Enabled"]
    assert chosen is not None and chosen.drawn
    assert not remembered().drawn


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize(
    "click",
    [
        typed("Speed", "TextChanged", Text="25"),
        typed("Length", "ValueChanged", Value=97),
        typed("Fill", "Clicked", Checked=True),
        typed("Drawn", "Clicked", Checked=False),
    ],
)
def test_another_speed_takes_the_place_of_what_was_drawn(
    tmp_path: Path, engine: Engine, click: dict[str, Any]
) -> None:
    chosen, _ = asked(tmp_path, [click, START])
    assert chosen is not None and not chosen.drawn
