"""A timeline of ten clips, conformed: each frame shows the moment that the cut asks for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest

from slowglass.plugin.cli.app import main
from tests.host_adapters.otio import graded, ten_clips
from tests.tolerances import PATCH_FRAMES

SMOOTH = {"plain", "even"}
OPTIONS = ["--model", "blend", "--device", "cpu", "--json"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the timeline, its media, and the timeline conformed."""
    path = tmp_path_factory.mktemp("conform")
    ten_clips.media(path)
    otio.adapters.write_to_file(ten_clips.timeline(path), str(path / "cut.otio"))
    assert conform(path, "--handles", "6") == 3, "the exit code is that of the missing file"
    return path


@pytest.fixture(scope="module")
def new(folder: Path) -> otio.schema.Timeline:
    return otio.adapters.read_from_file(str(folder / "new.otio"))


def conform(folder: Path, *options: str) -> int:
    return main(
        ["conform", str(folder / "cut.otio"), "-o", str(folder / "new.otio"), *options, *OPTIONS]
    )


def shown(timeline: otio.schema.Timeline) -> Iterator[tuple[int, Any, Fraction]]:
    """Yield the frames of the main track, the clip at each and the position in its media."""
    track = timeline.tracks[0]
    spans = [
        (clip.transformed_time_range(clip.trimmed_range(), track), clip)
        for clip in track.find_clips()
    ]
    for frame in range(round(track.duration().value)):
        at = ten_clips.time(frame)
        if isinstance(track.child_at_time(at, shallow_search=True), otio.schema.Gap):
            continue
        clip = next((clip for span, clip in spans if span.contains(at)), None)
        if clip is not None:
            available = clip.media_reference.available_range
            inside = track.transformed_time(at, clip) - available.start_time
            position = inside.to_seconds() * available.start_time.rate
            yield frame, clip, Fraction(position).limit_denominator(1000)


def test_each_frame_shows_the_moment_that_the_cut_asks_for(new: otio.schema.Timeline) -> None:
    expected = ten_clips.expected()
    seen = 0
    for frame, clip, position in shown(new):
        name, moment = expected[frame]
        assert clip.name == name
        if name not in SMOOTH:
            assert not any(isinstance(one, otio.schema.TimeEffect) for one in clip.effects)
            assert position.denominator == 1, f"{name}: its media has a frame for each of the cut"
        got = graded.moment(clip.media_reference.target_url, floor(position))
        wanted = floor(moment) if name in SMOOTH else moment
        assert got == pytest.approx(wanted, abs=PATCH_FRAMES), f"frame {frame} of {name}"
        seen += 1
    assert seen == len(expected)


def test_all_else_is_untouched(folder: Path, new: otio.schema.Timeline) -> None:
    old = otio.adapters.read_from_file(str(folder / "cut.otio"))
    pairs = list(zip(old.find_children(), new.find_children(), strict=True))
    relinked = 0
    for before, after in pairs:
        if isinstance(after, otio.schema.Clip) and "Slowglass" in after.media_references():
            relinked += 1
            references = after.media_references()
            original = references["DEFAULT_MEDIA"]
            assert original.is_equivalent_to(before.media_reference)
            assert after.duration() == before.duration()
            kept = after.metadata["slowglass"]["original"]
            assert kept["source_range"] == before.source_range
            assert [one.name for one in after.effects if one.name] == [
                one.name for one in before.effects if one.name
            ]
        elif not isinstance(after, otio.core.Composition):
            assert after.is_equivalent_to(before)
        assert after.name == before.name
    assert relinked == 8
    assert old.tracks[2].is_equivalent_to(new.tracks[2]), "sound stays"
    assert old.tracks[1].is_equivalent_to(new.tracks[1]), "what cannot be done stays"


def test_transitions_have_their_handles_and_markers_their_place(new: otio.schema.Timeline) -> None:
    clips = {clip.name: clip for clip in new.tracks[0].find_clips()}
    for name, before, after in (("film", 6, 6), ("fast", 6, 6), ("still", 6, 6)):
        available, used = clips[name].available_range(), clips[name].source_range
        assert used.start_time.value - available.start_time.value == before
        end = available.end_time_exclusive() - used.end_time_exclusive()
        assert end.value == after
    (marker,) = clips["half"].markers
    offset = marker.marked_range.start_time - clips["half"].source_range.start_time
    assert (offset.value, offset.rate) == (6, 25)


def test_a_second_run_keeps_all_and_says_the_same(
    folder: Path, new: otio.schema.Timeline, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    times = {path: path.stat().st_mtime_ns for path in (folder / "new media").iterdir()}
    assert conform(folder, "--handles", "6") == 3
    told = json.loads(capsys.readouterr().out)
    assert told["kept"] == told["frames"] > 0 and told["left"] == 2
    movies = [path for path in times if path.suffix == ".mov"]
    assert len(movies) == 8
    assert all(path.stat().st_mtime_ns == times[path] for path in movies)


def test_a_timeline_that_somebody_changed_is_not_replaced(
    folder: Path, new: otio.schema.Timeline, capsys: pytest.CaptureFixture[str]
) -> None:
    target = folder / "new.otio"
    text = target.read_text(encoding="utf-8")
    try:
        target.write_text(text.replace("ten clips", "eleven clips"), encoding="utf-8")
        assert conform(folder) == 4
        assert "not as Slowglass left it" in capsys.readouterr().err
        assert "eleven" in target.read_text(encoding="utf-8")
    finally:
        target.write_text(text, encoding="utf-8")


def test_the_new_timeline_needs_nothing(
    folder: Path, new: otio.schema.Timeline, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    source, target = str(folder / "new.otio"), str(folder / "again.otio")
    assert main(["conform", source, "-o", target, "--dry-run", *OPTIONS]) == 3
    told = json.loads(capsys.readouterr().out)
    assert [row["clip"] for row in told["clips"]] == ["lost"]


def test_a_dry_run_says_what_it_would_take(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = str(folder / "cut.otio"), folder / "dry.otio"
    words = ["conform", source, "-o", str(target), "--dry-run", "--only", "h*", "--only", "back"]
    assert main([*words, "--model", "blend", "--device", "cpu"]) == 0
    head, *rows, last = capsys.readouterr().out.splitlines()
    assert head.split() == ["at", "clip", "why", "frames", "time", "disk"]
    assert [row.split()[:2] for row in rows] == [["01:00:03:18", "half"], ["01:00:04:16", "back"]]
    assert "speed 0.5; 8 of 16 frames repeat" in rows[0] and "40" in rows[0]
    assert "backwards" in rows[1]
    assert last.startswith("2 clips to make: 74 frames") and "MB" in last
    assert not target.exists() and not (folder / "dry media").exists()


def test_a_name_that_no_clip_has_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = str(folder / "cut.otio"), str(folder / "no.otio")
    assert main(["conform", source, "-o", target, "--only", "nobody"]) == 2
    assert "expected a clip named 'nobody'" in capsys.readouterr().err
