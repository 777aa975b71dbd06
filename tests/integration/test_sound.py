"""Sound of retimed clips: copied bit for bit, or stretched in step with the picture."""

from __future__ import annotations

import wave
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from slowglass.core import JobSpec, RetimeResult, retime
from slowglass.core.errors import OutputExistsError, UsageError
from slowglass.core.frames import Frame, Layer, NativePlanes, Window
from slowglass.core.media.movies.sink import MovieSink
from slowglass.core.media.sound.job import SoundJob
from slowglass.core.timing import (
    ConstantSpeed,
    FramePlan,
    KeepDuration,
    SourceClock,
    SpeedCurve,
    SpeedKey,
    TimeMap,
)
from slowglass.core.timing.sound_path import SoundPath
from tests.core.media.made_sounds import (
    SAMPLE_RATE,
    brightness,
    ends,
    onsets,
    read_sound,
    sine,
    sound_packets,
    ticks,
    write_sounding_movie,
)
from tests.tolerances import ONSET_SECONDS

HALF, SAME = ConstantSpeed(Fraction(1, 2)), KeepDuration(Fraction(30))
NTSC = Fraction(24000, 1001)
AAC_FRAME_SECONDS = 1024 / SAMPLE_RATE
MILLISECOND = 0.001


def run(source: Path, output: Path, time: TimeMap, **options: object) -> RetimeResult:
    spec: dict[str, object] = {"model": "nearest", "device": "cpu", "cuts": "none", **options}
    return retime(JobSpec(str(source), str(output), time, **spec))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("source", "output", "codec"),
    [
        ("a.mov", "o.mov", "pcm_s24le"),
        ("a.mov", "o.mkv", "pcm_s16le"),
        ("a.mp4", "o.mp4", "aac"),
        ("a.mp4", "o.mov", "aac"),
        ("a.mkv", "o.mkv", "flac"),
    ],
)
def test_sound_is_copied_bit_for_bit_when_only_the_frame_rate_changes(
    tmp_path: Path, source: str, output: str, codec: str
) -> None:
    movie = write_sounding_movie(tmp_path / source, [sine(1), sine(1)[:1]], codec)
    result = run(movie, tmp_path / output, KeepDuration(Fraction(60)))
    for index in range(2):
        assert sound_packets(tmp_path / output, index) == sound_packets(movie, index)
    assert f"sound 1: {codec}, copied as it is stored" in result.notes


def test_a_part_at_normal_speed_has_its_very_samples(tmp_path: Path) -> None:
    movie = write_sounding_movie(tmp_path / "a.mov", [sine(2)], frame_count=48)
    run(movie, tmp_path / "o.mov", KeepDuration(Fraction(48)), first=12, last=35)
    whole = read_sound(movie)
    np.testing.assert_array_equal(read_sound(tmp_path / "o.mov"), whole[:, 24_000:72_000])


@pytest.mark.parametrize("speed", [Fraction(1, 4), Fraction(7, 10), Fraction(3, 2)])
@pytest.mark.parametrize("audio", ["stretch", "resample", "copy"])
def test_the_length_is_exact_to_the_sample(tmp_path: Path, speed: Fraction, audio: str) -> None:
    movie = write_sounding_movie(tmp_path / "a.mov", [sine(1)])
    result = run(movie, tmp_path / "o.mov", ConstantSpeed(speed), audio=audio)
    expected = round(result.duration_seconds * SAMPLE_RATE)
    if audio == "copy":
        expected = min(expected, SAMPLE_RATE)
        assert 0 <= read_sound(tmp_path / "o.mov").shape[1] - expected < 1024
    else:
        assert read_sound(tmp_path / "o.mov").shape[1] == expected


def curve() -> SpeedCurve:
    keys = ((0, Fraction(1)), (2, Fraction(1, 3)), (3, Fraction(2)))
    return SpeedCurve(tuple(SpeedKey(Fraction(time), speed) for time, speed in keys))


@pytest.mark.parametrize("time_map", [SAME, HALF, curve()], ids=["100%", "50%", "curve"])
@pytest.mark.parametrize("name", ["o.mov", "o.mp4"])
def test_flashes_and_beeps_stay_together(tmp_path: Path, time_map: TimeMap, name: str) -> None:
    flashes = (8, 20, 33, 40)
    movie = write_sounding_movie(
        tmp_path / "a.mov",
        [ticks(2, [k / 24 for k in flashes])],
        frame_count=48,
        is_white=lambda k: k in flashes,
    )
    run(movie, tmp_path / name, time_map, frame_rate=Fraction(60))
    white = np.array(brightness(tmp_path / name)) > 128
    seen = np.flatnonzero(white & ~np.roll(white, 1)) / 60
    heard = onsets(read_sound(tmp_path / name))
    # The nearest frame turns white half a source frame before its time.
    lead = [float(time_of(time_map, (k - 0.5) / 24)) for k in flashes]
    np.testing.assert_allclose(seen, lead, atol=1 / 60 + MILLISECOND)
    np.testing.assert_allclose(
        heard, [time_of(time_map, k / 24) for k in flashes], atol=3 * ONSET_SECONDS
    )


def time_of(time_map: TimeMap, source_seconds: float) -> float:
    """Return when a moment of the source comes in the output, by its own arithmetic."""
    low, high = 0.0, 60.0
    for _ in range(50):
        middle = (low + high) / 2
        passed = time_map.source_seconds(Fraction(middle), None)  # type: ignore[arg-type]
        low, high = (middle, high) if passed < source_seconds else (low, middle)
    return low


@pytest.mark.parametrize("audio", ["stretch", "copy"])
def test_sound_starts_where_the_picture_does(tmp_path: Path, audio: str) -> None:
    movie = write_sounding_movie(
        tmp_path / "a.mov",
        [ticks(2, [0.75])],
        frame_count=24,
        first_picture_seconds=Fraction(1, 2),
    )
    # Without its last frame: the whole movie at its own speed would be copied as it is.
    run(movie, tmp_path / "o.mov", SAME if audio == "copy" else HALF, audio=audio, last=22)
    heard = onsets(read_sound(tmp_path / "o.mov"))
    assert heard == pytest.approx([0.25 if audio == "copy" else 0.5], abs=ONSET_SECONDS)


@pytest.mark.parametrize("name", ["o.mov", "o.mp4", "o.mkv"])
def test_picture_and_sound_end_together(tmp_path: Path, name: str) -> None:
    movie = write_sounding_movie(tmp_path / "a.mov", [sine(1.5)], frame_count=24)
    for k, time_map in enumerate((SAME, HALF, curve())):
        run(movie, tmp_path / f"{k}{name}", time_map, last=22)
        pictures, sound = ends(tmp_path / f"{k}{name}")
        assert abs(pictures - sound) <= AAC_FRAME_SECONDS + MILLISECOND


def test_all_streams_keep_their_rate_and_channels(tmp_path: Path) -> None:
    sounds = [np.repeat(sine(1, rate=44_100)[:1], 6, 0), sine(1, rate=44_100)]
    movie = write_sounding_movie(tmp_path / "a.mov", sounds, "pcm_s16le", sample_rate=44_100)
    run(movie, tmp_path / "o.mov", HALF)
    with av.open(str(tmp_path / "o.mov")) as container:
        streams = [(s.rate, s.layout.name, s.codec_context.name) for s in container.streams.audio]
    assert streams == [(44_100, "5.1", "pcm_s24le"), (44_100, "stereo", "pcm_s24le")]


def test_loud_sound_is_not_wrapped_around(tmp_path: Path) -> None:
    movie = write_sounding_movie(tmp_path / "a.mov", [4 * sine(1)], "pcm_f32le")
    run(movie, tmp_path / "o.mov", HALF)
    made = read_sound(tmp_path / "o.mov")[0]
    assert made.max() > 0.999
    assert np.abs(np.diff(made)).max() < 0.2


def test_a_sequence_has_its_sound_beside_it_as_wav(tmp_path: Path) -> None:
    movie = write_sounding_movie(tmp_path / "a.mov", [sine(1), sine(1)[:1]])
    result = run(movie, tmp_path / "s.####.png", HALF)
    assert read_sound(tmp_path / "s.wav").shape == (2, 2 * SAMPLE_RATE)
    assert read_sound(tmp_path / "s.2.wav").shape == (1, 2 * SAMPLE_RATE)
    assert any("s.wav" in note for note in result.notes)
    before = (tmp_path / "s.wav").read_bytes()
    (tmp_path / "s.2.wav").write_bytes(b"damaged")
    again = run(movie, tmp_path / "s.####.png", HALF)
    assert (again.made, again.kept) == (0, 48)
    assert (tmp_path / "s.wav").read_bytes() == before
    assert read_sound(tmp_path / "s.2.wav").shape == (1, 2 * SAMPLE_RATE)


def test_a_wav_that_somebody_cut_is_not_made_again_unasked(tmp_path: Path) -> None:
    movie = write_sounding_movie(tmp_path / "a.mov", [sine(1)])
    run(movie, tmp_path / "s.####.png", HALF)
    with wave.open(str(tmp_path / "s.wav"), "wb") as edited:
        edited.setparams((2, 2, SAMPLE_RATE, 0, "NONE", ""))
        edited.writeframes(bytes(400))
    work = (tmp_path / "s.wav").read_bytes()
    with pytest.raises(OutputExistsError, match="changed since"):
        run(movie, tmp_path / "s.####.png", HALF)
    assert (tmp_path / "s.wav").read_bytes() == work


def test_a_wav_that_is_not_ours_is_never_replaced(tmp_path: Path) -> None:
    movie = write_sounding_movie(tmp_path / "a.mov", [sine(1)])
    (tmp_path / "s.wav").write_bytes(b"mine")
    with pytest.raises(OutputExistsError, match="did not make"):
        run(movie, tmp_path / "s.####.png", HALF)
    assert (tmp_path / "s.wav").read_bytes() == b"mine"


@pytest.mark.parametrize("output", ["o.mov", "s.####.png"])
def test_no_sound_is_made_where_none_is_wanted(tmp_path: Path, output: str) -> None:
    movie = write_sounding_movie(tmp_path / "a.mov", [sine(1)])
    result = run(movie, tmp_path / output, HALF, audio="none")
    assert not list(tmp_path.glob("*.wav"))
    assert not any("sound" in note for note in result.notes)
    if output == "o.mov":
        with av.open(str(tmp_path / output)) as container:
            assert not container.streams.audio


def test_mxf_refuses_what_it_cannot_hold(tmp_path: Path) -> None:
    movie = write_sounding_movie(
        tmp_path / "a.mov", [sine(1, rate=44_100)], sample_rate=44_100, size=256
    )
    with pytest.raises(UsageError, match="48000"):
        run(movie, tmp_path / "o.mxf", HALF)
    assert not (tmp_path / "o.mxf").exists()


LOW_RATE = 8000
BEEPS = (30.0, 300.0, 539.5)


@pytest.fixture(scope="module")
def ten_minutes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a movie with 9 minutes of sound; its few pictures do not matter."""
    path = tmp_path_factory.mktemp("long") / "a.mov"
    sound = ticks(540, BEEPS, LOW_RATE)
    return write_sounding_movie(path, [sound], "pcm_s16le", sample_rate=LOW_RATE)


def variable_clock() -> SourceClock:
    """Return 9 minutes of frames that come 25, 24 and 20 times a second in turn."""
    times = [Fraction(0)]
    while times[-1] < 540:
        times.append(times[-1] + Fraction(1, (25, 24, 20)[len(times) // 7 % 3]))
    count = len(times) - 1
    return SourceClock(count / times[-1], count, tuple(times[:-1]), times[-1] - times[-2])


def test_after_ten_minutes_picture_and_sound_end_together(
    ten_minutes: Path, tmp_path: Path
) -> None:
    clock = variable_clock()
    plan = FramePlan.build(ConstantSpeed(Fraction(9, 10)), clock, output_rate=NTSC)
    sound = SoundJob(str(ten_minutes), Fraction(0), SoundPath(plan, clock), "stretch")
    output = tmp_path / "o.mp4"
    planes = tuple(np.full((side, side), 128, np.uint8) for side in (32, 16, 16))
    layer = Layer(np.zeros((32, 32, 3), np.float32), ("R", "G", "B"))
    frame = Frame((layer,), Window(0, 0, 32, 32), native=NativePlanes(planes, "yuv420p", 1, 1))
    with MovieSink(output, width=32, height=32, frame_rate=NTSC, sound=sound) as sink:
        for index in range(len(plan)):
            sink.write(index, frame)
    pictures, heard = ends(output)
    assert pictures == pytest.approx(600, abs=0.1)
    assert abs(pictures - heard) <= 1024 / LOW_RATE
    beeps = onsets(read_sound(output), LOW_RATE)
    assert beeps == pytest.approx([time / 0.9 for time in BEEPS], abs=2 * ONSET_SECONDS)


def test_a_tone_goes_on_to_the_last_sample(tmp_path: Path) -> None:
    source = write_sounding_movie(tmp_path / "in.mov", [sine(1)], "pcm_s16le")
    run(source, tmp_path / "out.mov", HALF)
    made = read_sound(tmp_path / "out.mov")
    assert np.abs(made[0, -SAMPLE_RATE // 200 :]).max() > 0.3
