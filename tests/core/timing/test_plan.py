from fractions import Fraction as F
from itertools import pairwise

import pytest
from hypothesis import assume, given, strategies as st

from slowglass.core.errors import TimeMapError
from slowglass.core.timing import (
    Between,
    Blank,
    Conform,
    ConstantSpeed,
    Copy,
    Entry,
    Extrapolate,
    FramePlan,
    Hold,
    Jitter,
    KeepDuration,
    Positions,
    Reverse,
    SourceClock,
    SourceSpan,
    TimeMap,
)
from tests.core.timing.strategies import SPEEDS, any_maps, clocks, few_examples, forward_maps

FILM = F(24000, 1001)
SIX_FRAMES = SourceClock(F(24), 6)


def short(entry: Entry) -> tuple[object, ...]:
    """An entry without its positions, to compare with a table."""
    match entry:
        case Copy():
            return ("copy", entry.index)
        case Hold():
            return ("hold", entry.index, entry.why)
        case Blank():
            return ("black", entry.index)
        case _:
            return (entry.kind, entry.left, entry.right, entry.t)


def test_forty_per_cent_as_computed_by_hand() -> None:
    plan = FramePlan.build(ConstantSpeed(F(2, 5)), SourceClock(FILM, 4))
    assert [short(entry) for entry in plan] == [
        ("copy", 0),
        ("between", 0, 1, F(2, 5)),
        ("between", 0, 1, F(4, 5)),
        ("between", 1, 2, F(1, 5)),
        ("between", 1, 2, F(3, 5)),
        ("copy", 2),
        ("between", 2, 3, F(2, 5)),
        ("between", 2, 3, F(4, 5)),
        ("hold", 3, "end"),
        ("hold", 3, "end"),
    ]
    assert plan.output_rate == FILM
    assert plan.duration_seconds == 4 / FILM / F(2, 5)


def test_one_and_a_half_speed_as_computed_by_hand() -> None:
    plan = FramePlan.build(ConstantSpeed(F(3, 2)), SIX_FRAMES)
    assert [short(entry) for entry in plan] == [
        ("copy", 0),
        ("between", 1, 2, F(1, 2)),
        ("copy", 3),
        ("between", 4, 5, F(1, 2)),
    ]


def test_film_to_sixty_as_computed_by_hand() -> None:
    plan = FramePlan.build(KeepDuration(F(60)), SourceClock(FILM, 3))
    # 400/1001 of a frame at each step; 3 frames last 3003/24000 s, so 7.5 steps of 1/60 s.
    assert [short(entry) for entry in plan] == [
        ("copy", 0),
        ("between", 0, 1, F(400, 1001)),
        ("between", 0, 1, F(800, 1001)),
        ("between", 1, 2, F(199, 1001)),
        ("between", 1, 2, F(599, 1001)),
        ("between", 1, 2, F(999, 1001)),
        ("hold", 2, "end"),
        ("hold", 2, "end"),
    ]
    assert plan.output_rate == 60


def test_ten_hours_of_film_are_exact() -> None:
    plan = FramePlan.build(ConstantSpeed(F(1, 4)), SourceClock(FILM, 863_136))
    assert len(plan) == 4 * 863_136
    assert plan.duration_seconds == 4 * 863_136 * F(1001, 24000)
    assert short(plan[0]) == ("copy", 0)
    assert short(plan[1]) == ("between", 0, 1, F(1, 4))
    assert short(plan[-4]) == ("copy", 863_135)
    assert short(plan[-5]) == ("between", 863_134, 863_135, F(3, 4))
    assert plan[-1] == Hold(3_452_543, F(3_452_543, 4), 863_135, "end")


def test_conforming_copies_every_frame() -> None:
    plan = FramePlan.build(Conform(F(25)), SourceClock(FILM, 9))
    assert [short(entry) for entry in plan] == [("copy", k) for k in range(9)]
    assert plan.output_rate == 25


def test_a_variable_rate_is_retimed_by_its_own_times() -> None:
    clock = SourceClock(F(1), 4, (F(0), F(1), F(3), F(4)), F(1))
    plan = FramePlan.build(ConstantSpeed(F(1)), clock, output_rate=F(2))
    assert [short(entry) for entry in plan] == [
        ("copy", 0),
        ("between", 0, 1, F(1, 2)),
        ("copy", 1),
        ("between", 1, 2, F(1, 4)),
        ("between", 1, 2, F(1, 2)),
        ("between", 1, 2, F(3, 4)),
        ("copy", 2),
        ("between", 2, 3, F(1, 2)),
        ("copy", 3),
        ("hold", 3, "end"),
    ]


def test_frames_outside_the_range_are_neighbours() -> None:
    plan = FramePlan.build(ConstantSpeed(F(1, 2)), SIX_FRAMES, first=1, last=2)
    assert [short(entry) for entry in plan] == [
        ("copy", 1),
        ("between", 1, 2, F(1, 2)),
        ("copy", 2),
        ("between", 2, 3, F(1, 2)),
    ]
    trimmed = FramePlan.build(ConstantSpeed(F(1, 2)), SIX_FRAMES, first=1, last=2, end="trim")
    assert len(trimmed) == 4


@pytest.mark.parametrize(
    ("end", "tail"),
    [
        ("hold", [("hold", 5, "end")] * 3),
        ("trim", []),
        ("extrapolate", [("extrapolate", 4, 5, F(4 + k, 4)) for k in (1, 2, 3)]),
    ],
)
def test_end_policies(end: str, tail: list[tuple[object, ...]]) -> None:
    plan = FramePlan.build(ConstantSpeed(F(1, 4)), SIX_FRAMES, end=end)  # type: ignore[arg-type]
    assert [short(entry) for entry in plan[21:]] == tail
    assert short(plan[20]) == ("copy", 5)


@pytest.mark.parametrize("end", ["hold", "trim"])
def test_a_cut_holds_the_last_frame_of_the_shot(end: str) -> None:
    plan = FramePlan.build(
        ConstantSpeed(F(1, 2)),
        SIX_FRAMES,
        cuts=[3],
        end=end,  # type: ignore[arg-type]
    )
    assert [short(entry) for entry in plan[4:7]] == [("copy", 2), ("hold", 2, "cut"), ("copy", 3)]


def test_a_shot_is_extrapolated_up_to_its_cut() -> None:
    plan = FramePlan.build(ConstantSpeed(F(1, 2)), SIX_FRAMES, cuts=[2, 3], end="extrapolate")
    assert short(plan[3]) == ("extrapolate", 0, 1, F(3, 2))
    assert short(plan[5]) == ("hold", 2, "cut"), "a shot of one frame has no motion"


def test_extrapolation_stands_still_after_one_frame() -> None:
    clock = SourceClock(F(24), 3)
    positions = Positions(tuple(F(p, 2) for p in (5, 6, 7, 8, -1, -2, -3)))
    plan = FramePlan.build(positions, clock, end="extrapolate")
    assert [short(entry)[3] for entry in plan] == [
        F(3, 2),
        F(2),
        F(2),
        F(2),
        F(-1, 2),
        F(-1),
        F(-1),
    ]


def test_reverse_plays_the_frames_backwards_and_holds_the_first() -> None:
    plan = FramePlan.build(Reverse(ConstantSpeed(F(1, 2))), SourceClock(F(24), 3))
    assert [short(entry) for entry in plan] == [
        ("copy", 2),
        ("between", 1, 2, F(1, 2)),
        ("copy", 1),
        ("between", 0, 1, F(1, 2)),
        ("copy", 0),
        ("hold", 0, "start"),
    ]


def test_duplicates_are_passed_over() -> None:
    plan = FramePlan.build(ConstantSpeed(F(1)), SIX_FRAMES, duplicates=[1, 3, 4])
    assert [short(entry) for entry in plan] == [
        ("copy", 0),
        ("between", 0, 2, F(1, 2)),
        ("copy", 2),
        ("between", 2, 5, F(1, 3)),
        ("between", 2, 5, F(2, 3)),
        ("copy", 5),
    ]
    assert plan.summary().replaced == 3
    assert [entry.output_index for entry in plan.remarkable()] == [1, 3, 4]


def test_duplicates_at_either_end_of_a_shot_stay() -> None:
    plan = FramePlan.build(ConstantSpeed(F(1)), SIX_FRAMES, cuts=[3], duplicates=[0, 2, 3, 5])
    assert plan.summary().copies == 6


def test_missing_frames_are_made_and_never_read() -> None:
    plan = FramePlan.build(ConstantSpeed(F(1)), SIX_FRAMES, cuts=[3], missing=[0, 2, 3])
    assert [short(entry) for entry in plan] == [
        ("hold", 1, "start"),
        ("copy", 1),
        ("hold", 1, "cut"),
        ("hold", 1, "cut"),
        ("copy", 4),
        ("copy", 5),
    ]
    with pytest.raises(TimeMapError, match="all 6 are missing"):
        FramePlan.build(ConstantSpeed(F(1)), SIX_FRAMES, missing=range(6))


@pytest.mark.parametrize(
    ("gaps", "expected"),
    [
        ("interpolate", [("between", 1, 4, F(k, 6)) for k in range(1, 6)]),
        ("hold", [("hold", 1, "missing")] * 5),
        ("black", [("hold", 1, "missing")] + [("black", 1)] * 4),
    ],
)
def test_a_gap_is_bridged_held_or_black_and_reported(gaps: str, expected: list[object]) -> None:
    plan = FramePlan.build(ConstantSpeed(F(1, 2)), SIX_FRAMES, missing=[2, 3], gaps=gaps)  # type: ignore[arg-type]
    assert [short(entry) for entry in plan[3:8]] == expected
    assert short(plan[2]) == ("copy", 1)
    assert short(plan[8]) == ("copy", 4)
    assert [e.output_index for e in plan.remarkable()] == [3, 4, 5, 6, 7, 11]


def test_a_gap_at_either_end_is_black_or_held_to_the_end() -> None:
    def planned(gaps: str) -> list[object]:
        plan = FramePlan.build(
            ConstantSpeed(F(1)),
            SIX_FRAMES,
            cuts=[3],
            missing=[0, 2, 5],
            gaps=gaps,  # type: ignore[arg-type]
            end="extrapolate",
        )
        return [short(entry) for entry in plan]

    copies = [("copy", 1), ("copy", 3), ("copy", 4)]
    held, dark = ("hold", 1, "missing"), ("black", 1)
    start = ("hold", 1, "start")
    assert planned("hold") == [start, copies[0], held, *copies[1:], ("hold", 4, "missing")]
    assert planned("black") == [dark, copies[0], dark, *copies[1:], ("black", 4)]
    assert (
        FramePlan.build(ConstantSpeed(F(1, 2)), SIX_FRAMES, missing=[5], gaps="black")
        .summary()
        .black
        == 2
    )


HOLED = SourceClock(
    F(24), 4, tuple(F(tick, 24) for tick in (0, 1, 3, 4)), F(1, 24), Jitter(F(0), F(0))
)
"""Frames at the ticks 0, 1, 3 and 4."""
STANDING = SourceClock(F(24), 3, (F(0), F(10, 24), F(11, 24)), F(1, 24))
"""A picture that stands for ten ticks, then moves."""


@pytest.mark.parametrize(
    ("gaps", "expected"),
    [
        ("interpolate", [("between", 1, 2, F(k, 4)) for k in (1, 2, 3)]),
        ("hold", [("hold", 1, "missing")] * 3),
        ("black", [("hold", 1, "missing"), ("black", 1), ("black", 1)]),
    ],
)
def test_a_hole_in_the_clock_is_filled_like_a_gap(gaps: str, expected: list[object]) -> None:
    plan = FramePlan.build(ConstantSpeed(F(1, 2)), HOLED, gaps=gaps)  # type: ignore[arg-type]
    assert [short(entry) for entry in plan[3:6]] == expected
    assert (short(plan[2]), short(plan[6])) == (("copy", 1), ("copy", 2))
    assert len(plan) == 10


@pytest.mark.parametrize("gaps", ["interpolate", "hold", "black"])
def test_a_standing_picture_moves_in_the_tick_before_the_next(gaps: str) -> None:
    plan = FramePlan.build(ConstantSpeed(F(1, 2)), STANDING, gaps=gaps)  # type: ignore[arg-type]
    assert [short(entry) for entry in plan[:19]] == [("copy", 0)] + [("hold", 0, "still")] * 18
    assert [short(entry) for entry in plan[19:21]] == [("between", 0, 1, F(1, 2)), ("copy", 1)]


def test_a_standing_picture_is_not_extrapolated_backwards() -> None:
    before = Positions((F(-1, 20), F(0)))
    plan = FramePlan.build(before, STANDING, end="extrapolate")
    assert short(plan[0]) == ("hold", 0, "start")


def test_positions_at_a_rate_ask_for_moments() -> None:
    by_time = Positions((F(0), F(2), F(5, 2), F(3)), F(24), F(24))
    assert [short(entry) for entry in FramePlan.build(by_time, HOLED)] == [
        ("copy", 0), ("between", 1, 2, F(1, 2)), ("between", 1, 2, F(3, 4)), ("copy", 2)
    ]  # fmt: skip
    seconds = Positions((F(3, 24),), F(24), F(1))
    assert short(FramePlan.build(seconds, HOLED)[0]) == ("copy", 2)
    # A host's rounding of the rate moves nothing, however far it counts.
    film = SourceClock(F(24000, 1001), 10**6)
    rounded = Positions((F(999_999),), F(24), F(23_976, 1000))
    assert short(FramePlan.build(rounded, film)[0]) == ("copy", 999_999)
    inside = FramePlan.build(by_time, HOLED, first=1)
    assert short(inside[3]) == ("copy", 2)


@pytest.mark.parametrize("end", ["hold", "trim", "extrapolate"])
def test_a_single_frame_is_copied_or_held(end: str) -> None:
    plan = FramePlan.build(ConstantSpeed(F(1, 4)), SourceClock(F(24), 1), end=end)  # type: ignore[arg-type]
    expected = [("copy", 0)] + [("hold", 0, "end")] * (0 if end == "trim" else 3)
    assert [short(entry) for entry in plan] == expected


def test_positions_near_a_whole_frame_snap_and_say_so() -> None:
    near, off = F(2) + F(1, 1000), F(3) - F(1, 999)
    plan = FramePlan.build(Positions((F(1), near, off)), SIX_FRAMES)
    assert plan[0] == Copy(0, F(1), 1)
    assert plan[1] == Copy(1, F(2), 2, snapped_from=near)
    assert short(plan[2]) == ("between", 2, 3, F(998, 999))


def test_exact_maps_do_not_snap() -> None:
    plan = FramePlan.build(ConstantSpeed(F(1, 2000)), SIX_FRAMES)
    assert short(plan[1]) == ("between", 0, 1, F(1, 2000))


def test_a_summary_counts_every_frame() -> None:
    plan = FramePlan.build(ConstantSpeed(F(1, 2)), SIX_FRAMES, cuts=[3])
    summary = plan.summary()
    assert (summary.frames, summary.copies, summary.between) == (12, 6, 4)
    assert summary.holds == {"cut": 1, "end": 1}
    assert plan[5].source_frames == (2,)
    assert plan[1].source_frames == (0, 1)


@pytest.mark.parametrize(("first", "last"), [(-1, 2), (3, 2), (0, 6)])
def test_a_range_outside_the_source_is_refused(first: int, last: int) -> None:
    with pytest.raises(TimeMapError, match="within 0 to 5"):
        FramePlan.build(ConstantSpeed(F(1)), SIX_FRAMES, first=first, last=last)


def test_a_cut_outside_the_source_is_refused() -> None:
    with pytest.raises(TimeMapError, match="each cut within 0 to 5, got 6"):
        FramePlan.build(ConstantSpeed(F(1)), SIX_FRAMES, cuts=[6])


def test_a_plan_is_a_sequence() -> None:
    plan = FramePlan.build(ConstantSpeed(F(1, 2)), SIX_FRAMES)
    assert plan[-1] == plan[11]
    assert plan[2:4] == [plan[2], plan[3]]
    with pytest.raises(IndexError):
        plan[12]


@few_examples
@given(forward_maps(), clocks())
def test_the_number_of_frames_follows_from_the_duration(
    time_map: TimeMap, clock: SourceClock
) -> None:
    plan = FramePlan.build(time_map, clock)
    duration = time_map.output_seconds(plan.span)
    assert (len(plan) - 1) / plan.output_rate < duration <= plan.duration_seconds


@few_examples
@given(SPEEDS, clocks())
def test_speed_times_output_is_the_source(speed: F, clock: SourceClock) -> None:
    span = SourceSpan.from_frames(clock, 0, clock.frame_count - 1)
    assert ConstantSpeed(speed).output_seconds(span) * speed == clock.duration_seconds


@few_examples
@given(forward_maps(), clocks(), st.sampled_from(["hold", "extrapolate"]))
def test_forward_maps_give_forward_plans(time_map: TimeMap, clock: SourceClock, end: str) -> None:
    plan = FramePlan.build(time_map, clock, end=end)  # type: ignore[arg-type]
    assume(len(plan) < 200)
    entries = list(plan)
    assert all(a.source_position <= b.source_position for a, b in pairwise(entries))
    assert all(max(a.source_frames) <= max(b.source_frames) for a, b in pairwise(entries))


@st.composite
def marked_plans(draw: st.DrawFn) -> FramePlan:
    """Plans of any map with cuts, duplicates and missing frames."""
    clock = draw(clocks())
    frames = st.sets(st.integers(0, clock.frame_count - 1))
    try:
        return FramePlan.build(
            draw(any_maps()),
            clock,
            cuts=draw(frames),
            duplicates=draw(frames),
            missing=draw(frames),
            gaps=draw(st.sampled_from(["interpolate", "hold", "black"])),
            end=draw(st.sampled_from(["hold", "trim", "extrapolate"])),
        )
    except TimeMapError:  # A chain or freeze that leaves the range, or nothing but gaps.
        assume(False)
        raise


@few_examples
@given(marked_plans())
def test_whole_positions_are_copies_and_nothing_crosses_a_cut(plan: FramePlan) -> None:
    for entry in plan[:60]:
        assert not set(entry.source_frames) & plan.shots.unused
        pair = entry.source_frames
        if isinstance(entry, Between):
            assert 0 < entry.t < 1
            assert pair[0] < entry.source_position < pair[1]
            seconds = [plan.span.clock.seconds(index) for index in pair]
            if pair[1] == pair[0] + 1 and plan.span.clock.stands(pair[0]):
                seconds[0] = seconds[1] - plan.span.clock.tick_seconds
            position = plan.span.clock.seconds_at(entry.source_position)
            assert seconds[0] + entry.t * (seconds[1] - seconds[0]) == position
        if isinstance(entry, Extrapolate):
            assert not 0 <= entry.t <= 1
        if len(pair) == 2:
            assert not any(pair[0] < start <= pair[1] for start in plan.shots.starts)
        whole = entry.source_position.denominator == 1
        index = int(entry.source_position)
        if whole and 0 <= index < plan.shots.frame_count and index not in plan.shots.unused:
            assert isinstance(entry, Copy) and entry.index == index


def test_motion_goes_on_across_a_flash_which_stays_one_frame() -> None:
    plan = FramePlan.build(ConstantSpeed(F(1, 2)), SourceClock(F(24), 6), flashes=[2])
    assert [short(entry) for entry in plan[2:8]] == [
        ("copy", 1),
        ("between", 1, 3, F(1, 4)),
        ("copy", 2),
        ("between", 1, 3, F(3, 4)),
        ("copy", 3),
        ("between", 3, 4, F(1, 2)),
    ]


def test_frames_within_a_flash_are_made_of_it_alone() -> None:
    plan = FramePlan.build(ConstantSpeed(F(1, 2)), SourceClock(F(24), 7), flashes=[2, 3])
    assert [short(entry) for entry in plan[3:8]] == [
        ("between", 1, 4, F(1, 6)),
        ("copy", 2),
        ("between", 2, 3, F(1, 2)),
        ("copy", 3),
        ("between", 1, 4, F(5, 6)),
    ]


@few_examples
@given(SPEEDS, st.integers(1, 3), st.booleans())
def test_one_output_frame_at_most_shows_a_flash_and_one_does_in_slow_motion(
    speed: F, flash: int, backwards: bool
) -> None:
    time_map = Reverse(ConstantSpeed(speed)) if backwards else ConstantSpeed(speed)
    plan = FramePlan.build(time_map, SourceClock(F(24), 6), flashes=[flash])
    shown = [entry for entry in plan if flash in entry.source_frames]
    assert len(shown) <= 1
    assert all(isinstance(entry, Copy | Hold) for entry in shown)
    assert shown or speed > 1
