"""Every version and edition against every kind of clip: frame-exact, or the right refusal."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from slowglass.host_adapters.resolve import menu
from tests.doubles.resolve import EDITIONS, VERSIONS, menu_globals
from tests.host_adapters.resolve.stage import Stage

HALF = Fraction(1, 2)


class Case(NamedTuple):
    """A clip, and what "Slow to half speed" has to make of it."""

    stage: dict[str, Any]
    frames: int
    """Of the result, which begins where the clip does."""
    first: Fraction = Fraction(0)
    """Source position of its first frame."""
    step: Fraction = HALF
    """From one frame of the result to the next."""


CLIPS = {
    "100 %": Case({}, 24),
    "already slowed": Case({"item": {"speed": "1/4", "source_start": 20}}, 6, Fraction(20)),
    "reversed": Case({"item": {"speed": "-1", "source_start": 10}}, 24, Fraction(10 + 11), -HALF),
    "mixed rate": Case(
        {"media": {"rate": "50"}, "rate": "25", "item": {"frames": 10, "source_start": 6}},
        20,
        Fraction(6),
        Fraction(1),
    ),
    "drop-frame": Case(
        {
            "rate": "29.97",
            "project": {"drop_frame": True},
            "timeline": {"drop_frame": True, "playhead": 1802},
            "item": {"at": 1800, "source_start": 7},
        },
        24,
        Fraction(7),
    ),
    "trimmed with handles": Case({"item": {"source_start": 33}}, 24, Fraction(33)),
    "sequence source": Case(
        {
            "sequence_numbers": range(1001, 1061),
            "media": {"frames": 60},
            "item": {"source_start": 5, "frames": 10},
        },
        20,
        Fraction(5),
    ),
}
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "compound": (
        {"item": {"kind": "compound"}, "media": {"type": "Compound", "path": ""}},
        "a compound clip",
    ),
    "title": ({"item": {"kind": "title", "media": None}}, "a title, a generator"),
    "offline": ({"media": {"path": "/gone/take 1.mov", "online": False}}, "is offline"),
}

CLOSED = ("21.1.0", "free")
"""Here Python scripts do not start at all."""

every_host = pytest.mark.parametrize(
    ("version", "edition"),
    [
        (version, edition)
        for version in VERSIONS
        for edition in EDITIONS
        if (version, edition) != CLOSED
    ],
)


@every_host
@pytest.mark.parametrize("kind", CLIPS)
def test_a_clip_is_retimed_to_the_frame(
    tmp_path: Path, version: str, edition: str, kind: str
) -> None:
    case = CLIPS[kind]
    stage = Stage(tmp_path, version=version, edition=edition, **case.stage)
    assert stage.run() == 1, stage.user.text

    positions = [case.first + k * case.step for k in range(case.frames)]
    assert stage.engine.positions == positions
    _, original = stage.before["shot"]
    track, item = stage.placed()
    assert (track, item["start"]) == (2, original["start"])
    assert item["end"] - item["start"] == case.frames
    assert stage.pool() == [item["media"]]
    for k in (0, 1, case.frames - 1):
        shown = stage.shown(item["start"] + k)
        assert (shown["item"], shown["frame"]) == (item["id"], k)
    assert stage.originals() == stage.before
    assert stage.user.heard[-1].endswith(
        f"on video track 2, frames {item['start']} to {item['end'] - 1}."
    )


@every_host
@pytest.mark.parametrize("kind", REFUSED)
def test_a_clip_without_frames_of_its_own_is_refused(
    tmp_path: Path, version: str, edition: str, kind: str
) -> None:
    scenario, reason = REFUSED[kind]
    stage = Stage(tmp_path, version=version, edition=edition, **scenario)
    before = stage.app.dump()["timelines"]
    assert stage.run() == 0
    assert reason in stage.user.text
    assert stage.engine.jobs == []
    assert stage.app.dump()["timelines"] == before
    assert not (tmp_path / "slowglass").exists()


@pytest.mark.parametrize("kind", [*CLIPS, *REFUSED])
def test_where_scripts_do_not_start_the_file_route_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    scenario = CLIPS[kind].stage if kind in CLIPS else REFUSED[kind][0]
    stage = Stage(tmp_path, version=CLOSED[0], edition=CLOSED[1], **scenario)
    assert not stage.app.profile.scripts_run
    names = menu_globals(stage.app, ["bmd"])
    assert menu.main("Slow to half speed", names) == 0
    assert "slowglass resolve --otio" in capsys.readouterr().out
    assert stage.originals() == stage.before


@pytest.mark.parametrize("version", ["18.5.1", "19.1.3", "21.1.0"])
@pytest.mark.parametrize("kind", CLIPS)
def test_filling_shows_the_frames_that_the_clip_showed(
    tmp_path: Path, version: str, kind: str
) -> None:
    stage = Stage(tmp_path, version=version, **CLIPS[kind].stage)
    _, original = stage.before["shot"]
    shown = [stage.shown_before[frame] for frame in range(original["start"], original["end"])]
    assert stage.run(None) == 1, stage.user.text
    assert [floor(position) for position in stage.engine.positions] == shown
    _, item = stage.placed()
    assert (item["start"], item["end"]) == (original["start"], original["end"])
