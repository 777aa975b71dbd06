"""Drawn curves: the maps that they are, and what these show."""

from __future__ import annotations

import json
from fractions import Fraction as F
from pathlib import Path
from typing import Any

import pytest

from slowglass.core.errors import OutputExistsError, TimeMapError
from slowglass.core.timing import (
    FramePlan,
    Positions,
    Reverse,
    SourceClock,
    SourceSpan,
    SpeedCurve,
    SpeedKey,
    read_time_map,
)
from slowglass.plugin.review.speed import ClipRoom, MapSheet
from slowglass.plugin.review.speed.drawn import DrawnCurve
from slowglass.plugin.review.speed.reading import curve_from_json, curve_of
from slowglass.plugin.review.speed.segments import DrawnKey
from tests.plugin.review.made_result import write_clip

RATE = F(24)
CLOCK = SourceClock(RATE, 49)
SPAN = SourceSpan.from_frames(CLOCK, 0, 48)


def positions(*keys: DrawnKey, is_reversed: bool = False) -> tuple[F, ...]:
    """What each output frame of a curve shows; past the last frame that one stays."""
    plan = FramePlan.build(DrawnCurve(keys, is_reversed).time_map(SPAN, RATE), CLOCK)
    return tuple(min(F(48), plan.asked_position(k)) for k in range(len(plan)))


def test_a_plain_curve_is_a_speed_curve() -> None:
    keys = (DrawnKey(F(0), F(1), "eased"), DrawnKey(F(1), F(0), "held"), DrawnKey(F(2), F(1, 2)))
    plain = SpeedCurve(
        (SpeedKey(F(0), F(1), "smooth"), SpeedKey(F(1), F(0), "hold"), SpeedKey(F(2), F(1, 2)))
    )
    assert DrawnCurve(keys).time_map(SPAN, RATE) == plain
    assert DrawnCurve(keys, True).time_map(SPAN, RATE) == Reverse(plain)
    assert curve_of(Reverse(plain)) == DrawnCurve(keys, True)


def test_a_free_segment_with_the_slopes_of_a_line_is_that_line() -> None:
    ends = DrawnKey(F(1), F(1, 2))
    straight = positions(DrawnKey(F(0), F(1)), ends)
    free = positions(DrawnKey(F(0), F(1), "free", F(-1, 2), F(-1, 2)), ends)
    assert free == straight


def test_a_free_segment_without_slopes_is_eased() -> None:
    ends = DrawnKey(F(1), F(1, 4))
    assert positions(DrawnKey(F(0), F(1), "free"), ends) == positions(
        DrawnKey(F(0), F(1), "eased"), ends
    )


def test_a_speed_below_zero_runs_back_to_the_first_frame() -> None:
    keys = (DrawnKey(F(0), F(1), "held"), DrawnKey(F(1), F(-2)))
    shown = positions(*keys)
    forward, back = tuple(map(F, range(24))), tuple(F(24 - 2 * k) for k in range(13))
    assert shown == (*forward, *back)
    assert isinstance(DrawnCurve(keys).time_map(SPAN, RATE), Positions)


def test_what_runs_back_is_mirrored_where_the_whole_is_reversed() -> None:
    keys = (DrawnKey(F(0), F(1), "held"), DrawnKey(F(1), F(-1)))
    mirrored = tuple(48 - position for position in positions(*keys))
    assert positions(*keys, is_reversed=True) == mirrored


@pytest.mark.parametrize("wanted", [F(7, 3), F(5), F(1001, 24)])
def test_a_typed_duration_is_met_exactly(wanted: F) -> None:
    keys = (DrawnKey(F(0), F(1), "eased"), DrawnKey(F(1), F(1, 4)))
    curve = DrawnCurve((*keys, DrawnKey(F(5), F(1, 4))))
    now = curve.time_map(SPAN, RATE).output_seconds(SPAN)
    then = curve.lasting(now, wanted).time_map(SPAN, RATE)
    assert then.output_seconds(SPAN) == wanted
    for part in (F(1, 7), F(1, 2), F(9, 10)):
        stretched = then.source_seconds(part * wanted, SPAN)
        assert stretched == curve.time_map(SPAN, RATE).source_seconds(part * now, SPAN)


WAVY = (
    DrawnKey(F(0), F(1), "eased"),
    DrawnKey(F(1, 2), F(1, 4), "free", F(-1, 3), F(2)),
    DrawnKey(F(1), F(3, 4), "straight"),
    DrawnKey(F(3, 2), F(1, 2), "held"),
    DrawnKey(F(7, 4), F(1)),
)


@pytest.mark.parametrize("time", [F(1, 5), F(2, 3), F(5, 4), F(8, 5), F(2)])
def test_a_key_more_changes_nothing(time: F) -> None:
    more = DrawnCurve(WAVY).with_key(time)
    assert len(more.keys) == len(WAVY) + 1
    assert positions(*more.keys) == positions(*WAVY)


@pytest.mark.parametrize("frame", [0, 1, 5, 12, 20, 30, 40, 50])
def test_a_freeze_shows_one_picture_for_its_time_and_goes_on(frame: int) -> None:
    halted = DrawnCurve(WAVY).frozen(frame / RATE, F(1, 2), RATE)
    shown, before = positions(*halted.keys), positions(*WAVY)
    assert shown == (*before[:frame], *[before[frame]] * 12, *before[frame:])


def test_a_freeze_within_a_straight_ramp_is_still_a_speed_curve() -> None:
    ramp = DrawnCurve((DrawnKey(F(0), F(1)), DrawnKey(F(1), F(1, 4))))
    assert isinstance(ramp.frozen(F(1, 2), F(1), RATE).time_map(SPAN, RATE), SpeedCurve)


def key(**values: Any) -> dict[str, Any]:
    return {"time": "0", "speed": "1", "shape": "straight", **values}


@pytest.mark.parametrize(
    "keys",
    [
        [],
        [key(time="-1")],
        [key(), key()],
        [key(time="1"), key(time="1/2")],
        [key(speed="fast")],
        [key(shape="bouncy")],
        [key(speed="1e999")],
    ],
)
def test_keys_that_make_no_sense_are_refused(keys: list[dict[str, Any]]) -> None:
    with pytest.raises(TimeMapError):
        curve_from_json({"keys": keys})


def test_a_curve_without_end_is_refused() -> None:
    with pytest.raises(TimeMapError, match="expected at most"):
        positions(DrawnKey(F(0), F(0), "free"), DrawnKey(F(10**6), F(1)))


def test_a_saved_map_is_drawn_on_and_other_files_stay(tmp_path: Path) -> None:
    clip, map_file = str(write_clip(tmp_path / "clip")), tmp_path / "shot.speed.json"
    room = ClipRoom(MapSheet(clip, map_file), tmp_path)
    room.draw({"keys": [key(shape="eased"), key(time="1/12", speed="1/4")]})
    room.save()
    assert room.to_json()["is_saved"]
    again = ClipRoom(MapSheet(clip, map_file), tmp_path)
    assert again.curve == room.curve
    assert again.frame_count == room.frame_count
    assert read_time_map(map_file) == room.curve.time_map(room.span, F(24))
    other = tmp_path / "other.json"
    foreign = ClipRoom(MapSheet(clip, other), tmp_path)
    other.write_text(json.dumps({"mine": 1}))
    with pytest.raises(OutputExistsError):
        foreign.save()
    assert json.loads(other.read_text()) == {"mine": 1}
    for one in (room, again, foreign):
        one.close()
