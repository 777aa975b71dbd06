"""Trims, pairs of rates and numberings: each new frame is of the source frame that was shown."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from pathlib import Path

import pytest

from tests.host_adapters.resolve.stage import Stage

RATES = [
    ("24", "24"),
    ("24", "25"),
    ("50", "25"),
    ("23.976", "24"),
    ("29.97", "59.94"),
    ("60", "24"),
]
TRIMS = [(0, 12), (7, 12), (31, 5)]
MEDIA_FRAMES = 120
VERSIONS = ("18.5.1", "19.1.3", "21.1.0")


@pytest.mark.parametrize("numbers", [None, 0, 1, 1001])
@pytest.mark.parametrize(("media_rate", "rate"), RATES)
def test_a_trimmed_clip_is_filled_with_the_frames_that_it_showed(
    tmp_path: Path, media_rate: str, rate: str, numbers: int | None
) -> None:
    for version, (source_start, frames) in zip(VERSIONS, TRIMS, strict=True):
        folder = tmp_path / version
        folder.mkdir()
        files = None if numbers is None else range(numbers, numbers + MEDIA_FRAMES)
        stage = Stage(
            folder,
            version=version,
            rate=rate,
            media={"frames": MEDIA_FRAMES, "rate": media_rate},
            item={"source_start": source_start, "frames": frames},
            timeline={"playhead": 24},
            sequence_numbers=files,
        )
        assert stage.run(None) == 1, stage.user.text
        assert_exact(stage, frames)


def assert_exact(stage: Stage, frames: int) -> None:
    """The result lies where the clip does, shows its own frames in order, and nothing changed."""
    _, original = stage.before["shot"]
    _, item = stage.placed()
    record = range(original["start"], original["end"])
    assert (item["start"], item["end"]) == (record.start, record.stop)
    shown_before = [stage.shown_before[frame] for frame in record]
    assert [floor(position) for position in stage.engine.positions] == shown_before
    pictures = [stage.shown(frame) for frame in record]
    assert [picture["frame"] for picture in pictures] == list(range(frames))
    assert {picture["item"] for picture in pictures} == {item["id"]}
    assert stage.originals() == stage.before


@pytest.mark.parametrize(("media_rate", "rate"), RATES)
@pytest.mark.parametrize("speed", ["1/2", "1/3", "2/5"])
def test_a_slower_clip_covers_what_the_clip_covered_and_no_more(
    tmp_path: Path, media_rate: str, rate: str, speed: str
) -> None:
    stage = Stage(
        tmp_path,
        rate=rate,
        media={"frames": MEDIA_FRAMES, "rate": media_rate},
        item={"source_start": 7, "frames": 11},
    )
    assert stage.run(Fraction(speed)) == 1, stage.user.text
    positions = stage.engine.positions
    step = positions[1] - positions[0]
    end = positions[-1] + step
    covered = 11 * (step / Fraction(speed))
    assert positions[0] == 7
    assert 0 <= end - 7 - covered < step
    _, item = stage.placed()
    assert item["end"] - item["start"] == len(positions)
