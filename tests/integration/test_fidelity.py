"""What is not computed stays as it is: pixels, what an encoder gets, attributes."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from av.video.frame import VideoFrame

from slowglass.core import JobSpec, retime
from slowglass.core.frames import NativePlanes
from slowglass.core.job import OutputFormat
from slowglass.core.media.images.source import ImageSequenceSource
from slowglass.core.media.movies import sink as movie_sink
from slowglass.core.media.planes.native import make_frame
from tests import clips
from tests.integration.carried import attribute_table, lost_attributes, lost_tags, tag_table
from tests.integration.exr_header import attributes_in, write_exr_with_attributes
from tests.integration.fidelity import (
    LOSSLESS,
    PAGE,
    TARGETS,
    Target,
    decoded_planes,
    measure,
)
from tests.tolerances import DOCUMENTED_ERROR_RATIO

TEXT = PAGE.read_text("utf-8")
ROW = re.compile(r"^\| ([^|]+) \| (equal|[\d.e-]+) \| ([\d.e-]*) ?\|$", re.MULTILINE)
DOCUMENTED = {name: (mean, largest) for name, mean, largest in ROW.findall(TEXT)}


def test_the_page_lists_every_target_once() -> None:
    assert list(DOCUMENTED) == [target.name for target in TARGETS]
    equal = {name for name, (mean, _) in DOCUMENTED.items() if mean == "equal"}
    assert equal == set(LOSSLESS)


@pytest.mark.parametrize("target", TARGETS, ids=[target.name for target in TARGETS])
def test_pixels_are_equal_or_as_near_as_the_page_says(target: Target, tmp_path: Path) -> None:
    error = measure(target, tmp_path)
    if target.name in LOSSLESS:
        assert error.largest == 0
        return
    mean, largest = map(float, DOCUMENTED[target.name])
    low, high = DOCUMENTED_ERROR_RATIO
    assert low * mean <= error.mean <= high * mean
    assert low * largest <= error.largest <= high * largest


@pytest.mark.parametrize(
    ("codec", "suffix", "pixel_format"),
    [
        ("h264", ".mp4", "yuv420p"),
        ("hevc", ".mov", "yuv420p10le"),
        ("prores", ".mov", "yuv422p10le"),
        ("dnxhr", ".mov", "yuv422p10le"),
    ],
)
def test_a_lossy_encoder_gets_what_was_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, codec: str, suffix: str, pixel_format: str
) -> None:
    given: list[NativePlanes] = []

    def listen(native: NativePlanes, width: int, height: int) -> VideoFrame:
        given.append(native)
        return make_frame(native, width, height)

    monkeypatch.setattr(movie_sink, "make_frame", listen)
    frames = [clips.texture(144, 256, k) for k in range(3)]
    source = clips.write_movie(tmp_path / "in.mkv", frames, pixel_format=pixel_format)
    settings = OutputFormat(codec=codec)
    output = str(tmp_path / f"out{suffix}")
    retime(JobSpec(str(source), output, model="blend", cuts="none", format=settings))
    expected = decoded_planes(source)
    assert len(given) == len(expected) == 3
    for a, b in zip(given, expected, strict=True):
        assert all(np.array_equal(x, y) for x, y in zip(a.planes, b.planes, strict=True))


def test_the_page_lists_what_an_exr_loses(tmp_path: Path) -> None:
    assert attribute_table(lost_attributes(tmp_path)) in TEXT


def test_the_rate_is_read_by_its_standard_name(tmp_path: Path) -> None:
    write_exr_with_attributes(tmp_path / "in.0001.exr")
    assert ImageSequenceSource(tmp_path).info.clock.frame_rate == 25


def test_the_page_lists_what_movies_lose(tmp_path: Path) -> None:
    assert tag_table(lost_tags(tmp_path)) in TEXT


def test_a_copied_exr_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "in.0001.exr"
    write_exr_with_attributes(path)
    retime(JobSpec(str(path), str(tmp_path / "o.####.exr"), model="blend", cuts="none"))
    (copied,) = tmp_path.glob("o.*.exr")
    assert attributes_in(copied) == attributes_in(path)
