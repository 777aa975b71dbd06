"""The flags of the well-known script, on real clips; what went wrong there goes right here."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch

from slowglass.core.timing import Copy, FramePlan, SourceClock
from slowglass.plugin.cli.app import main
from slowglass.plugin.cli.slomo import each_frame_times
from tests import clips
from tests.core.media.made_sounds import (
    brightness,
    ends,
    onsets,
    read_sound,
    ticks,
    write_sounding_movie,
)
from tests.core.models.superslomo.oracle import random_state
from tests.tolerances import ONSET_SECONDS

FRAMES, FLASHES = 12, (3, 8, 11)
SF, FPS = 4, 25
WIDTHS = (2, 2, 3, 3, 4, 4)

Run = Callable[..., str]


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a checkpoint as the script's training writes it, small and random."""
    path = tmp_path_factory.mktemp("weights") / "Super SloMo.ckpt"
    states = [random_state(6, 4, 1, WIDTHS), random_state(20, 5, 2, WIDTHS)]
    flow, time = ({name: w.float() for name, w in state.items()} for state in states)
    noted = {"Detail": "random", "epoch": 1, "timestamp": datetime.datetime(2018, 6, 18)}
    torch.save({**noted, "state_dictFC": flow, "state_dictAT": time}, path)
    return str(path)


@pytest.fixture(scope="module")
def flashes(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return half a second in black with white frames, and a beep with each."""
    path = tmp_path_factory.mktemp("clips") / "in 50% #1.mov"
    sound = ticks(FRAMES / 24, [k / 24 for k in FLASHES])
    write_sounding_movie(path, [sound], frame_count=FRAMES, is_white=lambda k: k in FLASHES)
    return str(path)


@pytest.fixture
def slomo(checkpoint: str, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs the command and returns what it says."""

    def run(video: str, *words: str) -> str:
        code = main(["slomo", "--video", video, "--checkpoint", checkpoint, *words])
        said = capsys.readouterr()
        assert code == 0, said.err
        return said.out + said.err

    return run


@pytest.mark.parametrize("name", ["out.mp4", "out.mkv", "out.mov"])
def test_every_flag_and_flashes_and_beeps_stay_together(
    slomo: Run, flashes: str, tmp_path: Path, name: str
) -> None:
    output = tmp_path / name
    words = ["--ffmpeg_dir", "C:/ffmpeg/bin", "--sf", str(SF), "--fps", str(FPS)]
    said = slomo(flashes, *words, "--batch_size", "2", "--output", str(output))
    assert "--ffmpeg_dir is ignored" in said
    assert f"48 frames, 1.920 s at {FPS} fps (12 copied, 33 in between, 3 held)" in said
    seen = np.array(brightness(output))
    assert len(seen) == FRAMES * SF
    for k in range(FRAMES):
        assert (seen[k * SF] > 128) == (k in FLASHES)
    picture_end, sound_end = ends(output)
    assert picture_end == Fraction(FRAMES * SF, FPS)
    assert abs(sound_end - picture_end) < Fraction(1, FPS)
    heard = onsets(read_sound(output))
    expected = [k * SF / FPS for k in FLASHES]
    np.testing.assert_allclose(heard, expected, atol=SF * ONSET_SECONDS)


def test_frames_of_a_sequence_have_their_sound_beside_them(
    slomo: Run, flashes: str, tmp_path: Path
) -> None:
    slomo(flashes, "--sf", "2", "--fps", "24", "--output", str(tmp_path / "o.####.exr"))
    assert len(list(tmp_path.glob("o.*.exr"))) == 2 * FRAMES
    assert (tmp_path / "o.wav").is_file()


def test_source_frames_are_kept_to_the_bit_the_last_one_too(
    slomo: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    movie = clips.write_movie(Path("in.mkv"), clips.movie_frames(4))
    said = slomo(str(movie), "--sf", "3")
    assert "12 frames, 0.400 s at 30 fps" in said
    source, made = clips.read_movie_planes(movie), clips.read_movie_planes(Path("output.mkv"))
    assert len(made) == 12
    for k, planes in enumerate(source):
        for plane, kept in zip(planes, made[3 * k], strict=True):
            assert np.array_equal(plane, kept)
    assert not np.array_equal(made[1][0], made[0][0])


def test_batches_change_nothing_that_can_be_seen(slomo: Run, tmp_path: Path) -> None:
    movie = str(clips.write_movie(tmp_path / "in.mkv", clips.movie_frames(3)))
    made = []
    for size in ("1", "3"):
        output = tmp_path / f"{size}.mkv"
        slomo(movie, "--sf", "4", "--batch_size", size, "--output", str(output))
        made.append(np.array([frame[0] for frame in clips.read_movie_planes(output)], np.int16))
    assert np.abs(made[0] - made[1]).max() <= 1


def test_light_above_white_and_alpha_come_through(slomo: Run, tmp_path: Path) -> None:
    pictures = []
    for picture in clips.movie_frames(3):
        alpha = np.full_like(picture[..., :1], 0.5)
        pictures.append(np.concatenate([picture * 50, alpha], 2))
    video = clips.write_sequence(tmp_path / "in", pictures)
    slomo(video, "--sf", "2", "--fps", "24", "--output", str(tmp_path / "out" / "o.####.exr"))
    made = [clips.read_picture(path) for path in sorted((tmp_path / "out").glob("*.exr"))]
    assert len(made) == 6
    assert made[1].shape == (clips.HEIGHT, clips.WIDTH, 4)
    assert made[1][..., :3].max() > 10
    inside = made[1][24:-24, 24:-24, 3]
    np.testing.assert_allclose(inside, 0.5, rtol=1e-3)


@pytest.mark.parametrize(
    ("clock", "fps", "speed"),
    [
        (SourceClock(Fraction(24), 10), Fraction(24), Fraction(1, 4)),
        (SourceClock(Fraction(24000, 1001), 10), Fraction(25), Fraction(25 * 1001, 96000)),
        (SourceClock(Fraction(30), 7), Fraction(120), Fraction(1)),
    ],
)
def test_each_source_frame_becomes_sf_frames(
    clock: SourceClock, fps: Fraction, speed: Fraction
) -> None:
    time_map = each_frame_times(4, fps, clock)
    assert time_map.speed == speed
    plan = FramePlan.build(time_map, clock, output_rate=fps)
    assert len(plan) == 4 * clock.frame_count
    for k in range(clock.frame_count):
        entry = plan[4 * k]
        assert isinstance(entry, Copy)
        assert entry.index == k


def test_a_variable_rate_is_slowed_by_its_times() -> None:
    times = tuple(Fraction(k, 100) for k in (0, 2, 4, 10, 12))
    clock = SourceClock(Fraction(100, 3), 5, times, Fraction(2, 100))
    time_map = each_frame_times(2, Fraction(25), clock)
    plan = FramePlan.build(time_map, clock, output_rate=Fraction(25))
    assert len(plan) == 10
    seconds = [clock.seconds_at(entry.source_position) for entry in plan]
    steps = {after - before for before, after in pairwise(seconds)}
    assert steps == {Fraction(14, 1000)}


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        (["--sf", "1"], 2, "expected --sf of 2 or more, got 1"),
        (["--sf", "4", "--batch_size", "0"], 2, "expected --batch_size of 1 or more, got 0"),
        (["--sf", "4", "--fps", "0"], 2, "rate above 0"),
        (["--sf", "4", "--checkpoint", "gone.ckpt"], 6, "found no such file"),
    ],
)
def test_what_makes_no_sense_is_said_in_one_line(
    flashes: str,
    checkpoint: str,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    code: int,
    expected: str,
) -> None:
    assert main(["slomo", "--checkpoint", checkpoint, "--video", flashes, *words]) == code
    assert expected in capsys.readouterr().err
