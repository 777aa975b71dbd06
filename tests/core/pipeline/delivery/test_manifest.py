"""The manifest and its journal: names, what a kill leaves, what is known again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from slowglass.core.errors import OutputExistsError
from slowglass.core.pipeline.delivery.existing import look_at_existing
from slowglass.core.pipeline.delivery.manifest import Manifest
from slowglass.core.pipeline.delivery.recorded import Recorded, read_recorded
from slowglass.core.pipeline.delivery.records import FrameRecord, file_digest, journal_path
from slowglass.core.pipeline.delivery.state import is_whole, state_of
from slowglass.core.pipeline.delivery.target import target_of


@pytest.mark.parametrize(
    ("output", "name"),
    [
        ("out/shot.####.exr", "shot.slowglass.json"),
        ("out/shot_%04d.png", "shot.slowglass.json"),
        ("out/####.exr", "slowglass.json"),
        ("out/half 50%.####.exr", "half 50%.slowglass.json"),
        ("out/my clip #1 50%.mkv", "my clip #1 50%.mkv.slowglass.json"),
        ("out/clip.mov", "clip.mov.slowglass.json"),
    ],
)
def test_the_manifest_lies_beside_the_result_under_its_name(output: str, name: str) -> None:
    assert target_of(output).manifest_path == Path("out") / name


def record(index: int, path: str = "a.exr") -> FrameRecord:
    return FrameRecord(index, path, 10, "00", f"copy {index}")


def test_a_run_that_is_cut_off_leaves_what_it_made(tmp_path: Path) -> None:
    manifest = Manifest(tmp_path / "shot.slowglass.json", {"job_hash": "abc"})
    manifest.start([record(0)])
    manifest.record(record(3))
    manifest.close()
    assert read_recorded(manifest.path) == Recorded("abc", {0: record(0), 3: record(3)}, None)


def test_a_line_that_a_kill_cut_off_is_not_believed(tmp_path: Path) -> None:
    manifest = Manifest(tmp_path / "shot.slowglass.json", {"job_hash": "abc"})
    manifest.start([record(0)])
    manifest.record(record(1))
    manifest.close()
    journal = journal_path(manifest.path)
    journal.write_bytes(journal.read_bytes()[:-9])
    assert read_recorded(manifest.path) == Recorded("abc", {0: record(0)}, None)


def test_a_file_that_a_kill_left_without_its_record_is_still_ours(tmp_path: Path) -> None:
    manifest = Manifest(tmp_path / "shot.slowglass.json", {"job_hash": "abc"})
    manifest.start([])
    manifest.record(FrameRecord(0, "a.exr", 0, "", "copy 0"))
    manifest.close()
    file = tmp_path / "a.exr"
    file.write_bytes(bytes(10))
    found = look_at_existing(manifest.path, "abc", [(0, file)], "never")
    assert (found.kept, list(found.replaced)) == ({}, [0])
    file.rename(tmp_path / "b.exr")
    with pytest.raises(OutputExistsError, match="did not make"):
        look_at_existing(manifest.path, "abc", [(0, tmp_path / "b.exr")], "never")


def test_what_is_to_be_made_again_stays_ours_through_the_next_kill(tmp_path: Path) -> None:
    file = tmp_path / "a.exr"
    file.write_bytes(bytes(9))
    manifest = Manifest(tmp_path / "shot.slowglass.json", {"job_hash": "abc"})
    manifest.start([record(0)])
    manifest.close()
    for _ in range(2):
        found = look_at_existing(manifest.path, "abc", [(0, file)], "never")
        assert list(found.replaced) == [0]
        manifest.start(found.replaced.values())
        manifest.close()


def test_a_finished_run_is_one_document_without_a_journal(tmp_path: Path) -> None:
    manifest = Manifest(tmp_path / "shot.slowglass.json", {"job_hash": "abc", "cuts": [4]})
    manifest.start([])
    for index in (0, 1):
        manifest.record(record(index))
    manifest.finish({"frames": 2}, iter(["1: hold 0 (end)"]))
    document = json.loads(manifest.path.read_text("utf-8"))
    assert document["outcome"] == {"frames": 2}
    assert document["decisions"] == ["1: hold 0 (end)"]
    assert [frame["output_index"] for frame in document["frames"]] == [0, 1]
    assert [path.name for path in tmp_path.iterdir()] == ["shot.slowglass.json"]
    assert read_recorded(manifest.path) == Recorded("abc", {0: record(0), 1: record(1)}, 2)


@pytest.mark.parametrize("content", ["", "{}", "[]", "not json", '{"frames": 3, "job_hash": "x"}'])
def test_something_else_under_the_name_is_nothing_to_go_on_from(
    tmp_path: Path, content: str
) -> None:
    path = tmp_path / "shot.slowglass.json"
    path.write_text(content)
    assert read_recorded(path) is None


def test_one_flipped_bit_is_not_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(bytes(1000))
    known = FrameRecord(0, path.name, 1000, file_digest(path), "copy 0")
    assert is_whole(path, known)
    for content, state in (
        (bytes(500) + b"\x01" + bytes(499), "changed"),
        (bytes(999), "cut off"),
        (bytes(1001), "changed"),
    ):
        path.write_bytes(content)
        assert state_of(path, known) == state
        assert not is_whole(path, known)
    path.unlink()
    assert state_of(path, known) == "missing"
