"""Samples of a movie's sound by their place in time, in any order."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from slowglass.core.media.sound import source as sound_source
from slowglass.core.media.sound.source import SoundReader, sound_formats
from tests.core.media.made_sounds import SAMPLE_RATE, read_sound, sine, write_sounding_movie

SECONDS = 12


@pytest.mark.parametrize(
    ("name", "codec"),
    [("a.mov", "pcm_s24le"), ("a.mkv", "flac"), ("a.mkv", "pcm_s16le"), ("a.mp4", "aac")],
)
def test_samples_are_the_same_in_whatever_order_they_are_read(
    tmp_path: Path, name: str, codec: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sound_source, "KEPT_BLOCKS", 3)
    monkeypatch.setattr(sound_source, "SEEK_BACK_BLOCKS", 2)
    sound = sine(SECONDS) * np.linspace(0.1, 1, SECONDS * SAMPLE_RATE, dtype=np.float32)
    path = write_sounding_movie(tmp_path / name, [sound], codec, frame_count=SECONDS * 24)
    whole = read_sound(path)
    reader = SoundReader(path, sound_formats(path)[0], Fraction(0))
    for first in (0, 5000, 500_000, 250_000, 249_000, 100_000, 47_990, 3):
        np.testing.assert_array_equal(reader.read(first, 1000), whole[:, first : first + 1000])
    assert not reader.read(-50, 50).any()
    assert not reader.read(20 * SAMPLE_RATE, 50).any()
    assert reader.damaged_packets == 0
    reader.close()


def test_time_counts_from_the_first_picture(tmp_path: Path) -> None:
    path = write_sounding_movie(tmp_path / "a.mov", [sine(1)], first_picture_seconds=Fraction(1, 4))
    reader = SoundReader(path, sound_formats(path)[0], Fraction(1, 4))
    whole = read_sound(path)
    np.testing.assert_array_equal(reader.read(0, 100), whole[:, 12_000:12_100])
    reader.close()


def test_a_gap_in_the_sound_is_silence(tmp_path: Path) -> None:
    path = write_sounding_movie(tmp_path / "a.mkv", [sine(2)], frame_count=48)
    cut = tmp_path / "cut.mkv"
    with av.open(str(path)) as source, av.open(str(cut), "w") as target:
        streams = {s.index: target.add_stream_from_template(s) for s in source.streams}
        for packet in source.demux():
            seconds = (packet.pts or 0) * (packet.time_base or 0)
            is_sound = packet.stream.type == "audio"
            if packet.dts is not None and not (is_sound and 0.5 <= seconds < 1.5):
                packet.stream = streams[packet.stream.index]
                target.mux(packet)
    reader = SoundReader(cut, sound_formats(cut)[0], Fraction(0))
    whole = sine(2)
    assert not reader.read(30_000, 30_000).any()
    after = reader.read(80_000, 1000)
    np.testing.assert_allclose(after, whole[:, 80_000:81_000], atol=1e-3)
    reader.close()


def test_streams_are_known_by_codec_rate_and_channels(tmp_path: Path) -> None:
    sounds = [sine(1, rate=44_100), sine(1, rate=44_100)[:1]]
    path = write_sounding_movie(tmp_path / "a.mov", sounds, "pcm_s16le", sample_rate=44_100)
    first, second = sound_formats(path)
    assert (first.codec, first.sample_rate, first.channels) == ("pcm_s16le", 44_100, 2)
    assert (second.index, second.channels, second.is_integer) == (1, 1, True)
