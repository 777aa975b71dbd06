"""The manifest and its journal: names, what a kill leaves, what is known again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from slowglass.core.pipeline.existing import is_whole
from slowglass.core.pipeline.manifest import (
    FrameRecord,
    Manifest,
    earlier_frames,
    file_digest,
    journal_path,
    manifest_path,
)


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
    assert manifest_path(output) == Path("out") / name


def record(index: int, path: str = "a.exr") -> FrameRecord:
    return FrameRecord(index, path, 10, "00", f"copy {index}")


def test_a_run_that_is_cut_off_leaves_what_it_made(tmp_path: Path) -> None:
    manifest = Manifest(tmp_path / "shot.slowglass.json", {"job_hash": "abc"})
    manifest.start([record(0)])
    manifest.record(record(3))
    manifest.close()
    assert earlier_frames(manifest.path) == ("abc", {0: record(0), 3: record(3)})


def test_a_line_that_a_kill_cut_off_is_not_believed(tmp_path: Path) -> None:
    manifest = Manifest(tmp_path / "shot.slowglass.json", {"job_hash": "abc"})
    manifest.start([record(0)])
    manifest.record(record(1))
    manifest.close()
    journal = journal_path(manifest.path)
    journal.write_bytes(journal.read_bytes()[:-9])
    assert earlier_frames(manifest.path) == ("abc", {0: record(0)})


def test_a_finished_run_is_one_document_without_a_journal(tmp_path: Path) -> None:
    manifest = Manifest(tmp_path / "shot.slowglass.json", {"job_hash": "abc", "cuts": [4]})
    manifest.start([])
    for index in (0, 1):
        manifest.record(record(index))
    manifest.finish({"made": 2}, iter(["1: hold 0 (end)"]))
    document = json.loads(manifest.path.read_text("utf-8"))
    assert document["outcome"] == {"made": 2}
    assert document["decisions"] == ["1: hold 0 (end)"]
    assert [frame["output_index"] for frame in document["frames"]] == [0, 1]
    assert [path.name for path in tmp_path.iterdir()] == ["shot.slowglass.json"]
    assert earlier_frames(manifest.path)[0] == "abc"


@pytest.mark.parametrize("content", ["", "{}", "[]", "not json", '{"frames": 3, "job_hash": "x"}'])
def test_something_else_under_the_name_is_nothing_to_go_on_from(
    tmp_path: Path, content: str
) -> None:
    path = tmp_path / "shot.slowglass.json"
    path.write_text(content)
    assert earlier_frames(path) == ("", {})


def test_one_flipped_bit_is_not_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(bytes(1000))
    known = FrameRecord(0, path.name, 1000, file_digest(path), "copy 0")
    assert is_whole(path, known)
    path.write_bytes(bytes(500) + b"\x01" + bytes(499))
    assert not is_whole(path, known)
    path.unlink()
    assert not is_whole(path, known)
