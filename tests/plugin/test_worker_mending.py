"""A mend as a host asks for it: numbers of files in, frames changed or none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from slowglass.core.errors import CancelledError, JobSpecError, MissingInputError, UsageError
from slowglass.core.job import JobSpec
from slowglass.core.pipeline import Progress, retime
from slowglass.core.timing import ConstantSpeed, parse_number
from slowglass.plugin.protocol import mends
from slowglass.plugin.worker.mending import mend
from tests import clips

FIRST = 1001


@pytest.fixture
def result(tmp_path: Path) -> Path:
    """The folder of nine frames from 1001 on; each fourth is a copy."""
    source = clips.write_sequence(tmp_path / "in", clips.movie_frames(3, speed=16))
    output = tmp_path / "out" / "slow.####.exr"
    job = JobSpec(
        source,
        str(output),
        ConstantSpeed(parse_number("1/4")),
        model="nearest",
        device="cpu",
        cuts="none",
        start_number=FIRST,
    )
    retime(job)
    return output.parent


def frames(result: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in result.glob("*.exr")}


def asked(document: object, is_stopped: bool = False) -> tuple[dict[str, Any], list[Progress]]:
    told: list[Progress] = []
    return mend(document, told.append, lambda: is_stopped), told


def test_frames_named_by_their_numbers_are_made_again_and_given_back(result: Path) -> None:
    before, shown = frames(result), str(result / "slow.1001.exr")
    answer, told = asked(mends.mend(shown, [1003, 1002], mends.BLEND, "cpu"))
    assert answer["frames"] == [1, 2]
    after = frames(result)
    changed = {name for name in before if after[name] != before[name]}
    assert changed == {"slow.1002.exr", "slow.1003.exr"}
    assert {Path(path).name for path in answer["paths"]} == changed
    assert [(one.stage, one.done, one.total) for one in told if one.stage == "make"][-1][1:] == (
        2,
        2,
    )
    asked(mends.mend(shown, [1002, 1003], mends.UNDO))
    assert frames(result) == before


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"schema": "slowglass.mend/2"}, "slowglass.mend/1"),
        ({"frames": "1002"}, "frames"),
        ({"frames": [1002.5]}, "frames"),
        ({"device": "abacus"}, "device"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_is_no_mend_is_refused_by_name(
    result: Path, change: dict[str, Any], says: str
) -> None:
    before = frames(result)
    document = {**mends.mend(str(result), [1002], mends.BLEND), **change}
    with pytest.raises(JobSpecError, match=says):
        asked(document)
    assert frames(result) == before


@pytest.mark.parametrize("document", [None, [], {}, {"schema": mends.SCHEMA}])
def test_a_request_that_lacks_something_is_refused(document: object) -> None:
    with pytest.raises(JobSpecError):
        asked(document)


@pytest.mark.parametrize("number", [FIRST - 1, FIRST + 12])
def test_a_number_that_no_file_has_changes_nothing(result: Path, number: int) -> None:
    before = frames(result)
    with pytest.raises(UsageError, match=f"within 1001-1012, got {number}"):
        asked(mends.mend(str(result), [FIRST + 1, number], mends.BLEND))
    assert frames(result) == before


def test_a_mend_that_is_stopped_changes_nothing(result: Path) -> None:
    before = frames(result)
    with pytest.raises(CancelledError):
        asked(mends.mend(str(result), [1002, 1003], mends.BLEND, "cpu"), is_stopped=True)
    assert frames(result) == before


def test_a_folder_without_a_result_is_missing(tmp_path: Path) -> None:
    with pytest.raises(MissingInputError):
        asked(mends.mend(str(tmp_path / "slow.0001.exr"), [1], mends.BLEND))
