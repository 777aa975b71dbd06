"""Which clip is meant: selection, playhead, or our own search."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from slowglass.core.timing.timecode import Timecode
from slowglass.host_adapters.common import rate_text
from slowglass.host_adapters.resolve.clips.files import is_sequence
from slowglass.host_adapters.resolve.timecode import frame_of, frame_rate
from tests.host_adapters.resolve.stage import Stage

SHOT = {"id": "shot", "media": "take-1", "at": 24, "frames": 12}
UPPER = {"id": "upper", "media": "take-1", "at": 24, "frames": 10}
NO_ANSWER = {"call": "GetCurrentVideoItem", "answer": None, "times": 9}


@pytest.mark.parametrize(
    ("written", "rate"),
    [
        ("24", Fraction(24)),
        (24.0, Fraction(24)),
        ("23.976", Fraction(24000, 1001)),
        (23.976, Fraction(24000, 1001)),
        (23, Fraction(24000, 1001)),
        ("29.97 DF", Fraction(30000, 1001)),
        (29, Fraction(30000, 1001)),
        ("59.94", Fraction(60000, 1001)),
        (119.88, Fraction(120000, 1001)),
        ("12.5", Fraction(25, 2)),
        ("", None),
        (None, None),
        (False, None),
        (0, None),
    ],
)
def test_rates_are_exact_however_a_version_writes_them(written: Any, rate: Fraction | None) -> None:
    assert frame_rate(written) == rate


@pytest.mark.parametrize("text", ["23.976", "24", "29.97", "12.5", "59.94", "100"])
def test_rates_are_written_as_resolve_takes_them(text: str) -> None:
    rate = frame_rate(text)
    assert rate is not None
    assert rate_text(rate) == text


@pytest.mark.parametrize("rate", [Fraction(30000, 1001), Fraction(60000, 1001), Fraction(25)])
def test_timecode_counts_as_the_engine_counts(rate: Fraction) -> None:
    drops = rate.denominator > 1
    for frame in [*range(107800, 108100, 7), *range(1790, 1810), 17981, 17982, 17983]:
        assert frame_of(str(Timecode(frame, rate, drops)), rate) == frame


def test_what_is_no_timecode_is_none() -> None:
    assert frame_of("", Fraction(24)) is None
    assert frame_of("01:00:00:00", Fraction(24)) == 86400


def test_selected_clips_come_before_the_playhead(tmp_path: Path) -> None:
    clips = [[{**SHOT, "selected": True}, {**UPPER, "at": 100, "selected": True}]]
    sound = {**SHOT, "id": "sound", "selected": True, "linked": ["shot"]}
    timeline = {"video": [*clips, []], "audio": [[sound]], "playhead": 200}
    stage = Stage(tmp_path, version="21.0.4", timeline=timeline)
    assert stage.run() == 2, stage.user.text
    assert [len(job["time"]["positions"]) for job in stage.engine.jobs] == [24, 20]


def test_without_a_selection_the_playhead_counts(tmp_path: Path) -> None:
    stage = Stage(tmp_path, version="21.1.0", timeline={"playhead": 24 + 11})
    assert stage.run() == 1, stage.user.text
    stage = Stage(tmp_path, version="21.1.0", timeline={"playhead": 24 + 12})
    assert stage.run() == 0
    assert "none under the playhead" in stage.user.text


@pytest.mark.parametrize("playhead", [24, 24 + 11])
@pytest.mark.parametrize("drop_frame", [True, False])
def test_our_own_search_finds_the_topmost_clip_on_a_track_that_is_on(
    tmp_path: Path, playhead: int, drop_frame: bool
) -> None:
    off = {"items": [{**UPPER, "frames": 12}], "enabled": False}
    stage = Stage(
        tmp_path,
        rate="29.97",
        timeline={"video": [[SHOT], off], "playhead": playhead, "drop_frame": drop_frame},
        faults=[NO_ANSWER],
    )
    assert stage.run() == 1, stage.user.text
    assert stage.originals() == stage.before
    assert stage.user.heard[0].startswith("take 1.mov: 100 %")
    assert len(stage.engine.positions) == 24


def test_our_own_search_ends_where_the_clip_ends(tmp_path: Path) -> None:
    stage = Stage(tmp_path, timeline={"playhead": 24 + 12}, faults=[NO_ANSWER])
    assert stage.run() == 0


def test_a_result_of_ours_is_looked_through(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    assert stage.run() == 1
    assert stage.run(Fraction(1, 4)) == 1, stage.user.text
    assert [len(job["time"]["positions"]) for job in stage.engine.jobs] == [24, 48]
    assert {job["source"] for job in stage.engine.jobs} == {stage.media["path"]}


def test_the_part_between_in_and_out(tmp_path: Path) -> None:
    stage = Stage(tmp_path, timeline={"mark": [28, 31]}, item={"source_start": 100})
    assert stage.run(part="marks") == 1, stage.user.text
    assert stage.engine.positions[0] == 104
    _, item = stage.placed()
    _, original = stage.before["shot"]
    assert item["start"] == original["start"] + 4
    assert item["end"] - item["start"] == 2 * 4


@pytest.mark.parametrize(
    ("version", "mark", "reason"),
    [
        ("20.3.2", None, "In and Out of the timeline are not set"),
        ("18.5.1", [30, 41], "this version does not tell them"),
        ("20.3.2", [90, 99], "does not lie between In and Out"),
    ],
)
def test_a_part_that_is_not_there_is_refused(
    tmp_path: Path, version: str, mark: Any, reason: str
) -> None:
    stage = Stage(tmp_path, version=version, timeline={"mark": mark})
    assert stage.run(part="marks") == 0
    assert reason in stage.user.text


@pytest.mark.parametrize(
    ("scenario", "reason"),
    [
        ({"media": {"type": "Still", "frames": 1}}, "a still picture"),
        ({"media": {"type": "Standbild", "frames": 1}}, "a still picture"),
        ({"media": {"type": "Multicam", "path": ""}}, "a multicam clip"),
        ({"media": {"type": "Zusammengesetzter Clip", "path": ""}}, "no file of its own"),
        ({"item": {"kind": "transition", "media": None}}, "is a transition"),
        ({"item": {"kind": "generator", "media": None}}, "a title, a generator"),
        ({"media": {"online": False}}, "is offline"),
    ],
)
def test_what_cannot_be_retimed_is_refused_in_any_language(
    tmp_path: Path, scenario: dict[str, Any], reason: str
) -> None:
    stage = Stage(tmp_path, version="21.1.0", **scenario)
    assert stage.run() == 0
    assert reason in stage.user.text


def test_a_number_sign_in_the_path_of_a_movie_makes_it_no_sequence(tmp_path: Path) -> None:
    movie = tmp_path / "a#b.mov"
    movie.touch()
    assert not is_sequence(str(movie))
    assert not is_sequence(str(tmp_path / "job#12" / "shot.mov"))
    assert is_sequence(str(tmp_path / "shot.####.exr"))


def test_a_project_that_was_never_saved_is_refused_before_the_work(tmp_path: Path) -> None:
    stage = Stage(tmp_path, project={"name": "Untitled Project"})
    assert stage.run() == 0
    assert "never saved" in stage.user.text and "save it under a name" in stage.user.text
    assert stage.engine.jobs == []


def test_an_import_that_gives_nothing_is_explained(tmp_path: Path) -> None:
    stage = Stage(tmp_path, faults=[{"call": "ImportMedia", "answer": []}])
    assert stage.run() == 0
    assert "as 0 clips" in stage.user.text and "save the project" in stage.user.text


@pytest.mark.parametrize("version", ["18.5.1", "20.3.2", "21.1.0"])
def test_a_rate_that_a_timeline_does_not_tell_is_the_projects_only_if_it_says_so(
    tmp_path: Path, version: str
) -> None:
    silent = {"call": "GetSetting", "answer": "", "nth": 1}
    stage = Stage(tmp_path, version=version, faults=[silent])
    assert stage.run() == 1, stage.user.text
    other = tmp_path / "other"
    other.mkdir()
    stage = Stage(other, version=version, faults=[silent], timeline={"rate": "25"})
    assert stage.run() == 0
    assert "does not tell the frame rate of the timeline" in stage.user.text


@pytest.mark.parametrize("rate", [0.0, ""])
def test_media_without_a_rate_is_refused_with_what_to_do(tmp_path: Path, rate: object) -> None:
    stage = Stage(tmp_path, media={"properties": {"FPS": rate}})
    assert stage.run() == 0
    assert "frame rate of take 1.mov (set Clip Attributes > Frame Rate" in stage.user.text


def test_a_python_that_knows_ascii_alone_is_told_of(tmp_path: Path, monkeypatch: Any) -> None:
    source = tmp_path / "Zürich.mov"
    source.touch()
    stage = Stage(tmp_path, media={"path": str(source)})
    with monkeypatch.context() as patched:
        patched.setattr("sys.getfilesystemencoding", lambda: "ascii")
        assert stage.run() == 0
    assert "Zürich.mov (its letters are those of ascii)" in stage.user.text
    assert "LC_ALL=C.UTF-8" in stage.user.text


@pytest.mark.parametrize("version", ["18.5.1", "19.0.1", "20.3.2"])
def test_a_resolve_of_which_every_name_is_a_method_is_seen_through(
    tmp_path: Path, version: str
) -> None:
    behaviour = {"names_are_methods": True}
    stage = Stage(tmp_path, version=version, behaviour=behaviour, item={"speed": "1/2"})
    assert stage.run(None) == 1, stage.user.text
    assert stage.engine.positions[:3] == [0, Fraction(1, 2), 1]
    old = tmp_path / "old"
    old.mkdir()
    stage = Stage(old, version=version, behaviour=behaviour, without=["Timeline.AddTrack"])
    assert stage.run() == 0
    assert stage.engine.jobs == [], "told before the work"
