"""A disk that cannot hold the result is told before the work."""

from __future__ import annotations

import errno
import shutil
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import pytest

from slowglass.core import JobSpec, retime
from slowglass.core.errors import OutputError
from slowglass.core.job import OutputFormat
from slowglass.core.media.images import sink
from slowglass.core.media.images.source import ImageSequenceSource
from slowglass.core.pipeline.delivery.target import target_of
from slowglass.core.timing import ConstantSpeed
from slowglass.plugin.cli.app import main
from tests import clips
from tests.core.media.image_files import clip_info


@pytest.mark.parametrize(
    ("name", "settings", "bytes_per_pixel"),
    [
        ("o.####.exr", OutputFormat(), 3 * 2 * 0.5),
        ("o.####.exr", OutputFormat(sample_type="float"), 3 * 4 * 0.5),
        ("o.####.dpx", OutputFormat(sample_type="uint10"), 4),
        ("o.mp4", OutputFormat(), 0.1),
        ("o.mp4", OutputFormat(codec="hevc"), 0.1),
        ("o.mov", OutputFormat(), 1),
    ],
)
def test_the_estimate_follows_the_format(
    tmp_path: Path, name: str, settings: OutputFormat, bytes_per_pixel: float
) -> None:
    info = clip_info()
    job = JobSpec("in.mov", str(tmp_path / name), format=settings)
    pixels = info.width * info.height * 10
    estimate = target_of(job.output).estimated_bytes(job, info, 10)
    assert estimate == round(pixels * bytes_per_pixel)


@pytest.mark.parametrize("suffix", ["exr", "png", "tif", "dpx"])
def test_the_estimate_is_near_what_grain_takes(tmp_path: Path, suffix: str) -> None:
    source = clips.write_sequence(tmp_path / "in", clips.movie_frames(3), "s.{:04d}." + suffix)
    half = ConstantSpeed(Fraction(1, 2))
    job = JobSpec(source, str(tmp_path / f"o.####.{suffix}"), half, model="blend", cuts="none")
    result = retime(job)
    info = ImageSequenceSource(source).info
    estimate = target_of(job.output).estimated_bytes(job, info, result.frames)
    taken = sum(path.stat().st_size for path in tmp_path.glob(f"o.*.{suffix}"))
    assert 0.5 * estimate < taken < 2 * estimate


def test_a_disk_that_is_far_too_small_is_refused_and_a_tight_one_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = clips.write_movie(tmp_path / "clip.mkv", clips.movie_frames(3))
    job = JobSpec(
        str(source), str(tmp_path / "o.####.png"), ConstantSpeed(Fraction(1, 2)), cuts="none"
    )
    needed = 6 * clips.WIDTH * clips.HEIGHT * 3 * 2 * 0.9

    def free(part: float) -> None:
        monkeypatch.setattr(
            shutil, "disk_usage", lambda _: SimpleNamespace(free=round(part * needed))
        )

    free(0.04)
    with pytest.raises(OutputError, match="6 frames"):
        retime(job)
    assert not list(tmp_path.glob("o.*"))
    free(0.9)
    assert any("may become full" in note for note in retime(job).notes)


def test_a_disk_that_becomes_full_is_told_with_what_was_noted_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = clips.write_movie(tmp_path / "clip.mkv", clips.movie_frames(3))
    needed = 6 * clips.WIDTH * clips.HEIGHT * 3 * 2 * 0.9
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=round(0.9 * needed)))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(sink, "write_picture", full)
    output = str(tmp_path / "o.####.png")
    code = main(["retime", str(source), "-o", output, "--speed", "50%", "--model", "blend"])
    said = capsys.readouterr().err
    assert code == OutputError.exit_code
    assert said.index("may become full") < said.index("No space left on device")
