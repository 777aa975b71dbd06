"""The same ten clips through Final Cut Pro XML, there and back."""

from __future__ import annotations

from math import floor
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from slowglass.host_adapters.otio.formats.fcpx_tree import seconds
from slowglass.host_adapters.otio.media_paths import plain_path
from slowglass.host_adapters.otio.timeline_file import read_timeline
from slowglass.plugin.cli.app import main
from tests.host_adapters.otio import graded, ten_clips, ten_clips_fcpx
from tests.host_adapters.otio.test_conform import OPTIONS, SMOOTH, shown
from tests.tolerances import PATCH_FRAMES


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the timeline, its media, and the timeline conformed."""
    path = tmp_path_factory.mktemp("fcpx")
    ten_clips.media(path)
    (path / "cut.fcpxml").write_text(ten_clips_fcpx.document(path), encoding="utf-8")
    words = ["conform", str(path / "cut.fcpxml"), "-o", str(path / "new.fcpxml")]
    assert main([*words, "--handles", "6", *OPTIONS]) == 3
    return path


def clips(path: Path) -> dict[str, Element]:
    root = ElementTree.parse(path).getroot()
    found = [one for one in root.iter("asset-clip") if one.get("srcEnable") != "audio"]
    return {one.get("name", ""): one for one in found}


def test_each_frame_shows_the_moment_that_the_cut_asks_for(folder: Path) -> None:
    new = read_timeline(folder / "new.fcpxml")
    expected, seen = ten_clips.expected(), 0
    for frame, clip, position in shown(new):
        name, moment = expected[frame]
        assert clip.name == name
        got = graded.moment(plain_path(clip.media_reference.target_url), floor(position))
        wanted = floor(moment) if name in SMOOTH else moment
        assert got == pytest.approx(wanted, abs=PATCH_FRAMES), f"frame {frame} of {name}"
        seen += 1
    assert seen == len(expected)


def test_what_is_connected_or_marked_keeps_its_place(folder: Path) -> None:
    before, after = clips(folder / "cut.fcpxml"), clips(folder / "new.fcpxml")
    for name, clip in after.items():
        marker = clip.find("marker")
        assert marker is not None
        assert seconds(marker, "start") - seconds(clip, "start") == seconds(marker, "duration") * 3
        assert clip.get("offset") == before[name].get("offset")
        assert clip.get("duration") == before[name].get("duration")
    assert before["plain"].find("asset-clip[@name='lost']") is not None
    assert ElementTree.tostring(after["plain"]) == ElementTree.tostring(before["plain"])


def test_sound_stays_with_its_speed_and_its_level(folder: Path) -> None:
    after = clips(folder / "new.fcpxml")
    half = after["half"]
    assert half.find("timeMap") is None and half.find("adjust-volume") is None
    sound = half.find("asset-clip[@srcEnable='audio']")
    assert sound is not None and sound.get("ref") == "half" and sound.get("lane") == "-1"
    assert sound.find("timeMap") is not None and sound.find("adjust-volume") is not None
    assert sound.get("offset") == half.get("start")
    assert sound.get("duration") == half.get("duration")
    tags = [child.tag for child in half]
    assert tags == ["adjust-transform", "asset-clip", "marker"], "in the order of the format"


def test_a_target_that_would_lose_something_is_refused(folder: Path) -> None:
    words = ["conform", str(folder / "cut.fcpxml"), "-o"]
    assert main([*words, str(folder / "new.otio")]) == 2
    assert main([*words, str(folder / "new.xml")]) == 2


def test_a_ramp_is_named_and_left(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (folder / "cut.fcpxml").read_text(encoding="utf-8")
    ramp = '<timept time="201/25s" value="3601s"/></timeMap>'
    start = text.index('name="half"', text.index("<spine>", text.index("</resources>")))
    end = text.index("</timeMap>", start)
    path = folder / "ramp.fcpxml"
    path.write_text(text[:end] + ramp + text[end + len("</timeMap>") :], encoding="utf-8")
    words = ["conform", str(path), "-o", str(folder / "x.fcpxml"), "--only", "half", "--dry-run"]
    assert main([*words, *OPTIONS]) == 3
    assert "expected one speed for half, got a speed that changes" in capsys.readouterr().out
