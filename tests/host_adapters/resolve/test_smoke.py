"""The smoke test, against the double with each open question answered one way and the other."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest

from slowglass.core.media.images.frame import read_picture
from slowglass.host_adapters.otio.result import portable_clip, result_clip
from slowglass.host_adapters.resolve.smoke.bench import NAME
from slowglass.host_adapters.resolve.smoke.frames import write_frames
from slowglass.host_adapters.resolve.smoke.questions import QUESTIONS
from slowglass.host_adapters.resolve.smoke.report import smoke_test
from tests.doubles.resolve import VERSIONS, ResolveDouble, menu_globals
from tests.host_adapters.resolve.stage import User


def reports(home: Path) -> list[Any]:
    found = sorted((home / "Slowglass").glob("smoke_test_*/report.json"))
    return [json.loads(path.read_text(encoding="utf-8")) for path in found]


def report(home: Path, version: str = "21.1.0", **behaviour: Any) -> Any:
    app = ResolveDouble({"version": version, "behaviour": behaviour})
    user = User()
    smoke_test(app.resolve, menu_globals(app, ["resolve", "fusion", "bmd"]), user)
    assert "The report is" in user.text, user.text
    return reports(home)[-1]


def reading(seen: Any, title: str) -> Any:
    (found,) = [value for key, value in seen.items() if key.startswith(title)]
    return found


@pytest.mark.parametrize(
    ("title", "path", "behaviour", "one", "other"),
    [
        ("endFrame", ["frames for 0 to 10"], {"append_end": "inclusive"}, 10, 11),
        ("GetCurrentVideoItem", ["both on"], {"current_item": "lowest"}, "upper", "lower"),
        ("takes", ["selected"], {"add_take_selects": "old"}, 2, 1),
        ("startFrame", ["4 to 14", "left offset"], {"append_numbering": "zero"}, None, 4),
        ("FPS of a clip", ["reads"], {"fps_write": "ignored"}, "48.0", "24.0"),
        ("CopyGrades", ["answer"], {"copy_grades": "refused"}, True, False),
    ],
)
def test_the_report_tells_one_resolve_from_another(
    settings: Path, title: str, path: list[str], behaviour: dict[str, Any], one: Any, other: Any
) -> None:
    found = []
    for behave in ({}, behaviour):
        value = reading(report(settings, **behave), title)
        for key in path:
            value = value[key]
        found.append(value)
    assert found[1] == other
    assert found[0] == one or (one is None and found[0] != other)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_answers_every_question(settings: Path, version: str) -> None:
    seen = report(settings, version)
    assert f"Studio {version}." in seen["surroundings"]["resolve"]
    for title, _ in QUESTIONS:
        assert "failed" not in seen[title], seen[title]
    assert len(seen["to be answered by hand"]) == 7


def test_a_second_run_reads_what_was_done_by_hand(settings: Path) -> None:
    app = ResolveDouble({"version": "21.1.0"})
    names = menu_globals(app, ["resolve", "fusion", "bmd"])
    for _ in range(2):
        smoke_test(app.resolve, names, User())
    first, second = reports(settings)
    made = second["clips made by hand"]
    assert [clip["duration"] for clip in made].count(10) >= 1
    assert all(clip["media"]["Start"] is not None for clip in made)
    tracks = second["their OTIO export"]
    exported = [clip for track in tracks for clip in track["clips"] if clip["schema"] == "Clip.2"]
    assert len(exported) == len(made)
    assert all(clip["available_range"][0]["duration"]["value"] for clip in exported)
    assert "clips made by hand" not in first


def test_the_surroundings_are_what_the_script_finds(settings: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/resolve/libs")
    seen = report(settings)["surroundings"]
    assert seen["stdout"] == ["<class 'module'>", ["write"]]
    assert seen["environment"]["LD_LIBRARY_PATH"] == "/opt/resolve/libs"
    assert seen["a name that is none"] == "<class 'NoneType'>"
    assert len(seen["locale"]) == 2 and seen["process"][0] > 0


def test_our_own_timelines_come_back_in_both_forms(settings: Path) -> None:
    seen = reading(report(settings), "our own .otio")
    (linked,) = seen["as Resolve's own files"]
    assert (linked["Frames"], linked["Online Status"], linked["duration"]) == ("48", "Online", 48)
    assert isinstance(seen["relative to the file"], list)
    assert (
        reading(report(settings, "18.5.1"), "our own .otio")["as Resolve's own files"] == "refused"
    )


def test_its_timelines_are_those_that_the_command_writes(settings: Path) -> None:
    report(settings)
    folder = settings / "Slowglass" / "smoke_test_001"
    clip = result_clip(str(folder / "from_0" / "smoke_######.exr"), 48, Fraction(24), "x", 24.0)
    made = (clip, portable_clip(clip, str(folder)))
    written = [otio.adapters.read_from_file(str(path)) for path in sorted(folder.glob("*.otio"))]
    for ours, timeline in zip(made, written, strict=True):
        (theirs,) = timeline.find_clips()
        assert theirs.media_reference.is_equivalent_to(ours.media_reference)
        assert theirs.source_range == ours.source_range


def test_a_project_in_use_is_not_touched(settings: Path) -> None:
    app = ResolveDouble({"timelines": [{"name": "Edit"}]})
    before, user = app.dump()["timelines"], User()
    smoke_test(app.resolve, menu_globals(app, ["resolve"]), user)
    assert "needs a project without timelines" in user.text
    assert app.dump()["timelines"] == before
    assert not (settings / "Slowglass").exists()
    assert NAME not in str(before)


def test_the_frames_are_openexr_that_others_read(tmp_path: Path) -> None:
    folder = tmp_path / "frames"
    pattern = write_frames(str(folder), 7, 4, missing=8)
    assert sorted(path.name for path in folder.iterdir()) == [
        f"smoke_{number:06}.exr" for number in (7, 9, 10)
    ]
    frame = read_picture(Path(pattern % 9))
    assert frame.layers[0].pixels.shape == (36, 64, 3)
    assert (frame.layers[0].pixels == 0.75).all()
