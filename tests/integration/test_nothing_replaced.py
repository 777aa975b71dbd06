"""No file of the user's is ever replaced: not what is read, not what lies where a result goes."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from slowglass.core import JobSpec, RetimeResult, retime
from slowglass.core.errors import OutputError, OutputExistsError, UsageError
from slowglass.core.pipeline import Progress, check
from slowglass.core.pipeline.delivery import journal_path, target_of
from slowglass.core.timing import ConstantSpeed
from slowglass.plugin.cli.app import main
from tests import clips

FRAMES = 4
LINKS = pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")


@pytest.fixture
def sequence(tmp_path: Path) -> Path:
    """Frames 1001 to 1004, as PNG, in a folder of their own."""
    clips.write_sequence(tmp_path / "in", clips.movie_frames(FRAMES), "shot.{:04d}.png")
    return tmp_path / "in" / "shot.####.png"


def run(source: Path | str, output: Path | str, **options: object) -> RetimeResult:
    fixed: dict[str, object] = {"model": "blend", "device": "cpu", "cuts": "none", **options}
    half = ConstantSpeed(Fraction(1, 2))
    return retime(JobSpec(str(source), str(output), half, **fixed))  # type: ignore[arg-type]


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def frames_in(movie: Path) -> int:
    with av.open(str(movie)) as container:
        return sum(1 for _ in container.decode(video=0))


@pytest.mark.parametrize("overwrite", ["never", "stale", "always"])
@pytest.mark.parametrize(
    ("name", "start_number"),
    [
        ("shot.####.png", 1001),
        ("shot.10##.png", 1),
        ("shot.####.png", 994),
        ("shot.%04d.png", 1004),
    ],
)
def test_no_numbering_leads_onto_the_source(
    sequence: Path, name: str, start_number: int, overwrite: str
) -> None:
    before = digests(sequence.parent)
    with pytest.raises(OutputExistsError):
        run(sequence, sequence.with_name(name), start_number=start_number, overwrite=overwrite)
    assert digests(sequence.parent) == before


@LINKS
@pytest.mark.parametrize("link", [os.symlink, os.link], ids=["symbolic", "hard"])
def test_no_link_leads_onto_the_source(
    sequence: Path, tmp_path: Path, link: Callable[[Path, Path], None]
) -> None:
    (tmp_path / "out").mkdir()
    link(sequence.with_name("shot.1003.png"), tmp_path / "out" / "slow.0006.png")
    os.symlink(tmp_path / "in", tmp_path / "same")
    before = digests(tmp_path)
    with pytest.raises(OutputExistsError, match="slow"):
        run(sequence, tmp_path / "out" / "slow.####.png", start_number=2, overwrite="always")
    with pytest.raises(OutputExistsError, match="source's"):
        run(sequence, tmp_path / "same" / "shot.####.png", start_number=999, overwrite="always")
    assert digests(tmp_path) == before


@LINKS
def test_a_link_of_the_users_to_nothing_stays(sequence: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    link = tmp_path / "out" / "slow.0002.png"
    link.symlink_to("nowhere")
    with pytest.raises(OutputExistsError, match="slow"):
        run(sequence, tmp_path / "out" / "slow.####.png", start_number=1, overwrite="always")
    assert os.readlink(link) == "nowhere"


@pytest.mark.parametrize("overwrite", ["never", "stale"])
@pytest.mark.parametrize("name", ["look.mp4", "s.slowglass.json", ".s.slowglass.journal", "s.wav"])
def test_a_strangers_file_stays_whatever_it_is_in_the_place_of(
    tmp_path: Path, name: str, overwrite: str
) -> None:
    source = clips.write_movie(tmp_path / "clip.mkv", clips.movie_frames(FRAMES))
    with_sound = tmp_path / "sound.mkv"
    _add_sound(source, with_sound)
    (tmp_path / "out").mkdir()
    mine = tmp_path / "out" / name
    mine.write_text('{"mine": 1}')
    with pytest.raises(OutputExistsError, match=name):
        run(
            with_sound,
            tmp_path / "out" / "s.####.png",
            preview=str(tmp_path / "out" / "look.mp4"),
            overwrite=overwrite,
        )
    assert mine.read_text() == '{"mine": 1}'
    assert [path.name for path in (tmp_path / "out").iterdir()] == [name]


@pytest.mark.parametrize("name", ["s.slowglass.json", ".s.slowglass.journal"])
def test_always_means_frames_and_not_what_other_programs_note(
    sequence: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).write_text('{"mine": 1}')
    with pytest.raises(OutputExistsError, match=name):
        run(sequence, tmp_path / "out" / "s.####.png", overwrite="always")


@pytest.mark.parametrize("option", ["mattes", "lock", "motion_from"])
def test_clips_that_tell_of_motion_are_never_replaced(
    sequence: Path, tmp_path: Path, option: str
) -> None:
    other = tmp_path / "other" / "shot.####.png"
    shutil.copytree(sequence.parent, other.parent)
    before = digests(other.parent)
    value = (str(other),) if option == "mattes" else str(other)
    with pytest.raises(OutputExistsError, match="a file that is read"):
        run(sequence, other, overwrite="always", **{option: value})
    assert digests(other.parent) == before


@pytest.mark.parametrize("preview", ["out/s.mp4", "OUT/../out/S.MP4", "out/./s.mp4"])
def test_two_results_of_one_name_are_refused_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, preview: str
) -> None:
    source = clips.write_movie(tmp_path / "clip.mkv", clips.movie_frames(FRAMES))
    (tmp_path / "OUT").mkdir()
    (tmp_path / "out").mkdir(exist_ok=True)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="name"):
        run(source, "out/s.mp4", preview=preview)
    assert not list((tmp_path / "out").iterdir())


def test_a_frame_that_somebody_painted_over_is_not_made_again_unasked(
    sequence: Path, tmp_path: Path
) -> None:
    output = tmp_path / "out" / "s.####.png"
    run(sequence, output)
    painted, cut_off = output.with_name("s.1002.png"), output.with_name("s.1005.png")
    shutil.copyfile(sequence.with_name("shot.1001.png"), painted)
    work = painted.read_bytes()
    with pytest.raises(OutputExistsError, match="changed since"):
        run(sequence, output)
    assert painted.read_bytes() == work
    cut_off.write_bytes(cut_off.read_bytes()[:-30])
    assert run(sequence, output, overwrite="stale").made == 2
    assert not check(str(output)).problems


def test_a_file_that_comes_while_frames_are_made_stays(sequence: Path, tmp_path: Path) -> None:
    output = tmp_path / "out" / "s.####.png"
    mine = output.with_name("s.1007.png")

    def come(progress: Progress) -> None:
        if progress.stage == "make" and progress.done == 2:
            mine.write_text("mine")

    half = ConstantSpeed(Fraction(1, 2))
    job = JobSpec(str(sequence), str(output), half, model="blend", device="cpu", cuts="none")
    with pytest.raises(OutputExistsError, match="meanwhile"):
        retime(job, on_progress=come)
    assert mine.read_text() == "mine"


def test_a_folder_as_the_source_takes_no_result(sequence: Path) -> None:
    with pytest.raises(UsageError, match="another folder") as caught:
        run(sequence.parent, sequence.parent / "slow.####.png")
    assert str(sequence) in caught.value.hint
    for _ in range(2):
        run(sequence, sequence.parent / "slow.####.png")


@pytest.mark.parametrize("gone", ["journal", "folder"])
def test_a_folder_that_is_cleared_or_moved_is_noticed_at_the_next_frame(
    sequence: Path, tmp_path: Path, gone: str
) -> None:
    output = tmp_path / "out" / "s.####.png"
    seen: list[int] = []

    def clear(progress: Progress) -> None:
        seen.append(progress.done)
        if progress.stage == "make" and progress.done == 2:
            if gone == "folder":
                output.parent.rename(tmp_path / "moved")
            else:
                journal_path(target_of(str(output)).manifest_path).unlink()

    half = ConstantSpeed(Fraction(1, 2))
    job = JobSpec(str(sequence), str(output), half, model="blend", device="cpu", cuts="none")
    with pytest.raises(OutputError):
        retime(job, on_progress=clear)
    assert max(seen) == 2


def test_no_command_replaces_what_it_did_not_write(
    sequence: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    left, right = (str(sequence.with_name(f"shot.100{k}.png")) for k in (1, 2))
    out = tmp_path / "out"
    out.mkdir()
    names = ["m.0001.png", "quality-in.json", "quality-in.png", "report.json", "contact_sheet.png"]
    for name in names:
        (out / name).write_text("mine")
    before = digests(tmp_path)
    on_source = str(sequence.parent / "shot.100#.png")
    commands = [
        ["between", left, right, "-o", str(out / "m.####.png"), "--model", "blend"],
        ["between", left, right, "-o", on_source, "--model", "blend"],
        ["between", left, right, "-o", on_source, "--overwrite", "always"],
        ["bench", "quality", str(sequence.parent), "-o", str(out)],
        ["evaluate", str(sequence.parent), "--model", "blend", "-o", str(out / "report.json")],
        ["demo", "-o", str(out), "--model", "blend"],
    ]
    for command in commands:
        assert main(command) == OutputError.exit_code, command
        assert "Slowglass did not make" in (said := capsys.readouterr().err) or "source" in said
    assert digests(tmp_path) == before


@pytest.mark.parametrize("host", ["blender", "resolve"])
def test_a_bundle_is_built_again_over_ours_alone(tmp_path: Path, host: str) -> None:
    build = ["host", "build", host, "-o", str(tmp_path)]
    assert (main(build), main(build)) == (0, 0)
    (bundle,) = tmp_path.iterdir()
    bundle.write_text("mine")
    assert main(build) == OutputError.exit_code
    assert bundle.read_text() == "mine"


def _add_sound(movie: Path, target: Path) -> None:
    """Write a movie again with a second of silence beside it."""
    with av.open(str(movie)) as source, av.open(str(target), "w") as made:
        pictures = source.streams.video[0]
        copied = made.add_stream_from_template(pictures)
        sound = made.add_stream("pcm_s16le", rate=8000, layout="mono")
        for packet in source.demux(pictures):
            if packet.dts is not None:
                packet.stream = copied
                made.mux(packet)
        silence = av.AudioFrame.from_ndarray(np.zeros((1, 8000), np.int16), "s16", "mono")
        silence.sample_rate = 8000
        made.mux(sound.encode(silence))
        made.mux(sound.encode(None))
