"""The main job, end to end: exact lengths, untouched source frames, decisions in the manifest."""

from __future__ import annotations

import json
import threading
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from slowglass.core import JobSpec, RetimeResult, retime
from slowglass.core.errors import CancelledError, OutputExistsError
from slowglass.core.pipeline import Progress, frame_map
from slowglass.core.timing import (
    Between,
    ConstantSpeed,
    KeepDuration,
    SpeedCurve,
    SpeedKey,
    TimeMap,
)
from tests import clips

FRAMES = 10
RATE = Fraction(24)


@pytest.fixture(scope="module")
def movie(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("movie")
    return clips.write_movie(folder / "clip.mkv", clips.movie_frames(FRAMES), RATE)


@pytest.fixture(scope="module")
def sequence(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("sequence")
    return clips.write_sequence(folder, clips.movie_frames(FRAMES))


def run(source: Path | str, output: Path, time: TimeMap, **options: object) -> RetimeResult:
    spec: dict[str, object] = {"model": "blend", "device": "cpu", "cuts": "none", **options}
    return retime(JobSpec(str(source), str(output), time, **spec))  # type: ignore[arg-type]


def curve() -> SpeedCurve:
    keys = (SpeedKey(Fraction(0), Fraction(1)), SpeedKey(Fraction(1, 2), Fraction(1, 4)))
    return SpeedCurve(keys)


@pytest.mark.parametrize(
    ("time", "frames", "rate"),
    [
        (ConstantSpeed(Fraction(1, 4)), 40, RATE),
        (ConstantSpeed(Fraction(2, 5)), 25, RATE),
        (ConstantSpeed(Fraction(3, 2)), 7, RATE),
        (ConstantSpeed(Fraction(1)), 10, RATE),
        (KeepDuration(Fraction(60)), 25, Fraction(60)),
    ],
    ids=["25%", "40%", "150%", "100%", "60fps"],
)
def test_a_movie_has_the_exact_number_of_frames_and_untouched_source_frames(
    movie: Path, tmp_path: Path, time: TimeMap, frames: int, rate: Fraction
) -> None:
    result = run(movie, tmp_path / "slow.mkv", time)
    source, made = clips.read_movie_planes(movie), clips.read_movie_planes(tmp_path / "slow.mkv")
    assert result.frames == len(made) == frames
    assert result.frame_rate == rate
    assert result.duration_seconds == Fraction(frames) / rate
    copied = 0
    for k, planes in enumerate(made):
        position = time.source_seconds(Fraction(k) / rate, None) * RATE  # type: ignore[arg-type]
        if position.denominator == 1:
            copied += 1
            same = zip(planes, source[int(position)], strict=True)
            assert all(np.array_equal(a, b) for a, b in same)
    assert copied == result.counts["copied"] > 1


def test_a_movie_follows_a_speed_curve(movie: Path, tmp_path: Path) -> None:
    result = run(movie, tmp_path / "ramp.mkv", curve())
    made = clips.read_movie_planes(tmp_path / "ramp.mkv")
    # 1/2 s from 100 % to 25 % takes 0.3125 s of the source; the rest, 10/24 - 5/16, goes at 25 %.
    seconds = Fraction(1, 2) + (Fraction(10, 24) - Fraction(5, 16)) * 4
    assert len(made) == result.frames == -(-seconds * 24 // 1)


def test_copied_frames_of_a_sequence_are_the_source_files_byte_for_byte(
    sequence: str, tmp_path: Path
) -> None:
    result = run(sequence, tmp_path / "slow.####.exr", ConstantSpeed(Fraction(1, 4)))
    assert result.frames == 4 * FRAMES
    for k in range(FRAMES):
        source = Path(sequence.replace("####", f"{1001 + k}")).read_bytes()
        assert (tmp_path / f"slow.{1001 + 4 * k}.exr").read_bytes() == source


def test_a_movie_becomes_linear_exr_that_reads_like_the_movie(movie: Path, tmp_path: Path) -> None:
    run(movie, tmp_path / "slow.####.exr", ConstantSpeed(Fraction(1, 2)))
    linear = clips.read_picture(tmp_path / "slow.0004.exr")
    light = np.maximum(linear, 0)
    code = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    expected = clips.moving_square(2)
    assert np.abs(code - expected).mean() < 0.01


def test_motion_is_where_it_must_be(tmp_path: Path) -> None:
    frames = clips.movie_frames(4, speed=4)
    source = clips.write_movie(tmp_path / "clip.mkv", frames)
    run(source, tmp_path / "slow.####.png", ConstantSpeed(Fraction(1, 2)), model="flow")
    made = clips.read_picture(tmp_path / "slow.0003.png")
    truth = clips.moving_square(1.5, speed=4)
    blend = (frames[1] + frames[2]) / 2
    assert np.abs(made - truth).mean() < 0.4 * np.abs(blend - truth).mean()


def test_nothing_is_mixed_across_a_cut(tmp_path: Path) -> None:
    frames = clips.movie_frames(8, seed=1) + clips.movie_frames(8, seed=50)
    source = clips.write_movie(tmp_path / "clip.mkv", frames)
    result = run(source, tmp_path / "slow.mkv", ConstantSpeed(Fraction(1, 2)), cuts="auto")
    document = json.loads(Path(result.manifest).read_text())
    assert document["cuts"] == [8]
    assert "15: hold 7 (cut)" in document["decisions"]
    planes = clips.read_movie_planes(tmp_path / "slow.mkv")
    assert all(np.array_equal(a, b) for a, b in zip(planes[15], planes[14], strict=True))
    assert any("source frame 8" in note for note in result.notes)


def test_cuts_may_be_given_or_ignored(movie: Path, tmp_path: Path) -> None:
    half = ConstantSpeed(Fraction(1, 2))
    given = run(movie, tmp_path / "given.mkv", half, cuts=(5,))
    ignored = run(movie, tmp_path / "ignored.mkv", half)
    assert given.counts["held"] == ignored.counts["held"] + 1


def test_moving_duplicates_are_listed_and_smoothed_on_request(tmp_path: Path) -> None:
    moving = clips.movie_frames(16)
    frames = [moving[k - 1] if k in (4, 9) else moving[k] for k in range(16)]
    source = clips.write_movie(tmp_path / "clip.mkv", frames)
    half = ConstantSpeed(Fraction(1, 2))
    kept = run(source, tmp_path / "kept.mkv", half, cuts="auto")
    assert any("2 source frames repeat" in note for note in kept.notes)
    smooth = run(source, tmp_path / "smooth.mkv", half, duplicates="smooth")
    document = json.loads(Path(smooth.manifest).read_text())
    assert document["smoothed_duplicates"] == [4, 9]
    assert "8: between 3 and 5 at 1/2" in document["decisions"]


def test_only_the_range_is_retimed_and_handles_are_used(movie: Path, tmp_path: Path) -> None:
    result = run(
        movie, tmp_path / "part.mkv", ConstantSpeed(Fraction(1, 2)), first=2, last=5, end="hold"
    )
    assert result.frames == 8
    counts = {name: number for name, number in result.counts.items() if number}
    assert counts == {"copied": 4, "in between": 4}


@pytest.mark.parametrize(("end", "frames", "held"), [("hold", 20, 1), ("trim", 19, 0)])
def test_the_end_is_held_or_trimmed(
    movie: Path, tmp_path: Path, end: str, frames: int, held: int
) -> None:
    result = run(movie, tmp_path / "end.mkv", ConstantSpeed(Fraction(1, 2)), end=end)
    assert (result.frames, result.counts["held"]) == (frames, held)


def test_extrapolation_carries_the_motion_on(tmp_path: Path) -> None:
    frames = clips.movie_frames(5, speed=4)
    source = clips.write_movie(tmp_path / "clip.mkv", frames)
    half = ConstantSpeed(Fraction(1, 2))
    run(source, tmp_path / "on.####.png", half, model="flow", end="extrapolate")
    made = clips.read_picture(tmp_path / "on.0009.png")
    truth = clips.moving_square(4.5, speed=4)
    assert np.abs(made - truth).mean() < 0.6 * np.abs(frames[4] - truth).mean()


def test_one_estimate_serves_every_time_between_a_pair(movie: Path, tmp_path: Path) -> None:
    result = run(movie, tmp_path / "slow.mkv", ConstantSpeed(Fraction(1, 8)))
    assert result.counts["in between"] == 7 * (FRAMES - 1)
    assert result.pairs_estimated == FRAMES - 1


def test_a_second_run_keeps_what_is_whole_and_makes_the_rest_again(
    sequence: str, tmp_path: Path
) -> None:
    output, quarter = tmp_path / "slow.####.exr", ConstantSpeed(Fraction(1, 4))
    run(sequence, output, quarter)
    damaged, missing = tmp_path / "slow.1006.exr", tmp_path / "slow.1011.exr"
    whole = damaged.read_bytes()
    damaged.write_bytes(whole[:-20])
    missing.unlink()
    again = run(sequence, output, quarter)
    assert (again.made, again.kept) == (2, 38)
    assert damaged.read_bytes() == whole
    assert missing.exists()


def test_a_whole_movie_of_the_same_job_is_kept(movie: Path, tmp_path: Path) -> None:
    half = ConstantSpeed(Fraction(1, 2))
    run(movie, tmp_path / "slow.mkv", half)
    again = run(movie, tmp_path / "slow.mkv", half)
    assert (again.made, again.kept) == (0, 20)


def test_what_is_not_ours_is_never_replaced_unasked(movie: Path, tmp_path: Path) -> None:
    mine = tmp_path / "slow.mkv"
    mine.write_text("not yours")
    half = ConstantSpeed(Fraction(1, 2))
    for overwrite in ("never", "stale"):
        with pytest.raises(OutputExistsError):
            run(movie, mine, half, overwrite=overwrite)
    assert mine.read_text() == "not yours"
    assert run(movie, mine, half, overwrite="always").made == 20


def test_results_of_another_job_are_replaced_only_when_stale_may_be(
    movie: Path, tmp_path: Path
) -> None:
    output = tmp_path / "slow.mkv"
    run(movie, output, ConstantSpeed(Fraction(1, 2)))
    with pytest.raises(OutputExistsError, match="another job"):
        run(movie, output, ConstantSpeed(Fraction(1, 4)))
    assert run(movie, output, ConstantSpeed(Fraction(1, 4)), overwrite="stale").made == 40


def test_a_cancelled_movie_leaves_nothing_under_its_name(movie: Path, tmp_path: Path) -> None:
    made: list[int] = []
    job = JobSpec(
        str(movie),
        str(tmp_path / "slow.mkv"),
        ConstantSpeed(Fraction(1, 4)),
        model="blend",
        cuts="none",
    )
    with pytest.raises(CancelledError):
        retime(
            job,
            on_progress=lambda progress: made.append(progress.done),
            cancelled=lambda: max(made, default=0) >= 5,
        )
    assert not (tmp_path / "slow.mkv").exists()
    assert not list(tmp_path.glob("*.part*"))


def test_no_thread_reads_on_once_an_error_is_out(movie: Path, tmp_path: Path) -> None:
    def fail(progress: Progress) -> None:
        if progress.stage == "make" and progress.done == 2:
            raise ZeroDivisionError

    job = JobSpec(
        str(movie),
        str(tmp_path / "slow.mkv"),
        ConstantSpeed(Fraction(1, 4)),
        model="blend",
        cuts="none",
    )
    before = threading.active_count()
    with pytest.raises(ZeroDivisionError) as error:  # holds every frame of the traceback
        retime(job, on_progress=fail)
    assert threading.active_count() == before
    assert error.traceback


def test_a_cancelled_sequence_goes_on_where_it_stopped(sequence: str, tmp_path: Path) -> None:
    made: list[int] = []
    output = str(tmp_path / "slow.####.exr")
    job = JobSpec(sequence, output, ConstantSpeed(Fraction(1, 4)), model="blend", cuts="none")
    with pytest.raises(CancelledError):
        retime(
            job,
            on_progress=lambda progress: made.append(progress.done),
            cancelled=lambda: max(made, default=0) >= 9,
        )
    assert 9 <= len(list(tmp_path.glob("slow.*.exr"))) < 40
    again = retime(job)
    assert again.kept >= 9
    assert again.kept + again.made == 40


def test_the_manifest_says_what_made_every_frame(sequence: str, tmp_path: Path) -> None:
    result = run(sequence, tmp_path / "slow.####.exr", ConstantSpeed(Fraction(1, 2)))
    document = json.loads(Path(result.manifest).read_text())
    assert document["schema"] == "slowglass.manifest/1"
    assert document["job"]["time"]["speed"] == "1/2"
    assert [frame["what"] for frame in document["frames"][:3]] == [
        "copy 0",
        "between 0 and 1 at 1/2",
        "copy 1",
    ]
    assert document["outcome"]["composed_on"] == "cpu"


def test_a_variable_rate_is_retimed_by_time(tmp_path: Path) -> None:
    stamps = [0, 1, 2, 5, 6, 7, 10, 11]
    source = clips.write_movie(
        tmp_path / "vfr.mkv",
        clips.movie_frames(8),
        timestamps=[40 * s for s in stamps],
        time_base=Fraction(1, 1000),
    )
    job = JobSpec(
        str(source),
        str(tmp_path / "slow.mkv"),
        ConstantSpeed(Fraction(1, 2)),
        frame_rate=Fraction(25),
        cuts="none",
        model="blend",
    )
    plan = frame_map(job)
    # Output second 0.32 shows source second 0.16: two thirds of the way from 0.08 s to 0.20 s.
    assert plan[8] == Between(8, Fraction(8, 3), 2, 3, Fraction(2, 3))
    result = retime(job)
    assert result.counts["copied"] == 8
    assert result.duration_seconds >= 2 * Fraction(44, 100)


def test_a_flash_stays_one_frame_and_no_frame_beside_it_is_half_a_flash(tmp_path: Path) -> None:
    pictures = clips.movie_frames(12)
    light = np.clip(2 * pictures[5] + 0.3, 0, 1)
    source = clips.write_sequence(tmp_path / "in", [*pictures[:5], light, *pictures[6:]])
    result = run(source, tmp_path / "out.####.exr", ConstantSpeed(Fraction(1, 2)), cuts="auto")
    made = [clips.read_picture(path).mean() for path in sorted(tmp_path.glob("out.*.exr"))]
    assert made[10] > 1.5 * made[8]
    np.testing.assert_allclose([made[9], made[11]], made[8], rtol=0.1)
    assert any("flashes at source frame 1006" in note for note in result.notes)
