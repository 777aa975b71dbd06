"""Sound along a path of time: its length, its pitch, its onsets, and no clicks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

import numpy as np
import pytest

from slowglass.core.media.sound.points import SoundPoints
from slowglass.core.media.sound.resample import Read, resampled
from slowglass.core.media.sound.stretch import stretched
from slowglass.core.timing import (
    Chain,
    ConstantSpeed,
    FramePlan,
    Freeze,
    Part,
    Reverse,
    SourceClock,
    SpeedCurve,
    SpeedKey,
    TimeMap,
)
from slowglass.core.timing.sound_path import SoundPath
from tests.core.media.made_sounds import RATE, SAMPLE_RATE, Sound, onsets, sine, ticks
from tests.tolerances import ONSET_SECONDS, PITCH_HERTZ, SLOPE_RATIO, SOUND_SAMPLES

SECONDS = 3
Follow = Callable[[Read, SoundPoints], Iterator[Sound]]


def reader(sound: Sound) -> Read:
    def read(first: int, count: int) -> Sound:
        result = np.zeros((sound.shape[0], count), np.float32)
        low, high = max(first, 0), min(first + count, sound.shape[1])
        if high > low:
            result[:, low - first : high - first] = sound[:, low:high]
        return result

    return read


def path_of(time_map: TimeMap) -> SoundPath:
    clock = SourceClock(RATE, round(SECONDS * RATE))
    return SoundPath(FramePlan.build(time_map, clock), clock)


def follow(sound: Sound, time_map: TimeMap, how: Follow) -> Sound:
    path = path_of(time_map)
    count = round(path.duration_seconds * SAMPLE_RATE)
    blocks = how(reader(sound), SoundPoints(path, SAMPLE_RATE))
    step = SoundPoints(path, SAMPLE_RATE).step
    return np.concatenate([next(blocks) for _ in range(-(-count // step))], 1)[:, :count]


def pitch(sound: Sound) -> float:
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(sound.size)))
    return float(np.argmax(spectrum)) * SAMPLE_RATE / sound.size


def ramp() -> SpeedCurve:
    keys = ((0, Fraction(1)), (2, Fraction(1, 4)), (3, Fraction(2)))
    return SpeedCurve(tuple(SpeedKey(Fraction(time), speed) for time, speed in keys))


MAPS = [
    ConstantSpeed(Fraction(1, 4)),
    ConstantSpeed(Fraction(7, 10)),
    ConstantSpeed(Fraction(3)),
    ramp(),
]
NAMES = ["25%", "70%", "300%", "ramp"]


@pytest.mark.parametrize("time_map", MAPS, ids=NAMES)
def test_stretched_sound_keeps_its_pitch_and_loudness(time_map: TimeMap) -> None:
    made = follow(sine(SECONDS), time_map, stretched)
    assert pitch(made[0]) == pytest.approx(440, abs=PITCH_HERTZ)
    assert pitch(made[1]) == pytest.approx(880, abs=PITCH_HERTZ)
    inside = made[0, SAMPLE_RATE // 10 : -SAMPLE_RATE // 10]
    assert inside.std() == pytest.approx(0.5 / 2**0.5, rel=0.02)


@pytest.mark.parametrize("time_map", MAPS, ids=NAMES)
def test_stretched_sound_has_no_clicks(time_map: TimeMap) -> None:
    made = follow(sine(SECONDS)[:1], time_map, stretched)
    steepest = 0.5 * 2 * np.pi * 440 / SAMPLE_RATE
    assert np.abs(np.diff(made)).max() <= SLOPE_RATIO * steepest


@pytest.mark.parametrize("how", [stretched, resampled])
@pytest.mark.parametrize("time_map", MAPS, ids=NAMES)
@pytest.mark.parametrize("ground", [0.0, 0.1], ids=["silence", "hum"])
def test_every_onset_is_heard_once_at_its_own_time(
    time_map: TimeMap, how: Follow, ground: float
) -> None:
    at = [0.3 + 0.45 * k for k in range(6)]
    made = follow(ticks(SECONDS, at) + ground * sine(SECONDS, 150)[:1], time_map, how)
    path = path_of(time_map)
    heard = [float(path.seconds(Fraction(time))) for time in onsets(made)]
    assert len(heard) == len(at)
    np.testing.assert_allclose(heard, at, atol=ONSET_SECONDS)


@pytest.mark.parametrize("speed", [Fraction(1, 2), Fraction(3, 2)])
def test_resampled_sound_is_lower_where_slower(speed: Fraction) -> None:
    made = follow(sine(SECONDS), ConstantSpeed(speed), resampled)
    time = np.arange(made.shape[1]) / SAMPLE_RATE * float(speed)
    inside = slice(SAMPLE_RATE // 10, -SAMPLE_RATE // 10)
    truth = 0.5 * np.sin(2 * np.pi * 440 * time)
    np.testing.assert_allclose(made[0, inside], truth[inside], atol=1e-3)


def test_what_would_be_too_high_after_resampling_is_gone_not_folded_down() -> None:
    made = follow(sine(SECONDS, 10_000)[:1], ConstantSpeed(Fraction(4)), resampled)
    assert np.abs(made[0, 4800:-4800]).max() < 1e-3


@pytest.mark.parametrize("how", [stretched, resampled])
def test_normal_speed_changes_nothing(how: Follow) -> None:
    sound = np.random.default_rng(1).uniform(-0.5, 0.5, (2, SECONDS * SAMPLE_RATE))
    made = follow(sound.astype(np.float32), ConstantSpeed(Fraction(1)), how)
    np.testing.assert_allclose(made, sound, **SOUND_SAMPLES)


@pytest.mark.parametrize("how", [stretched, resampled])
def test_a_freeze_is_silent_and_sound_fades_around_it(how: Follow) -> None:
    parts = (
        Part(ConstantSpeed(Fraction(1)), Fraction(0), Fraction(1)),
        Part(Freeze(Fraction(0), Fraction(1)), Fraction(1), Fraction(1)),
        Part(ConstantSpeed(Fraction(1)), Fraction(1)),
    )
    made = follow(sine(SECONDS)[:1], Chain(parts), how)[0]
    margin = SAMPLE_RATE // 20
    assert np.abs(made[SAMPLE_RATE + margin : 2 * SAMPLE_RATE - margin]).max() == 0
    assert np.abs(made[: SAMPLE_RATE - margin]).max() == pytest.approx(0.5, abs=0.01)
    steepest = 0.5 * 2 * np.pi * 440 / SAMPLE_RATE
    assert np.abs(np.diff(made)).max() <= SLOPE_RATIO * steepest


@pytest.mark.parametrize("how", [stretched, resampled])
def test_reverse_runs_the_sound_backward(how: Follow) -> None:
    sound = np.random.default_rng(1).uniform(-0.5, 0.5, (1, SECONDS * SAMPLE_RATE))
    made = follow(sound.astype(np.float32), Reverse(), how)
    # The last frame is the first one shown, so its sound is the first one heard, from its end on.
    inside = slice(2000, -4000)
    np.testing.assert_allclose(made[:, inside], sound[:, ::-1][:, inside], **SOUND_SAMPLES)


def test_a_jump_is_no_scrub() -> None:
    parts = (
        Part(ConstantSpeed(Fraction(1)), Fraction(0), Fraction(1)),
        Part(ConstantSpeed(Fraction(1)), Fraction(2)),
    )
    made = follow(ticks(SECONDS, [0.5, 1.5, 2.5]), Chain(parts), resampled)
    assert onsets(made) == pytest.approx([0.5, 1.5], abs=ONSET_SECONDS)


@pytest.mark.parametrize("frequency", [97.0, 440.0, 1310.0])
@pytest.mark.parametrize("time_map", [*MAPS[:3], ConstantSpeed(Fraction(1, 2)), Reverse()])
def test_a_tone_sounds_to_the_end_and_from_the_start(time_map: TimeMap, frequency: float) -> None:
    sound = sine(SECONDS, frequency)
    path = path_of(time_map)
    points = SoundPoints(path, SAMPLE_RATE)
    blocks = stretched(reader(sound), points, lambda: sound.shape[1])
    count = round(path.duration_seconds * SAMPLE_RATE)
    made = np.concatenate([next(blocks) for _ in range(-(-count // points.step))], 1)[:, :count]
    window = SAMPLE_RATE // 100
    whole = made[0, : count // window * window]
    loudness = np.sqrt(np.mean(whole.reshape(-1, window) ** 2, axis=1))
    for edge in (loudness[:3], loudness[-3:]):
        assert min(edge) > 0.5 * float(np.median(loudness))


def test_sound_that_ends_before_its_picture_fades_out() -> None:
    sound = sine(SECONDS - 1)
    path = path_of(ConstantSpeed(Fraction(1, 2)))
    points = SoundPoints(path, SAMPLE_RATE)
    blocks = stretched(reader(sound), points, lambda: sound.shape[1])
    made = np.concatenate([next(blocks) for _ in range(SECONDS * 2 * 50)], 1)
    over = (SECONDS - 1) * 2 * SAMPLE_RATE
    assert np.abs(made[:, over + 3 * points.step :]).max() == 0
    assert np.abs(made[:, over - points.step : over]).max() > 0.3
    steps = np.abs(np.diff(made[:, over - 4 * points.step : over + 4 * points.step]))
    assert steps.max() < 1.5 * np.abs(np.diff(sound[:, :SAMPLE_RATE])).max()
