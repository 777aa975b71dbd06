"""Movies whose frames came at any time: each new frame shows the moment that the timeline shows."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from slowglass.core.job_json import job_from_json
from slowglass.core.media import open_source
from slowglass.core.pipeline import frame_map
from slowglass.core.timing import SourceClock
from slowglass.host_adapters.otio import file_retime
from tests import clips
from tests.host_adapters.otio.test_retime import exported
from tests.host_adapters.resolve.stage import Stage

PHONE = [33 * k + 67 * (k // 7) for k in range(60)]
"""Milliseconds: dark, so that every seventh frame came late; 24 frames a second on average."""
SCREEN = [0, 40, 80, 500, 540, 1700, 1740, 1780, 1820, 2400, 2440, 2480, 2520, 2560, 2600, 2640]
HOLE = [k * 40 for k in range(60) if k not in (11, 30, 31)]
STEADY = [k * 40 for k in range(60)]
CLOCKS = {"phone": PHONE, "screen": SCREEN, "holes": HOLE, "steady": STEADY}
RATES = [Fraction(25), Fraction(2379, 100)]
TOLERANCE_FRAMES = Fraction(1, 1000)
"""Within it a whole frame is meant (docs/time.md)."""


def movie(folder: Path, stamps: list[int]) -> tuple[Path, SourceClock]:
    """A movie with those timestamps, and what the engine knows of them."""
    path = clips.write_movie(
        folder / "clip.mkv",
        clips.movie_frames(len(stamps)),
        timestamps=stamps,
        time_base=Fraction(1, 1000),
    )
    with open_source(str(path)) as source:
        return path, source.info.clock


def media(path: Path, clock: SourceClock, rate: Fraction) -> dict[str, Any]:
    """The clip as Resolve has it: so many frames of an even rate as the movie lasts."""
    frames = int(clock.duration_seconds * rate)
    return {"path": str(path), "frames": frames, "rate": f"{float(rate):.3f}".rstrip("0")}


def assert_moments(job: Any, clock: SourceClock, moments: list[Fraction]) -> None:
    """The engine shows those seconds of the movie, and nothing else."""
    entries = list(frame_map(job))
    assert len(entries) == len(moments)
    for entry, moment in zip(entries, moments, strict=True):
        off = abs(entry.source_position - clock.position(moment))
        assert off <= TOLERANCE_FRAMES, (entry, moment)


@pytest.mark.parametrize("kind", CLOCKS)
@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize(("speed", "trim"), [("1/2", 11), ("-1", 6)])
def test_a_slowed_clip_shows_the_moments_of_the_timeline(
    tmp_path: Path, kind: str, rate: Fraction, speed: str, trim: int
) -> None:
    path, clock = movie(tmp_path, CLOCKS[kind])
    item = {"speed": speed, "source_start": trim, "frames": 20}
    stage = Stage(tmp_path, version="21.1.0", media=media(path, clock, rate), item=item)
    assert stage.run(Fraction(1, 4)) == 1, stage.user.text
    (document,) = stage.engine.jobs
    step = Fraction(speed) * rate / 24
    first = trim if step > 0 else trim + 19 * abs(step)
    ratio = Fraction(1, 4) / abs(Fraction(speed))
    count = len(document["time"]["positions"])
    counted = [first + k * ratio * step for k in range(count)]
    if clock.is_constant:  # the frames of a constant rate are those that Resolve counts
        moments = [position / clock.frame_rate for position in counted]
    else:
        moments = [position / rate for position in counted]
    assert_moments(job_from_json(document), clock, moments)


def test_a_movie_that_the_user_plays_at_another_rate_is_counted_by_its_frames(
    tmp_path: Path,
) -> None:
    path, _ = movie(tmp_path, STEADY)
    slowed = {"path": str(path), "frames": 60, "rate": "12"}
    stage = Stage(tmp_path, media=slowed, item={"source_start": 5, "frames": 20})
    assert stage.run(None) == 1, stage.user.text
    entries = list(frame_map(job_from_json(stage.engine.jobs[0])))
    assert [entry.source_position for entry in entries] == [5 + Fraction(k, 2) for k in range(20)]


@pytest.mark.parametrize("kind", ["phone", "screen", "holes"])
def test_the_way_through_files_shows_the_moments_too(tmp_path: Path, kind: str) -> None:
    path, clock = movie(tmp_path, CLOCKS[kind])
    item = {"source_start": 7, "frames": 20}
    stage = Stage(tmp_path, media=media(path, clock, Fraction(30)), item=item)
    half = Fraction(1, 2)
    job = file_retime(str(exported(stage)), str(tmp_path / "a.otio"), speed=half).job
    shown = [(7 + k * half * Fraction(30, 24)) / 30 for k in range(40)]
    assert_moments(job, clock, shown)
    job = file_retime(str(path), str(tmp_path / "b.otio"), speed=half, rate=Fraction(25)).job
    count = 2 * int(clock.duration_seconds * 25)
    assert_moments(job, clock, [Fraction(k, 50) for k in range(count)])
