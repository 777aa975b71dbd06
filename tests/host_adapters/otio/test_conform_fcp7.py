"""The same ten clips through Final Cut Pro 7 XML, there and back."""

from __future__ import annotations

from math import floor
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import opentimelineio as otio
import pytest

from slowglass.host_adapters.otio.formats import write_fcp7
from slowglass.host_adapters.otio.media_paths import plain_path
from slowglass.host_adapters.otio.timeline_file import read_timeline
from slowglass.plugin.cli.app import main
from tests.host_adapters.otio import graded, ten_clips, ten_clips_fcp7
from tests.host_adapters.otio.test_conform import OPTIONS, SMOOTH, shown
from tests.tolerances import PATCH_FRAMES


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the timeline, its media, and the timeline conformed."""
    path = tmp_path_factory.mktemp("fcp 7")
    ten_clips.media(path)
    (path / "cut.xml").write_text(ten_clips_fcp7.document(path), encoding="utf-8")
    words = ["conform", str(path / "cut.xml"), "-o", str(path / "new.xml"), "--handles", "6"]
    assert main([*words, *OPTIONS]) == 3
    return path


def items(path: Path) -> dict[str, Element]:
    root = ElementTree.parse(path).getroot()
    return {item.get("id", ""): item for item in root.iter("clipitem")}


def test_each_frame_shows_the_moment_that_the_cut_asks_for(folder: Path) -> None:
    expected, seen = ten_clips.expected(ten_clips_fcp7.counted), 0
    for frame, clip, position in shown(read_timeline(folder / "new.xml")):
        name, moment = expected[frame]
        assert clip.name == name
        got = graded.moment(plain_path(clip.media_reference.target_url), floor(position))
        wanted = floor(moment) if name in SMOOTH else moment
        assert got == pytest.approx(wanted, abs=PATCH_FRAMES), f"frame {frame} of {name}"
        seen += 1
    assert seen == len(expected)


def test_opentimelineio_reads_the_new_media_with_their_handles(folder: Path) -> None:
    new = otio.adapters.read_from_file(str(folder / "new.xml"))
    clips = {clip.name: clip for clip in new.tracks[0].find_clips()}
    for name in ("film", "fast", "half"):
        available, used = clips[name].available_range(), clips[name].source_range
        assert used.start_time.value - available.start_time.value == 6
        assert (available.end_time_exclusive() - used.end_time_exclusive()).value == 6
        assert not clips[name].metadata["fcp_xml"].get("masterclipid")


def test_all_else_is_the_text_of_the_original(folder: Path) -> None:
    before, after = items(folder / "cut.xml"), items(folder / "new.xml")
    assert list(before) == list(after)
    texts = {key: ElementTree.tostring(item).decode() for key, item in after.items()}
    new = {key for key, text in texts.items() if "new%20media" in text} - {"clipitem-9"}
    assert new == {f"clipitem-{k}" for k in (2, 3, 4, 5, 6, 7, 8, 11)}
    for key in new:
        assert "timeremap" not in texts[key]
        for tag in ("name", "start", "end", "enabled", "labels/label2"):
            assert after[key].findtext(tag) == before[key].findtext(tag)
        assert after[key].find("filter/effect[effectid='opacity']") is not None
    for key in before.keys() - new - {"clipitem-9", "clipitem-30"}:
        assert texts[key] == ElementTree.tostring(before[key]).decode()


def test_sound_gets_the_definition_of_its_file(folder: Path) -> None:
    sound = items(folder / "new.xml")["clipitem-30"]
    assert sound.findtext("file/pathurl", "").endswith("half.mkv")
    assert sound.find("filter/effect[effectid='timeremap']") is not None


def test_markers_keep_their_place(folder: Path) -> None:
    for item in items(folder / "new.xml").values():
        marker = item.find("marker")
        if marker is not None and item.findtext("start") != "-1":
            assert int(marker.findtext("in", "")) - int(item.findtext("in", "")) == 3


def test_a_file_with_nothing_to_relink_stays_the_same(tmp_path: Path) -> None:
    text = ten_clips_fcp7.document(tmp_path).replace('<clipitem id="clipitem-1">', "<clipitem>")
    text = text.replace("<media><video>", "<!-- a note --><media><video>", 1)
    cut, new = tmp_path / "cut.xml", tmp_path / "new.xml"
    cut.write_text(text, encoding="utf-8")
    write_fcp7(cut, [], new)
    as_written = ElementTree.canonicalize(from_file=cut, with_comments=True)
    assert ElementTree.canonicalize(from_file=new, with_comments=True) == as_written
    assert "&#xD;" in as_written, "a title may have carriage returns"
