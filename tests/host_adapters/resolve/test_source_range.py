"""How fast a clip runs and where its source begins, by whatever a version tells."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import pairwise
from math import floor
from pathlib import Path
from typing import Any

import pytest

from slowglass.core.timing import Positions
from slowglass.host_adapters.resolve.clips.otio_export import effect_in
from slowglass.host_adapters.resolve.clips.reading import read_clips
from tests.host_adapters.resolve.stage import Stage

NO_OTIO = {"call": "Export", "answer": "failure", "times": 9}
RUNGS: dict[str, tuple[str, list[dict[str, Any]], str]] = {
    "speed": ("21.1.0", [], "known from the clip's speed"),
    "otio": ("18.5.1", [], "known from the timeline's OTIO export"),
    "span": ("19.1.3", [NO_OTIO], "known from the number of source frames"),
}
SPEEDS = ("1", "1/2", "1/4", "3/10", "2", "5/2", "-1", "-1/2", "3/4")


@pytest.mark.parametrize("rung", RUNGS)
@pytest.mark.parametrize("speed", SPEEDS)
@pytest.mark.parametrize("media_rate", ["24", "25"])
def test_each_rung_reads_the_speed(tmp_path: Path, rung: str, speed: str, media_rate: str) -> None:
    version, faults, evidence = RUNGS[rung]
    item = {"speed": speed, "source_start": 12, "frames": 40}
    media = {"frames": 400, "rate": media_rate}
    stage = Stage(tmp_path, version=version, faults=faults, item=item, media=media)
    assert stage.run(None) == 1, stage.user.text
    assert evidence in stage.user.text
    step = Fraction(speed) * Fraction(media_rate) / 24
    positions = stage.engine.positions
    assert {after - before for before, after in pairwise(positions)} == {step}
    shown = [stage.shown_before[frame] for frame in sorted(stage.shown_before)]
    assert [floor(position) for position in positions] == shown


@pytest.mark.parametrize("media", [{}, {"start_timecode": "10:00:00:00"}])
@pytest.mark.parametrize("rung", RUNGS)
def test_the_start_is_counted_from_the_head_of_the_file(
    tmp_path: Path, rung: str, media: dict[str, Any]
) -> None:
    version, faults, _ = RUNGS[rung]
    numbers = range(1001, 1101)
    item = {"speed": "1/2", "source_start": 12}
    stage = Stage(
        tmp_path,
        version=version,
        faults=faults,
        item=item,
        media={"frames": 100, **media},
        sequence_numbers=numbers,
    )
    assert stage.run(None) == 1, stage.user.text
    assert stage.engine.positions[0] == 12
    (job,) = stage.engine.jobs
    assert Path(job["source"]).name == "plate.####.exr"


@pytest.mark.parametrize("counts_from", ["file", "zero"])
@pytest.mark.parametrize("version", ["18.5.1", "20.3.2", "21.1.0"])
@pytest.mark.parametrize(("speed", "rate"), [("1/2", "24"), ("1", "24"), ("1", "25")])
def test_either_way_to_count_the_frames_of_a_sequence_is_seen_through(
    tmp_path: Path, counts_from: str, version: str, speed: str, rate: str
) -> None:
    stage = Stage(
        tmp_path,
        version=version,
        behaviour={"sequence_source_frames": counts_from},
        item={"speed": speed, "source_start": 12},
        media={"frames": 40, "rate": rate},
        sequence_numbers=range(1, 41),
    )
    assert stage.run(None) == 1, stage.user.text
    assert stage.engine.positions[0] == 12


def test_a_pool_clip_of_a_part_of_the_files_is_counted_from_the_first_file(
    tmp_path: Path,
) -> None:
    stage = Stage(tmp_path, item={"source_start": 3, "frames": 10}, sequence_numbers=range(20, 60))
    for number in range(1, 20):
        (tmp_path / f"plate.{number:04}.exr").touch()
    (tmp_path / "plate.00004.exr").touch()
    assert stage.run() == 1, stage.user.text
    assert stage.engine.positions[0] == 19 + 3


@pytest.mark.parametrize("export", ["file", "clip"])
@pytest.mark.parametrize("version", ["18.5.1", "19.1.3", "20.3.2", "21.1.0"])
@pytest.mark.parametrize("speed", ["1", "1/2", "-1", "5/2"])
@pytest.mark.parametrize("rate", ["24", "25"])
def test_a_subclip_is_counted_from_the_head_of_its_file(
    tmp_path: Path, export: str, version: str, speed: str, rate: str
) -> None:
    stage = Stage(
        tmp_path,
        version=version,
        behaviour={"subclip_export": export},
        item={"source_start": 10, "speed": speed, "frames": 20},
        media={
            "frames": 90,
            "rate": rate,
            "start_number": 600,
            "file_frames": 900,
            "start_timecode": "10:00:00:00",
        },
    )
    assert stage.run(None) == 1, stage.user.text
    shown = [600 + stage.shown_before[frame] for frame in sorted(stage.shown_before)]
    assert [floor(position) for position in stage.engine.positions] == shown


@pytest.mark.parametrize("version", ["19.1.3", "21.1.0"])
@pytest.mark.parametrize("start", ["590", "604", "86400"])
def test_a_start_that_other_evidence_contradicts_is_refused(
    tmp_path: Path, version: str, start: str
) -> None:
    media = {"frames": 90, "start_number": 600, "properties": {"Start": start}}
    stage = Stage(tmp_path, version=version, item={"source_start": 10}, media=media)
    assert stage.run() == 0
    assert "contradicts itself on where take 1.mov begins" in stage.user.text
    assert stage.engine.jobs == []


def test_without_any_evidence_the_user_is_asked(tmp_path: Path) -> None:
    stage = Stage(tmp_path, version="19.0.1", faults=[NO_OTIO], item={"source_start": 5})
    assert stage.run() == 1
    assert "cannot be read in DaVinci Resolve Studio 19.0.1" in stage.user.text
    assert "known from nothing: assumed" in stage.user.text
    assert stage.engine.positions[0] == 5
    stage = Stage(tmp_path, version="19.0.1", faults=[NO_OTIO])
    stage.user.answer = False
    assert stage.run() == 0
    assert stage.engine.jobs == []


def test_without_any_evidence_another_rate_is_refused(tmp_path: Path) -> None:
    stage = Stage(tmp_path, version="19.0.1", faults=[NO_OTIO], media={"rate": "50"})
    assert stage.run() == 0
    assert "neither speed nor source frames" in stage.user.text


def test_an_item_whose_source_frames_are_unknown_is_read_from_the_export(tmp_path: Path) -> None:
    item = {"source_unknown": True, "speed": "1/2", "source_start": 9}
    for version in ("20.3.2", "21.1.0"):
        stage = Stage(tmp_path, version=version, item=item)
        assert stage.run(None) == 1, stage.user.text
        assert stage.engine.positions[:3] == [9, Fraction(19, 2), 10]


@pytest.mark.parametrize("error", [-1, 1])
@pytest.mark.parametrize("version", ["19.1.3", "21.1.0"])
@pytest.mark.parametrize("rate", ["24", "25", "50"])
def test_a_source_start_that_is_off_by_one_is_seen_through(
    tmp_path: Path, error: int, version: str, rate: str
) -> None:
    for start, speed in ((0, "1/2"), (12, "3/4"), (12, "-1/2"), (12, "1")):
        folder = tmp_path / f"{start} {speed.replace('/', ' ')}"
        folder.mkdir()
        stage = Stage(
            folder,
            version=version,
            behaviour={"source_start_error": error},
            item={"speed": speed, "source_start": start, "frames": 23},
            media={"rate": rate},
        )
        assert stage.run(None) == 1, stage.user.text
        shown = [stage.shown_before[frame] for frame in sorted(stage.shown_before)]
        assert [floor(position) for position in stage.engine.positions] == shown


def test_without_an_export_no_start_lies_before_the_source(tmp_path: Path) -> None:
    stage = Stage(
        tmp_path,
        faults=[NO_OTIO],
        behaviour={"source_start_error": -1},
        item={"speed": "1/2", "frames": 23},
    )
    assert stage.run(None) == 1, stage.user.text
    assert stage.engine.positions[0] == 0


@pytest.mark.parametrize(
    ("version", "told"), [("18.5.1", True), ("19.0.1", True), ("19.1.3", False)]
)
def test_where_a_speed_ramp_could_not_be_seen_it_is_told(
    tmp_path: Path, version: str, told: bool
) -> None:
    stage = Stage(tmp_path, version=version, item={"speed": "1/2", "frames": 20})
    assert stage.run() == 1
    said = f"cannot be seen in DaVinci Resolve Studio {version}"
    assert (said in stage.user.text) == told
    assert ("to run at 50 % throughout" in stage.user.text) == told


@pytest.mark.parametrize("version", ["19.1.3", "21.1.0"])
def test_a_speed_ramp_is_refused(tmp_path: Path, version: str) -> None:
    stage = Stage(tmp_path, version=version, item={"ramp_span": "33", "frames": 40})
    assert stage.run() == 0
    assert "the speed of take 1.mov varies" in stage.user.text
    assert "cut the clip at its speed points" in stage.user.text


@pytest.mark.parametrize("version", ["18.5.1", "21.1.0"])
def test_a_freeze_is_refused(tmp_path: Path, version: str) -> None:
    stage = Stage(tmp_path, version=version, item={"speed": "0", "frames": 40})
    assert stage.run() == 0
    assert "stands still" in stage.user.text


def test_a_result_of_one_frame_is_refused(tmp_path: Path) -> None:
    stage = Stage(tmp_path, item={"frames": 1}, timeline={"playhead": 24})
    assert stage.run(None) == 0
    assert "a single frame" in stage.user.text


def test_pictures_of_another_kind_become_exr_with_the_same_code(tmp_path: Path) -> None:
    for number in range(8):
        (tmp_path / f"p.{number:03}.jpg").touch()
    media = {"path": str(tmp_path / "p.[000-007].jpg"), "sequence": True, "frames": 8}
    stage = Stage(tmp_path, media=media, item={"frames": 8})
    assert stage.run() == 1, stage.user.text
    (job,) = stage.engine.jobs
    assert job["output"].endswith(".exr")
    assert (job["colour"], job["format"]["sample_type"]) == ("keep_code", "float")


def test_jobs_are_what_the_engine_reads(tmp_path: Path) -> None:
    from slowglass.core.job_json import job_from_json

    stage = Stage(tmp_path, item={"source_start": 33}, media={"properties": {"Bit Depth": "8"}})
    assert stage.run(model="blend") == 1
    (document,) = stage.engine.jobs
    job = job_from_json(json.loads(json.dumps(document)))
    assert (job.first, job.start_number, job.colour, job.model) == (None, 0, "keep_code", "blend")
    assert isinstance(job.time, Positions)
    assert job.time.position_rate == 24 and job.time.position_count == 200
    assert (job.format.sample_type, job.format.compression) == ("half", "zip")
    assert job.source == stage.media["path"]


def other(**more: Any) -> dict[str, Any]:
    """A clip at the same place of the timeline, at another speed."""
    return {"id": "other", "media": "other", "at": 24, "frames": 12, "speed": "2", **more}


@pytest.mark.parametrize("version", ["18.5.1", "19.0.1", "20.3.2", "21.1.0"])
@pytest.mark.parametrize("empty_tracks", [True, False])
@pytest.mark.parametrize("same_file", [True, False])
def test_of_clips_at_one_place_the_right_one_is_read_from_the_export(
    tmp_path: Path, version: str, empty_tracks: bool, same_file: bool
) -> None:
    shot = {"id": "shot", "media": "take-1", "at": 24, "frames": 12, "speed": "1/2"}
    above = other(media="take-1", name="copy") if same_file and empty_tracks else other()
    stage = Stage(
        tmp_path,
        version=version,
        behaviour={"export_empty_tracks": empty_tracks, "current_item": "lowest"},
        timeline={"video": [[], [shot], [above]]},
        media_more={"other": {"path": "/film/other.mov", "frames": 200}},
    )
    assert stage.run(None) == 1, stage.user.text
    assert "50 %, known from" in stage.user.text
    assert stage.engine.positions[:3] == [0, Fraction(1, 2), 1]


def test_where_the_export_is_not_clear_it_tells_nothing(tmp_path: Path) -> None:
    shot = {"id": "shot", "media": "take-1", "at": 24, "frames": 12, "speed": "1/2"}
    stage = Stage(
        tmp_path,
        version="19.0.1",
        behaviour={"export_empty_tracks": False, "current_item": "lowest"},
        timeline={"video": [[], [shot], [other(media="take-1")]]},
    )
    stage.user.answer = False
    assert stage.run(None) == 0
    assert "cannot be read in DaVinci Resolve Studio 19.0.1" in stage.user.text


def test_a_clip_before_it_that_names_no_range_hides_nothing(tmp_path: Path) -> None:
    before = {"id": "before", "media": "take-1", "at": 0, "frames": 200}
    shot = {"id": "shot", "media": "take-1", "at": 200, "frames": 12, "speed": "1/2"}
    stage = Stage(tmp_path, timeline={"playhead": 201, "video": [[before, shot]]})
    (reading,) = read_clips(stage.app.resolve, stage.user)
    path, resolve = tmp_path / "edit.otio", stage.app.resolve
    assert reading.timeline.Export(str(path), resolve.EXPORT_OTIO, resolve.EXPORT_NONE)
    document = json.loads(path.read_text())
    document["tracks"]["children"][0]["children"][0]["source_range"] = None
    effect = effect_in(document, reading.clip, 86400)
    assert effect is not None and effect.speed == 0.5


def test_the_timeline_is_exported_once_for_all_clips(tmp_path: Path) -> None:
    shots = [
        {"id": name, "media": "take-1", "at": at, "frames": 12, "selected": True}
        for name, at in (("shot", 24), ("next", 36), ("last", 48))
    ]
    stage = Stage(tmp_path, version="21.0.4", timeline={"video": [shots]})
    assert len(read_clips(stage.app.resolve, stage.user)) == 3
    assert [one["call"] for one in stage.app.log].count("Timeline.Export") == 1
