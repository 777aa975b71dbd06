"""Movies whose frames do not come evenly: the rate, length, copies and sound of what is made."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from pathlib import Path
from random import Random

import numpy as np
import pytest

from slowglass.core import JobSpec, RetimeResult, retime
from slowglass.core.errors import SequenceGapError
from slowglass.core.media import open_source
from slowglass.core.pipeline import frame_map
from slowglass.core.pipeline.describe import describe
from slowglass.core.timing import (
    Between,
    ConstantSpeed,
    Copy,
    FramePlan,
    Hold,
    KeepDuration,
    Positions,
)
from tests.core.media.made_sounds import (
    brightness,
    onsets,
    read_sound,
    ticks as clicks,
    write_sounding_movie,
)

HALF = ConstantSpeed(Fraction(1, 2))
SIX_HUNDREDTH, MPEG_TICK, MILLISECOND = Fraction(1, 600), Fraction(1, 90_000), Fraction(1, 1000)
MOV_TICK = Fraction(1, 30_000)
FLASHES = (8, 24, 40, 52)
"""Frames of the file that are white; a click sounds when they were recorded."""


def holes(count: int, *missing: int) -> list[float]:
    """Return the ticks of a clip that lacks some frames."""
    return [float(k) for k in range(count) if k not in missing]


def jittered(rate: int, milliseconds: float, *missing: int) -> list[float]:
    """Return the ticks of 60 frames that come so much early or late, but for those missing."""
    random = Random(rate)
    reach = milliseconds / 1000 * rate
    return [k + random.uniform(-reach, reach) for k in holes(60, *missing)]


def phone(count: int) -> list[float]:
    """Return ticks of 30 fps: steps of 33.33 and 33.4 ms, and now and then one of 41.67 ms."""
    steps = [1.25 if k % 12 == 9 else (1.002 if k % 3 else 1.0) for k in range(count - 1)]
    return [0, *accumulate(steps)]


def film(path: Path, rate: int, recorded: Sequence[float], time_base: Fraction = MPEG_TICK) -> Path:
    """Make a movie of black frames recorded at these ticks, with flashes and clicks."""
    start = round(recorded[0] / rate / time_base)
    stamps = [round(tick / rate / time_base) - start for tick in recorded]
    heard = [float(stamps[k] * time_base) for k in FLASHES if k < len(stamps)]
    seconds = float(stamps[-1] * time_base) + 1 / rate
    return write_sounding_movie(
        path,
        [clicks(seconds, heard)],
        "aac" if path.suffix == ".mp4" else "pcm_s16le",
        frame_count=len(stamps),
        rate=Fraction(rate),
        timestamps=stamps,
        time_base=time_base,
        is_white=lambda k: k in FLASHES,
    )


def run(source: Path, output: Path, **options: object) -> RetimeResult:
    spec: dict[str, object] = {"time": HALF, "model": "nearest", "cuts": "none", **options}
    return retime(JobSpec(str(source), str(output), **spec))  # type: ignore[arg-type]


def plan_of(source: Path, **options: object) -> FramePlan:
    spec: dict[str, object] = {"time": HALF, "cuts": "none", **options}
    return frame_map(JobSpec(str(source), "o.mov", **spec))  # type: ignore[arg-type]


def flashes_and_clicks(path: Path, rate: Fraction) -> list[tuple[float, float]]:
    """Return when each flash is seen and its click is heard, in seconds."""
    white = np.array(brightness(path)) > 128
    seen = np.flatnonzero(white & ~np.roll(white, 1)) / float(rate)
    return list(zip(map(float, seen), onsets(read_sound(path)), strict=True))


CLIPS: dict[str, tuple[int, Sequence[float], Fraction, int, int]] = {
    # name: rate, ticks, time base, ticks from start to end, filmed frames that are copied
    "one hole.mp4": (30, holes(61, 15), SIX_HUNDREDTH, 61, 60),
    "one hole.mkv": (30, holes(61, 15), MILLISECOND, 61, 60),
    "holes.mp4": (60, holes(66, 3, 20, 21, 44, 45, 46), MPEG_TICK, 66, 60),
    "holes.mov": (24, holes(63, 10, 11, 50), MOV_TICK, 63, 60),
    "jitter 1 ms.mp4": (30, jittered(30, 1), MPEG_TICK, 60, 60),
    "jitter 2 ms.mp4": (30, jittered(30, 2, 31), MPEG_TICK, 60, 59),
    "jitter 5 ms.mp4": (30, jittered(30, 5, 17, 31, 32), MPEG_TICK, 60, 57),
    "jitter 5 ms.mkv": (60, jittered(60, 5, 31), MILLISECOND, 60, 59),
    # Five slips of a quarter of a tick.
    "phone.mp4": (30, phone(60), SIX_HUNDREDTH, 61, 60),
    "phone.mov": (30, phone(60), MOV_TICK, 61, 60),
    "each twelfth late.mp4": (30, [k + k // 12 for k in range(60)], SIX_HUNDREDTH, 64, 60),
    "screen.mp4": (60, [*range(10), 39, 51, *range(52, 60)], MPEG_TICK, 60, 20),
}


@pytest.mark.parametrize("name", CLIPS)
def test_a_rate_that_is_nearly_constant_is_constant(tmp_path: Path, name: str) -> None:
    rate, recorded, time_base, count, copied = CLIPS[name]
    movie, output = film(tmp_path / name, rate, recorded, time_base), tmp_path / "slow.mov"
    result = run(movie, output)
    assert result.frame_rate == rate
    assert result.frames == 2 * count
    assert result.counts["copied"] == copied
    events = flashes_and_clicks(output, result.frame_rate)
    assert len(events) == sum(k < len(recorded) for k in FLASHES)
    # The nearest frame turns white half a source frame before its time; both were slowed down.
    assert all(abs(seen + 1 / rate - heard) <= 1 / rate for seen, heard in events)


@pytest.mark.parametrize("name", ["phone.mp4", "jitter 5 ms.mp4", "one hole.mkv"])
def test_another_rate_keeps_length_and_sound(tmp_path: Path, name: str) -> None:
    rate, recorded, time_base, count, _ = CLIPS[name]
    movie, output = film(tmp_path / name, rate, recorded, time_base), tmp_path / "o.mov"
    result = run(movie, output, time=KeepDuration(Fraction(120)))
    assert result.duration_seconds == Fraction(count, rate)
    events = flashes_and_clicks(output, result.frame_rate)
    assert len(events) == len(FLASHES)
    assert all(abs(seen + 0.5 / rate - heard) <= 1 / rate for seen, heard in events)


def test_a_rate_that_turns_is_shown_by_time(tmp_path: Path) -> None:
    # 30 fps, then 24, then a ramp from 24 to 40, in ticks of 30.
    steps = [1.0] * 20 + [1.25] * 20 + [1.25 - 0.025 * k for k in range(20)]
    recorded = [0, *accumulate(steps)]
    movie, output = film(tmp_path / "turns.mp4", 30, recorded), tmp_path / "o.mov"
    result = run(movie, output, time=KeepDuration(Fraction(120)))
    assert any("variable frame rate" in note for note in result.notes)
    assert abs(result.duration_seconds * 30 - Fraction(recorded[-1] + 1)) < 1
    events = flashes_and_clicks(output, result.frame_rate)
    assert len(events) == len(FLASHES)
    # The nearest frame turns white half a source frame before its time.
    assert all(abs(seen + 0.5 / 30 - heard) <= 0.5 / 30 for seen, heard in events)


def test_a_constant_rate_stays_what_it_is(tmp_path: Path) -> None:
    movie = film(tmp_path / "a.mp4", 30, holes(40))
    with open_source(str(movie)) as source:
        assert source.info.clock.is_constant
        assert not any("fps" in note for note in source.info.notes)
    run(movie, tmp_path / "copy.mp4", time=ConstantSpeed(Fraction(1)))
    assert (tmp_path / "copy.mp4").read_bytes() == movie.read_bytes()


def test_a_still_screen_is_held_until_a_tick_before_it_changes(tmp_path: Path) -> None:
    rate, recorded, time_base, _, _ = CLIPS["screen.mp4"]
    movie = film(tmp_path / "screen.mp4", rate, recorded, time_base)
    plan = plan_of(movie)
    # Frame 9 is shown at 18, frame 10 at 2 x 39 = 78; what comes between them moves in 77 alone.
    assert [type(entry) for entry in plan[18:79]] == [Copy, *[Hold] * 58, Between, Copy]
    assert {entry.why for entry in plan if isinstance(entry, Hold)} == {"still", "end"}
    assert isinstance(plan[77], Between)
    assert plan[77].t == Fraction(1, 2)


@pytest.mark.parametrize(
    ("policy", "shown"),
    [
        ("auto", "copy 2, between 2 and 3 at 1/4, between 2 and 3 at 1/2, between 2 and 3 at 3/4"),
        (
            "interpolate",
            "copy 2, between 2 and 3 at 1/4, between 2 and 3 at 1/2, between 2 and 3 at 3/4",
        ),
        ("hold", "copy 2, hold 2 (missing), hold 2 (missing), hold 2 (missing)"),
        ("black", "copy 2, hold 2 (missing), black (missing), black (missing)"),
    ],
)
def test_a_hole_is_filled_as_asked(tmp_path: Path, policy: str, shown: str) -> None:
    movie = film(tmp_path / "a.mp4", 30, holes(30, 3))
    result = run(movie, tmp_path / "o.mov", missing=policy)
    plan = plan_of(movie, missing=policy)
    assert ", ".join(describe(entry) for entry in plan[4:8]) == shown
    assert "30 fps with 1 frames that never came, after frame 2 (0.067 s)" in result.notes
    assert any(note.startswith("1 source frames never came; ") for note in result.notes)


def test_a_hole_is_refused_where_that_is_asked_for(tmp_path: Path) -> None:
    movie = film(tmp_path / "a.mp4", 30, holes(30, 3))
    with pytest.raises(SequenceGapError, match="1 never came, after frame 2"):
        run(movie, tmp_path / "o.mov", missing="error")
    run(movie, tmp_path / "o.mov", missing="error", first=5)


def test_a_host_that_counts_by_time_gets_what_is_shown_then(tmp_path: Path) -> None:
    # Each twelfth frame comes a tick late, and an editor counts on at 30 fps.
    recorded = [k + k // 12 for k in range(72)]
    movie = film(tmp_path / "phone.mp4", 30, recorded)
    asked = Positions(tuple(map(Fraction, range(77))), Fraction(24), Fraction(30))
    for tick, entry in enumerate(plan_of(movie, time=asked)):
        if tick in recorded:
            assert entry == Copy(tick, Fraction(recorded.index(tick)), recorded.index(tick))
        else:
            assert isinstance(entry, Between)
            assert (entry.left, entry.t) == (recorded.index(tick - 1), Fraction(1, 2))
