"""Repeated frames: those to smooth, and stillness, which is not to be touched."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import detection_kinds as kinds
from benchmarks.detection_footage import Maker, hold, shot
from slowglass.core.detect.duplicates import Repeat, difference, find_cadence
from slowglass.core.detect.report import analyse


@pytest.mark.parametrize(
    "kind", [kinds.on_twos, kinds.on_threes, kinds.pulldown, kinds.dropped, kinds.cuts_on_twos]
)
def test_every_repeat_in_motion_is_found(kind: Maker) -> None:
    clip = kind(np.random.default_rng([100, 2]))
    assert clip.duplicates
    assert analyse(clip.frames).moving_duplicates == clip.duplicates


@pytest.mark.parametrize(
    "kind", [kinds.static, kinds.hold_then_move, kinds.pendulum, kinds.shake, kinds.dissolve]
)
def test_stillness_and_slow_motion_are_nothing_to_smooth(kind: Maker) -> None:
    clip = kind(np.random.default_rng([100, 3]))
    assert analyse(clip.frames).moving_duplicates == ()


def test_a_still_passage_is_one_repeat_of_its_kind() -> None:
    frame = shot(np.random.default_rng(1), 1)[0]
    assert analyse([frame] * 30).repeats == (Repeat(1, 29, "still"),)


@pytest.mark.parametrize(
    ("counts", "cadence"), [((2,), "1 of 2"), ((3,), "2 of 3"), ((3, 2), "3 of 5")]
)
def test_cadence_is_named(counts: tuple[int, ...], cadence: str) -> None:
    rng = np.random.default_rng(2)
    frames, _ = hold(shot(rng, 16), counts, rng)
    assert str(analyse(frames).cadence) == cadence


def test_irregular_repeats_have_no_cadence() -> None:
    repeats = [Repeat(frame, frame, "moving") for frame in (3, 10, 14, 25, 31, 50, 52, 66)]
    assert find_cadence(repeats) is None


def test_difference_sees_a_small_thing_move() -> None:
    left = np.zeros((72, 128), np.float32)
    right = left.copy()
    right[30:40, 40:50] = 0.5
    assert difference(left, right) == pytest.approx(0.5)
    assert difference(left, left) == 0
