"""Sequences and odd sizes in a conformed timeline."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import opentimelineio as otio
import pytest

from slowglass.host_adapters.otio.media_paths import plain_path
from slowglass.plugin.cli.app import main
from tests import clips
from tests.host_adapters.otio import ten_clips_fcp7
from tests.host_adapters.otio.ten_clips import Shown, time
from tests.host_adapters.otio.test_conform import OPTIONS

LEVELS = [np.full((16, 17, 3), 0.1 + k / 40, np.float32) for k in range(20)]
"""An odd width; each frame lighter by 1/40."""


def timeline(reference: otio.schema.MediaReference) -> otio.schema.Timeline:
    """Ten frames at half speed, from the fifth frame of the media on."""
    start = reference.available_range.start_time + time(4)
    shown = otio.opentime.TimeRange(start, time(10))
    half = otio.schema.LinearTimeWarp("speed", 0.5)
    clip = otio.schema.Clip("shot", reference, shown, effects=[half])
    result = otio.schema.Timeline("pictures", global_start_time=time(90000))
    result.tracks.append(otio.schema.Track("Video 1", [clip], kind="Video"))
    return result


def conformed(folder: Path, reference: otio.schema.MediaReference) -> otio.schema.Clip:
    otio.adapters.write_to_file(timeline(reference), str(folder / "cut.otio"))
    target = str(folder / "new.otio")
    words = ["conform", str(folder / "cut.otio"), "-o", target, "--handles", "3"]
    assert main([*words, *OPTIONS]) == 0
    (clip,) = otio.adapters.read_from_file(target).find_clips()
    return clip


def levels(clip: otio.schema.Clip) -> list[float]:
    """What the frames show that the clip uses, counted in frames of the source."""
    reference, used = clip.media_reference, clip.source_range
    first = round((used.start_time - reference.available_range.start_time).value)
    found = []
    for k in range(first, first + round(used.duration.value)):
        path = plain_path(reference.target_url_for_image_number(k))
        found.append(float((clips.read_picture(Path(path)).mean() - 0.1) * 40))
    return found


def available(rate: float = 25) -> otio.opentime.TimeRange:
    return otio.opentime.TimeRange(time(90025, rate), time(len(LEVELS), rate))


@pytest.mark.parametrize("is_url", [False, True])
def test_a_sequence_stays_one(tmp_path: Path, is_url: bool) -> None:
    clips.write_sequence(tmp_path / "in", LEVELS, "shot.{:04d}.exr")
    folder = tmp_path / "in"
    reference = otio.schema.ImageSequenceReference(
        folder.as_uri() if is_url else str(folder),
        "shot.",
        ".exr",
        start_frame=1001,
        rate=25,
        frame_zero_padding=4,
        available_range=available(),
    )
    clip = conformed(tmp_path, reference)
    made = clip.media_reference
    assert isinstance(made, otio.schema.ImageSequenceReference) and made.name_suffix == ".exr"
    assert made.target_url_base.startswith("file:" if is_url else "/")
    assert levels(clip) == pytest.approx([4 + k / 2 for k in range(10)], abs=0.02)


def test_a_movie_of_odd_width_becomes_pictures(tmp_path: Path) -> None:
    movie = clips.write_movie(tmp_path / "odd.mkv", LEVELS, Fraction(25))
    clip = conformed(tmp_path, otio.schema.ExternalReference(str(movie), available()))
    assert isinstance(clip.media_reference, otio.schema.ImageSequenceReference)
    assert levels(clip) == pytest.approx([4 + k / 2 for k in range(10)], abs=0.25)


def test_in_xml_a_sequence_is_named_by_its_first_picture(tmp_path: Path) -> None:
    clips.write_sequence(tmp_path / "in", LEVELS, "shot.{:04d}.png", sample_type="uint16")
    shown = Shown("half", Fraction(25), 4, 10, Fraction(1, 2))
    text = ten_clips_fcp7.single(shown, tmp_path / "in" / "shot.1001.png")
    (tmp_path / "cut.xml").write_text(text, encoding="utf-8")
    target = tmp_path / "new.xml"
    words = ["conform", str(tmp_path / "cut.xml"), "-o", str(target), "--handles", "3"]
    assert main([*words, *OPTIONS]) == 0
    url = ElementTree.parse(target).getroot().findtext(".//file/pathurl", "")
    first = Path(plain_path(url))
    assert first.name.endswith("_000000.png") and first.exists()
    assert len(list(first.parent.glob("*.png"))) == 10 + 2 * 3


def test_a_clip_that_nothing_says_the_length_of_is_an_error(tmp_path: Path) -> None:
    cut = timeline(otio.schema.ExternalReference("a.mov", available()))
    (clip,) = cut.find_clips()
    clip.source_range = clip.media_reference.available_range = None
    otio.adapters.write_to_file(cut, str(tmp_path / "cut.otio"))
    words = ["conform", str(tmp_path / "cut.otio"), "-o", str(tmp_path / "new.otio")]
    assert main([*words, *OPTIONS]) == 3
