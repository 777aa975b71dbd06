"""A manifest or journal that lies is no manifest: it leads nowhere, and never to a traceback."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from slowglass.core import JobSpec, retime
from slowglass.core.pipeline import check
from slowglass.core.pipeline.delivery.recorded import read_recorded
from slowglass.core.pipeline.delivery.records import journal_path
from slowglass.core.pipeline.delivery.target import target_of
from slowglass.plugin.cli.app import main
from tests import clips

JOURNALS = [
    "[]",
    "null",
    "5",
    "[" * 100_000,
    '{"job_hash": 5}',
    '{"job_hash": "x", "output": 5}',
    "\udcff",
]
RECORD = {"output_index": 0, "path": "s.1001.exr", "size_bytes": 0, "blake2b": "", "what": ""}


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> tuple[JobSpec, dict[str, Any]]:
    """A job that is done, and its manifest."""
    folder = tmp_path_factory.mktemp("delivered")
    source = clips.write_sequence(folder / "in", clips.movie_frames(2))
    job = JobSpec(source, str(folder / "out" / "s.####.exr"), model="blend", device="cpu")
    retime(job)
    manifest = target_of(job.output).manifest_path
    return job, json.loads(manifest.read_text("utf-8"))


@pytest.mark.parametrize("first", JOURNALS)
def test_a_journal_that_cannot_be_one_is_none(tmp_path: Path, first: str) -> None:
    manifest = tmp_path / "s.slowglass.json"
    journal_path(manifest).write_text(first + "\n", "utf-8", errors="surrogateescape")
    assert read_recorded(manifest) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"output_index": [1]},
        {"output_index": True},
        {"output_index": -1},
        {"output_index": 10**30},
        {"output_index": "0"},
        {"path": "../../x"},
        {"path": ".."},
        {"path": "a\0b"},
        {"path": "C:\\x"},
        {"path": 5},
        {"path": None},
        {"size_bytes": 1.5},
        {"blake2b": "../x"},
        {"what": None},
        {"more": 1},
    ],
)
def test_a_line_that_cannot_be_a_record_ends_the_journal(
    tmp_path: Path, wrong: dict[str, object]
) -> None:
    manifest = tmp_path / "s.slowglass.json"
    lines = [{"job_hash": "x"}, RECORD, {**RECORD, "output_index": 1, **wrong}]
    journal_path(manifest).write_text("\n".join(map(json.dumps, lines)), "utf-8")
    recorded = read_recorded(manifest)
    assert recorded is not None
    assert list(recorded.frames) == [0]


def _frame(**wrong: object) -> Callable[[dict[str, Any]], None]:
    return lambda document: document["frames"][0].update(wrong)


LIES: dict[str, Callable[[dict[str, Any]], object]] = {
    "a path out of the folder": _frame(path="../in/shot.1001.exr"),
    "a path that is a number": _frame(path=5),
    "no path": _frame(path=None),
    "an index of text": _frame(output_index="0"),
    "an index beyond": _frame(output_index=10**30),
    "an index that is no number": _frame(output_index=float("nan")),
    "no job": lambda document: document.update(job=None),
    "a job without an output": lambda document: document.update(job={"output": 5}),
    "frames that are no list": lambda document: document.update(frames=7),
    "no frames at all": lambda document: document.update(frames=[]),
    "a count of text": lambda document: document["outcome"].update(frames="2"),
    "two frames in one file": lambda document: document["frames"][1].update(
        {**document["frames"][0], "output_index": 1}
    ),
    "frames in another order": lambda document: (
        document["frames"][0].update(output_index=1),
        document["frames"][1].update(output_index=0),
    ),
    "another result's": lambda document: document["job"].update(output="s.####.png"),
}


@pytest.mark.parametrize("lie", LIES)
@pytest.mark.parametrize("asked", ["pattern", "folder"])
def test_check_names_a_manifest_that_lies(
    delivered: tuple[JobSpec, dict[str, Any]],
    capsys: pytest.CaptureFixture[str],
    lie: str,
    asked: str,
) -> None:
    job, true = delivered
    manifest = target_of(job.output).manifest_path
    document = json.loads(json.dumps(true))
    LIES[lie](document)
    manifest.write_text(json.dumps(document), "utf-8")
    assert main(["check", job.output if asked == "pattern" else str(manifest.parent)]) == 3
    said = capsys.readouterr()
    assert "unexpected" not in said.err
    manifest.write_text(json.dumps(true), "utf-8")
    assert not check(job.output).problems


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
@pytest.mark.parametrize("name", ["s.slowglass.json", ".s.slowglass.journal", "s.1002.exr"])
def test_a_pipe_in_a_place_of_ours_is_refused_and_not_waited_for(
    delivered: tuple[JobSpec, dict[str, Any]], tmp_path: Path, name: str
) -> None:
    (tmp_path / "out").mkdir()
    os.mkfifo(tmp_path / "out" / name)
    words = ["retime", delivered[0].source, "-o", str(tmp_path / "out" / "s.####.exr")]
    assert main([*words, "--speed", "1", "--model", "blend", "--overwrite", "always"]) == 4
