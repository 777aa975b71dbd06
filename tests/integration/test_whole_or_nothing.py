"""Damage, full disks, vanishing folders: a clear line, or the stated policy; never half a file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from slowglass.core import JobSpec, retime
from slowglass.core.errors import OutputError, SlowglassError
from slowglass.core.pipeline import Progress
from slowglass.core.pipeline.check_result import check
from slowglass.core.pipeline.delivery import manifest as manifest_module
from slowglass.core.pipeline.delivery.records import FrameRecord, file_digest
from slowglass.core.timing import ConstantSpeed, parse_speed
from slowglass.plugin.cli.app import main
from tests import clips
from tests.integration import damage

INPUT, OUTPUT, MEMORY = 3, 4, 5
POSIX = pytest.mark.skipif(os.name == "nt", reason="POSIX limits and mounts")

DAMAGES: dict[str, Callable[[Path], None]] = {"cut off": damage.cut_off, "flipped": damage.flip}
NOT_FOUND = {("flipped", ".dpx"): "DPX has no checksums"}
"""What no reader can tell; the pixels come as the file has them."""


def words(source: str, output: Path, *more: str) -> list[str]:
    fixed = ["--speed", "50%", "--model", "blend", "--device", "cpu", "--cuts", "none", "--json"]
    return ["retime", source, "-o", str(output), *fixed, *more]


def left_behind(folder: Path) -> list[str]:
    """Return what lies there beside the journal."""
    return sorted(p.name for p in folder.glob("*") if not p.name.endswith(".journal"))


@pytest.mark.parametrize("suffix", [".exr", ".png", ".dpx", ".mp4", ".mkv", ".mov"])
@pytest.mark.parametrize("kind", DAMAGES)
def test_damage_is_one_line_that_names_the_file_or_cannot_be_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str, kind: str
) -> None:
    source = damage.clip(tmp_path / "in", suffix)
    DAMAGES[kind](damage.damaged_file(source))
    code = main(words(source, tmp_path / "out" / "slow.mkv"))
    lines = capsys.readouterr().err.splitlines()
    if (kind, suffix) in NOT_FOUND:
        assert code == 0
        assert not check(str(tmp_path / "out" / "slow.mkv")).problems
        return
    assert code == INPUT
    assert len([line for line in lines if line.startswith("slowglass: ")]) == len(lines) == 1
    assert damage.damaged_file(source).name in lines[0]
    assert left_behind(tmp_path / "out") == []


@pytest.mark.parametrize("policy", ["interpolate", "hold", "black"])
@pytest.mark.parametrize("suffix", [".exr", ".png", ".dpx", ".mp4", ".mkv", ".mov"])
def test_a_policy_replaces_what_is_damaged_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str, policy: str
) -> None:
    source = damage.clip(tmp_path / "in", suffix)
    harm = damage.flip if suffix in damage.MOVIES else damage.cut_off
    harm(damage.damaged_file(source))
    output = tmp_path / "out" / "slow.mkv"
    assert main(words(source, output, "--missing", policy)) == 0
    result = json.loads(capsys.readouterr().out)
    assert any("cannot be read" in note for note in result["notes"])
    manifest = json.loads(Path(result["manifest"]).read_text("utf-8"))
    assert manifest["missing"]
    assert any("between" in d or "missing" in d for d in manifest["decisions"])
    assert check(str(output)).frames == 2 * damage.frame_count(suffix)


CHILD = """
import resource, sys, torch
from slowglass.plugin.cli.app import main
with open("/proc/self/statm") as file:
    used = int(file.read().split()[0]) * resource.getpagesize()
limit = used + int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs Linux's own figures")
@pytest.mark.parametrize(
    ("make", "code", "says"),
    [
        (damage.huge_header, INPUT, "65535"),
        (lambda folder: damage.image_bomb(folder, 40_000), INPUT, "exceed"),
        (lambda folder: damage.image_bomb(folder, 20_000), MEMORY, "memory"),
    ],
    ids=["header of 65535 x 65535", "40000 x 40000", "20000 x 20000"],
)
def test_a_picture_that_is_too_large_is_refused_in_little_memory(
    tmp_path: Path, make: Callable[[Path], str], code: int, says: str
) -> None:
    more_bytes = 1_000_000_000
    command = words(make(tmp_path), tmp_path / "out" / "slow.####.png")
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(more_bytes), *command],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert says in done.stderr
    assert left_behind(tmp_path / "out") == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of 300 kB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("may not mount a file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@POSIX
@pytest.mark.parametrize("name", ["o.####.exr", "o.####.png", "o.####.dpx", "o.mkv"])
def test_a_disk_that_becomes_full_ends_in_one_line_and_whole_frames(
    tmp_path: Path, small_disk: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    source = damage.clip(tmp_path / "in", ".mkv")
    output = small_disk / name
    assert main(words(source, output)) == OUTPUT
    *_, line = capsys.readouterr().err.splitlines()
    assert str(small_disk) in line
    kept = left_behind(small_disk)
    assert not [part for part in kept if part.startswith(".")]
    if "#" in name:
        report = check(str(output))
        assert 0 < report.frames == len(kept)
        assert {problem.kind for problem in report.problems} == {"unfinished"}
    else:
        assert kept == []


@pytest.mark.parametrize("name", ["o.####.exr", "o.####.png", "o.mkv"])
def test_an_output_folder_that_disappears_is_an_output_error(tmp_path: Path, name: str) -> None:
    output = tmp_path / "out" / name
    job = job_of(damage.clip(tmp_path / "in", ".mkv"), output)

    def take_away(progress: Progress) -> None:
        if progress.stage == "make" and progress.done == 4:
            shutil.rmtree(output.parent)

    with pytest.raises(OutputError) as caught:
        retime(job, on_progress=take_away)
    assert str(output.parent) in str(caught.value)
    assert not output.parent.exists()


def test_a_source_folder_that_disappears_leaves_whole_frames_only(tmp_path: Path) -> None:
    output = tmp_path / "out" / "o.####.exr"
    source = damage.clip(tmp_path / "in", ".exr")

    def take_away(progress: Progress) -> None:
        if progress.stage == "make" and progress.done == 4:
            shutil.rmtree(tmp_path / "in")

    with pytest.raises(SlowglassError, match="in/shot"):
        retime(job_of(source, output), on_progress=take_away)
    report = check(str(output))
    assert report.frames == len(left_behind(output.parent)) >= 4


def job_of(source: str, output: Path) -> JobSpec:
    half = ConstantSpeed(parse_speed("50%"))
    return JobSpec(source, str(output), half, model="blend", device="cpu", cuts="none")


def test_a_run_cut_off_between_a_name_and_its_record_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = job_of(damage.clip(tmp_path / "in", ".exr"), tmp_path / "out" / "o.####.png")
    noted: list[int] = []

    def stop_at_the_third(index: int, path: Path, what: str) -> FrameRecord:
        noted.append(index)
        if len(noted) == 3:
            raise KeyboardInterrupt
        return FrameRecord(index, path.name, path.stat().st_size, file_digest(path), what)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(manifest_module, "record_of", stop_at_the_third)
        retime(job)
    assert len(left_behind(tmp_path / "out")) == 3
    again = retime(job)
    assert (again.kept, again.made) == (2, 2 * damage.PICTURES - 2)
    assert not check(job.output).problems


def test_what_a_movie_cannot_hold_is_told_though_its_maker_was_killed_before_it_could(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = clips.write_movie(
        tmp_path / "in.mkv", clips.movie_frames(3), pixel_format="yuv444p10le"
    )
    whole = retime(job_of(str(source), tmp_path / "whole" / "o.mp4"))
    assert any("h264 has 8 bits" in note for note in whole.notes)
    job = job_of(str(source), tmp_path / "out" / "o.mp4")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(manifest_module.Manifest, "finish", killed)
        retime(job)
    for _ in range(2):
        again = retime(job)
        assert (again.made, again.notes) == (0, whole.notes)
