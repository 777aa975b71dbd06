from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from random import Random

import pytest

from slowglass.core.timing import Hole, SourceClock, recorded_clock

MILLISECOND = Fraction(1, 1000)
SIX_HUNDREDTH = Fraction(1, 600)
MPEG_TICK = Fraction(1, 90_000)
NTSC = Fraction(30_000, 1001)


def stamps(ticks: Sequence[float], rate: Fraction, time_base: Fraction) -> list[int]:
    """Return the timestamps of frames that were recorded at these ticks."""
    return [round(tick / float(rate * time_base)) for tick in ticks]


def jittered(
    ticks: Sequence[int], rate: Fraction, milliseconds: float, seed: int = 1
) -> list[float]:
    """Return ticks that are recorded up to so much early or late, evenly spread."""
    random = Random(seed)
    reach = milliseconds / 1000 * float(rate)
    return [tick + random.uniform(-reach, reach) for tick in ticks]


def tick_numbers(clock: SourceClock) -> list[Fraction]:
    return [clock.seconds(k) * clock.frame_rate for k in range(clock.frame_count)]


def test_timestamps_rounded_to_milliseconds_give_the_exact_rate() -> None:
    rate = Fraction(24000, 1001)
    clock = recorded_clock(stamps(range(1000), rate, MILLISECOND), MILLISECOND, [rate])
    assert clock == SourceClock(rate, 1000)
    assert clock.is_constant


@pytest.mark.parametrize("time_base", [SIX_HUNDREDTH, MPEG_TICK, MILLISECOND])
@pytest.mark.parametrize("missing", [{15}, {4, 5, 20}, {3, 9, 10, 11, 25}])
@pytest.mark.parametrize("rate", [Fraction(30), NTSC, Fraction(60), Fraction(24)])
def test_frames_that_did_not_come_leave_holes_in_the_clock(
    rate: Fraction, missing: set[int], time_base: Fraction
) -> None:
    ticks = [k for k in range(31) if k not in missing]
    # An average over what came, as containers compute it, is no witness of the rate.
    average = Fraction(len(ticks), 31) * rate
    clock = recorded_clock(stamps(ticks, rate, time_base), time_base, [average, rate])
    assert clock.frame_rate == rate
    assert tick_numbers(clock) == ticks
    assert clock.duration_seconds == 31 / rate
    assert sum(hole.frames for hole in clock.holes) == len(missing)
    assert not clock.is_constant


def test_a_time_base_of_whole_frames_hides_no_hole() -> None:
    stamps_of_frames = [k for k in range(25) if k != 10]
    clock = recorded_clock(stamps_of_frames, Fraction(1, 25), [Fraction(25)])
    assert clock.frame_rate == 25
    assert clock.holes == (Hole(9, 1),)


@pytest.mark.parametrize("milliseconds", [1, 2, 5])
@pytest.mark.parametrize("rate", [Fraction(24), Fraction(30), Fraction(60)])
@pytest.mark.parametrize("is_stated", [True, False])
def test_jitter_leaves_every_frame_on_its_tick(
    rate: Fraction, milliseconds: float, is_stated: bool
) -> None:
    ticks = [k for k in range(90) if k not in (30, 55, 56)]
    recorded = stamps(jittered(ticks, rate, milliseconds), rate, MPEG_TICK)
    clock = recorded_clock(recorded, MPEG_TICK, [rate] if is_stated else [])
    assert clock.frame_rate == rate
    assert tick_numbers(clock) == ticks
    assert clock.holes == (Hole(29, 1), Hole(53, 2))
    assert clock.jitter is not None
    assert milliseconds * 0.7 < clock.jitter.seconds * 1000 < milliseconds * 1.3
    # Tick 0 lies where the first frame was meant to be.
    first = recorded[0] * MPEG_TICK
    assert abs(first + clock.jitter.lead_seconds) * 1000 < milliseconds * 0.3


def test_one_frame_that_came_late_changes_nothing_for_the_others() -> None:
    ticks = [*range(12), 12.45, *range(13, 40)]
    clock = recorded_clock(stamps(ticks, Fraction(30), MPEG_TICK), MPEG_TICK, [Fraction(30)])
    assert tick_numbers(clock) == list(range(40))


def test_a_rate_that_is_no_standard_one_is_measured() -> None:
    rate = Fraction(29_952, 1000)
    ticks = [k for k in range(9000) if k % 100 != 50]
    recorded = stamps(jittered(ticks, rate, 1), rate, MPEG_TICK)
    clock = recorded_clock(recorded, MPEG_TICK, [Fraction(30)])
    assert tick_numbers(clock) == ticks
    # 0.01 of a tick over five minutes.
    assert abs(clock.frame_rate - rate) * 300 < 0.01


def test_a_phone_whose_clock_slips_keeps_its_rate() -> None:
    # Steps of 1/30 s, now and then one of 1/24 s, in units of 1/600 s.
    steps = [25 if k % 11 == 7 else 20 for k in range(119)]
    recorded = [0, *accumulate(steps)]
    clock = recorded_clock(recorded, SIX_HUNDREDTH, [Fraction(2900, 100), Fraction(30)])
    assert clock.frame_rate == 30
    assert all(number.denominator == 1 for number in tick_numbers(clock))
    for k, timestamp in enumerate(recorded):
        assert abs(clock.seconds(k) - timestamp * SIX_HUNDREDTH) <= Fraction(1, 60)
    # Eleven slips of a quarter of a tick: that many frames are between.
    assert [hole.frames for hole in clock.holes] == [1, 1, 1]


def test_where_nothing_is_recorded_for_long_the_picture_stands() -> None:
    ticks = [*range(10), 39, 51, *range(52, 60)]
    clock = recorded_clock(stamps(ticks, Fraction(60), MPEG_TICK), MPEG_TICK, [Fraction(60)])
    assert tick_numbers(clock) == ticks
    assert clock.holes == ()
    assert [k for k in range(len(ticks)) if clock.stands(k)] == [9, 10]


def test_half_as_many_frames_are_not_holes_but_another_rate() -> None:
    recorded = stamps([2 * k for k in range(20) if k != 7], Fraction(60), MPEG_TICK)
    clock = recorded_clock(recorded, MPEG_TICK, [Fraction(60)])
    assert clock.frame_rate == 30
    assert clock.holes == (Hole(6, 1),)


def test_two_frames_at_one_tick_divide_it() -> None:
    ticks = [*range(21), 20.25, *range(21, 40)]
    clock = recorded_clock(stamps(ticks, Fraction(25), MPEG_TICK), MPEG_TICK, [Fraction(25)])
    assert tick_numbers(clock) == [*range(21), 20 + Fraction(1, 2), *range(21, 40)]


def test_a_rate_that_changes_stays_by_time() -> None:
    recorded = [0, *accumulate([20] * 30 + [25] * 24 + [20] * 30)]
    clock = recorded_clock(recorded, SIX_HUNDREDTH, [Fraction(30)])
    assert clock.jitter is None
    assert clock.frame_rate == 30
    assert [clock.seconds(k) for k in range(len(recorded))] == [t * SIX_HUNDREDTH for t in recorded]


def test_uneven_timestamps_keep_their_own_times() -> None:
    clock = recorded_clock([100, 140, 240], MILLISECOND, [Fraction(25)], Fraction(7, 100))
    assert [clock.seconds(index) for index in range(3)] == [0, Fraction(1, 25), Fraction(7, 50)]
    assert clock.frame_rate == 25
    assert clock.duration_seconds == Fraction(140, 1000) + Fraction(70, 1000)


def test_a_standard_rate_that_the_file_states_is_taken_where_others_fit_as_well() -> None:
    # In units of 1/600 s, half a second of 59.94 fps is the same as one of 60.
    rate, ticks = Fraction(60_000, 1001), [k for k in range(31) if k not in (8, 20)]
    clock = recorded_clock(stamps(ticks, rate, SIX_HUNDREDTH), SIX_HUNDREDTH, [rate])
    assert clock.frame_rate == rate
    assert tick_numbers(clock) == ticks


def test_a_time_base_of_whole_frames_hides_no_hole_from_a_measured_rate() -> None:
    # A mean of 23 / 24 of the rate would be within half a frame of each.
    ticks = [k for k in range(24) if k != 12]
    clock = recorded_clock(ticks, 1 / NTSC, [Fraction(23, 24) * NTSC, NTSC])
    assert tick_numbers(clock) == ticks


@pytest.mark.parametrize("milliseconds", [2, 5])
def test_jitter_may_be_without_a_bound(milliseconds: float) -> None:
    random, rate = Random(3), Fraction(30)
    reach = milliseconds / 1000 * float(rate)
    ticks = [k for k in range(300) if k not in (100, 101)]
    recorded = stamps([tick + random.gauss(0, reach) for tick in ticks], rate, MPEG_TICK)
    assert tick_numbers(recorded_clock(recorded, MPEG_TICK, [rate])) == ticks


def test_jitter_of_a_short_clip_needs_a_rate_that_the_file_states() -> None:
    ticks = [k for k in range(12) if k != 5]
    recorded = stamps(jittered(ticks, Fraction(30), 5), Fraction(30), MPEG_TICK)
    assert tick_numbers(recorded_clock(recorded, MPEG_TICK, [Fraction(30)])) == ticks
    assert recorded_clock(recorded, MPEG_TICK).frame_rate == 30


TURNING = {
    # Steps in units of 1/90000 s.
    "30, 25, 30 fps": [3000] * 8 + [3600] * 8 + [3000] * 8,
    "30, 24 fps": [3000] * 12 + [3750] * 12,
    "from 30 to 23 fps": [3000 + 900 * k // 24 for k in range(24)],
    "to and fro at random": [Random(k).choice((3000, 3375, 3750)) for k in range(40)],
    "a walk of 6 ms": [round(Random(k).gauss(3000, 540)) for k in range(60)],
}


@pytest.mark.parametrize("steps", TURNING.values(), ids=TURNING.keys())
def test_a_rate_that_turns_stays_by_time(steps: list[int]) -> None:
    recorded = [0, *accumulate(steps)]
    clock = recorded_clock(recorded, MPEG_TICK, [Fraction(30)])
    assert clock.times == tuple(timestamp * MPEG_TICK for timestamp in recorded)
    assert not clock.has_ticks
    assert clock.frame_rate in (24, 25, 30)


def test_slow_motion_that_turns_to_normal_speed_never_stands_still() -> None:
    recorded = [0, *accumulate([375] * 60 + [3000] * 60)]
    clock = recorded_clock(recorded, MPEG_TICK, [Fraction(240)])
    assert clock.frame_rate == 240
    assert [clock.seconds(k) for k in range(121)] == [time * MPEG_TICK for time in recorded]
    assert not any(clock.stands(k) for k in range(121))


def test_random_times_have_no_ticks() -> None:
    random = Random(5)
    recorded = [0, *accumulate(random.randrange(1, 90) for _ in range(60))]
    assert recorded_clock(recorded, MILLISECOND).jitter is None
