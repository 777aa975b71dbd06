"""Nests that are retimed as a whole, and AAF, whose speeds are such nests."""

from __future__ import annotations

import json
from fractions import Fraction
from math import floor
from pathlib import Path

import opentimelineio as otio
import pytest

from slowglass.host_adapters.otio.conform.nests import push_speeds_down
from slowglass.plugin.cli.app import main
from tests.host_adapters.otio import graded, ten_clips
from tests.host_adapters.otio.ten_clips import FILM, HALF, PLAIN, clip, time
from tests.host_adapters.otio.test_conform import OPTIONS, shown
from tests.tolerances import PATCH_FRAMES

HEAD, FRAMES = 4, 30
"""Of the nest: what is cut off from its head, and how long it is shown."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("nests")
    for one in (PLAIN, FILM, HALF):
        graded.write(path / f"{one.name}.mkv", one.rate, ten_clips.FRAMES)
    return path


def nested(folder: Path, *effects: otio.schema.Effect) -> otio.schema.Timeline:
    """A gap, then a nest of three clips, trimmed and with effects."""
    inside = otio.schema.Track("inside", kind="Video")
    inside.extend(clip(one, folder) for one in (PLAIN, HALF, FILM))
    cut = otio.opentime.TimeRange(time(HEAD), time(FRAMES))
    stack = otio.schema.Stack("nest", [inside], source_range=cut, effects=list(effects))
    stack.markers.append(otio.schema.Marker("m", otio.opentime.TimeRange(time(10), time(2))))
    result = otio.schema.Timeline("nests", global_start_time=time(90000))
    result.tracks.append(otio.schema.Track("Video 1", kind="Video"))
    result.tracks[0].extend([otio.schema.Gap(duration=time(3)), stack])
    return result


def conformed(timeline: otio.schema.Timeline, folder: Path) -> otio.schema.Timeline:
    otio.adapters.write_to_file(timeline, str(folder / "cut.otio"))
    target = folder / "new.otio"
    target.unlink(missing_ok=True)
    assert main(["conform", str(folder / "cut.otio"), "-o", str(target), *OPTIONS]) == 0
    return otio.adapters.read_from_file(str(target))


@pytest.mark.parametrize("speed", [Fraction(1, 2), Fraction(2, 3), Fraction(-1, 2), Fraction(-1)])
def test_a_retimed_nest_shows_the_moments_that_it_showed(folder: Path, speed: Fraction) -> None:
    new = conformed(nested(folder, otio.schema.LinearTimeWarp("s", float(speed))), folder)
    assert new.duration() == time(3 + FRAMES)
    begins = {PLAIN: 0, HALF: PLAIN.frames, FILM: PLAIN.frames + HALF.frames}
    seen = 0
    for frame, one, position in shown(new):
        passed = frame - 3 if speed > 0 else FRAMES - 1 - (frame - 3)
        inner = HEAD + passed * abs(speed)
        source = max((one for one in begins if begins[one] <= inner), key=lambda one: begins[one])
        assert one.name == source.name, f"frame {frame}"
        wanted = float(source.start + (inner - begins[source]) * source.speed * source.rate / 25)
        got = graded.moment(one.media_reference.target_url, floor(position))
        assert got == pytest.approx(wanted, abs=PATCH_FRAMES), f"frame {frame} of {one.name}"
        seen += 1
    assert seen == FRAMES


def test_markers_and_lengths_follow_the_speed(folder: Path) -> None:
    timeline = nested(folder, otio.schema.LinearTimeWarp("s", 0.5))
    stack = timeline.tracks[0][1]
    push_speeds_down(timeline.tracks)
    assert not stack.effects and stack.source_range.start_time == time(2 * HEAD)
    assert [one.duration().rescaled_to(25).value for one in stack[0]] == [20, 32, 52]
    assert stack.markers[0].marked_range == otio.opentime.TimeRange(time(20), time(4))


@pytest.mark.parametrize("effect", [otio.schema.FreezeFrame(), otio.schema.TimeEffect("ramp")])
def test_a_nest_that_has_no_speed_is_named_and_left(
    folder: Path, effect: otio.schema.Effect, capsys: pytest.CaptureFixture[str]
) -> None:
    otio.adapters.write_to_file(nested(folder, effect), str(folder / "odd.otio"))
    words = ["conform", str(folder / "odd.otio"), "-o", str(folder / "x.otio"), "--dry-run"]
    assert main([*words, *OPTIONS]) == 3
    told = json.loads(capsys.readouterr().out)
    assert {row["error"].split(",")[0] for row in told["clips"]} == {
        "expected nest at its own speed"
    }


def test_an_aaf_is_conformed_into_a_timeline(folder: Path) -> None:
    graded.write(folder / "phone.mkv", Fraction(25), 60, ten_clips.VFR_TIMES)
    timeline = otio.schema.Timeline("aaf", global_start_time=time(90000))
    timeline.tracks.append(otio.schema.Track("V1", kind="Video"))
    phone = ten_clips.Shown("phone", Fraction(25), 6, 20)
    timeline.tracks[0].extend([clip(PLAIN, folder), clip(phone, folder)])
    path = folder / "cut.aaf"
    otio.adapters.write_to_file(timeline, str(path), use_empty_mob_ids=True)
    target = folder / "from_aaf.otio"
    assert main(["conform", str(path), "-o", str(target), *OPTIONS]) == 0
    new = otio.adapters.read_from_file(str(target))
    plain, made = new.find_clips()
    assert plain.active_media_reference_key == "DEFAULT_MEDIA"
    assert made.active_media_reference_key == "Slowglass"
    assert made.media_reference.target_url.startswith("file:///")
    assert main(["conform", str(path), "-o", str(folder / "x.aaf"), *OPTIONS]) == 2
