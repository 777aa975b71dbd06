"""How loud a movie is, and where something begins in it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from slowglass.core.media.sound import loudness_of
from tests.core.media.made_sounds import SAMPLE_RATE, sine, write_sounding_movie

BEATS = (Fraction(1, 5), Fraction(7, 10), Fraction(3, 2))


def test_beats_are_found_where_they_are_and_silence_is_silent(tmp_path: Path) -> None:
    sound = np.zeros((1, 2 * SAMPLE_RATE), np.float32)
    for beat in BEATS:
        first = int(beat * SAMPLE_RATE)
        sound[:, first : first + SAMPLE_RATE // 10] = 0.5
    path = write_sounding_movie(tmp_path / "beats.mkv", [sound], frame_count=48)
    found = loudness_of(str(path), Fraction(0), Fraction(2))
    assert found is not None
    assert found.peaks == BEATS
    assert found.levels.shape == (200,)
    assert found.levels[25] == pytest.approx(0.5, abs=1e-3)
    assert not found.levels[:20].any()


def test_an_even_tone_begins_once(tmp_path: Path) -> None:
    path = write_sounding_movie(tmp_path / "tone.mkv", [sine(2)], frame_count=48)
    found = loudness_of(str(path), Fraction(0), Fraction(2))
    assert found is not None
    assert found.peaks == (Fraction(0),)


def test_a_movie_without_sound_has_none(tmp_path: Path) -> None:
    path = write_sounding_movie(tmp_path / "mute.mkv", [])
    assert loudness_of(str(path), Fraction(0), Fraction(1)) is None
