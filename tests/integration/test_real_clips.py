"""The main job on real footage: the sample of the package, and whatever a folder holds.

    SLOWGLASS_REAL_CLIPS=FOLDER python3 dev.py test tests/integration/test_real_clips.py

retimes the first seconds of every movie in that folder, too.
"""

from __future__ import annotations

import math
import os
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from slowglass.core import JobSpec, retime
from slowglass.core.errors import UnsupportedMediaError
from slowglass.core.frames import NativePlanes
from slowglass.core.media.images.frame import read_picture
from slowglass.core.media.movies.codecs import plain_format
from slowglass.core.media.open import MOVIE_SUFFIXES, open_source
from slowglass.core.pipeline import frame_map
from slowglass.core.timing import (
    ConstantSpeed,
    Copy,
    KeepDuration,
    SpeedCurve,
    SpeedKey,
    TimeMap,
)
from slowglass.plugin.sample import sample_folder

FOLDER = os.environ.get("SLOWGLASS_REAL_CLIPS", "")
FRAMES = 5
CURVE = SpeedCurve(
    (SpeedKey(Fraction(0), Fraction(1), "smooth"), SpeedKey(Fraction(1, 4), Fraction(1, 3)))
)
MAPS: dict[str, TimeMap] = {
    "25 %": ConstantSpeed(Fraction(1, 4)),
    "40 %": ConstantSpeed(Fraction(2, 5)),
    "150 %": ConstantSpeed(Fraction(3, 2)),
    "to 60 fps": KeepDuration(Fraction(60)),
    "along a curve": CURVE,
}


def real_clips() -> list[object]:
    found = sorted(p for p in Path(FOLDER).glob("*") if p.suffix.lower() in MOVIE_SUFFIXES)
    marked = [pytest.param(p, marks=pytest.mark.real_clip, id=p.stem) for p in found if FOLDER]
    if not marked:
        reason = "SLOWGLASS_REAL_CLIPS names no folder with movies"
        marks = (pytest.mark.real_clip, pytest.mark.skip(reason=reason))
        marked = [pytest.param(Path(), marks=marks, id="real clips")]
    return [pytest.param(sample_folder() / "sample.mp4", id="sample"), *marked]


def job(source: Path, output: Path, time: TimeMap) -> JobSpec:
    return JobSpec(
        str(source),
        str(output),
        time,
        first=0,
        last=FRAMES - 1,
        model="blend",
        device="cpu",
        overwrite="always",
    )


@pytest.mark.parametrize("name", MAPS)
@pytest.mark.parametrize("source", real_clips())
def test_a_real_movie_has_exact_time_and_untouched_source_frames(
    source: Path, tmp_path: Path, name: str
) -> None:
    time = MAPS[name]
    work = job(source, tmp_path / "slow.mkv", time)
    try:
        plan, result = frame_map(work), retime(work)
    except UnsupportedMediaError as error:
        pytest.skip(f"refused with advice: {error}")
    expected = time.output_seconds(plan.span)
    assert result.frames == math.ceil(expected * result.frame_rate)
    assert 0 <= result.duration_seconds - expected < 1 / result.frame_rate
    with open_source(str(source)) as original, open_source(work.output) as made:
        assert made.info.clock.frame_count == result.frames
        assert abs(made.info.clock.frame_rate - result.frame_rate) < Fraction(1, 100)
        copies = [entry for entry in plan if isinstance(entry, Copy)]
        assert copies
        for entry in copies:
            one = original.read(entry.index).native
            other = made.read(entry.output_index).native
            if not isinstance(one, NativePlanes) or not isinstance(other, NativePlanes):
                continue  # a turned picture is stored upright
            assert plain_format(one.pixel_format) == plain_format(other.pixel_format)
            assert all(np.array_equal(a, b) for a, b in zip(one.planes, other.planes, strict=True))


@pytest.mark.parametrize("name", MAPS)
def test_a_real_sequence_keeps_its_files_where_time_is_whole(tmp_path: Path, name: str) -> None:
    work = job(sample_folder() / "sample.1001.exr", tmp_path / "slow.####.exr", MAPS[name])
    work = replace(work, channels=(("*Vector*", "nearest"),))
    plan, result = frame_map(work), retime(work)
    assert len(list(tmp_path.glob("slow.*.exr"))) == result.frames
    for entry in plan:
        if isinstance(entry, Copy) and result.frame_rate == 24:
            original = sample_folder() / f"sample.{1001 + entry.index}.exr"
            copied = tmp_path / f"slow.{1001 + entry.output_index}.exr"
            assert copied.read_bytes() == original.read_bytes()


def test_only_motion_vectors_of_a_copied_frame_follow_the_new_time(tmp_path: Path) -> None:
    work = job(sample_folder() / "sample.1001.exr", tmp_path / "slow.####.exr", MAPS["25 %"])
    result = retime(replace(work, last=2))
    assert any("vectors are rescaled" in note for note in result.notes)
    original, copied = (
        read_picture(path)
        for path in (sample_folder() / "sample.1002.exr", tmp_path / "slow.1005.exr")
    )
    for one, other in zip(original.layers, copied.layers, strict=True):
        for place, channel in enumerate(one.channels):
            scale = 0.25 if ".Vector." in channel else 1
            assert np.array_equal(one.pixels[:, :, place] * scale, other.pixels[:, :, place])
