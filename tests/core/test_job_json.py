"""Jobs survive JSON, and what is wrong is named."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from slowglass.core.errors import JobSpecError, TimeMapError
from slowglass.core.job import JobSpec, OutputFormat
from slowglass.core.job_json import job_from_json, job_to_json
from slowglass.core.timing import ConstantSpeed, KeepDuration, Positions

JOBS = [
    JobSpec("a.mov", "b.####.exr"),
    JobSpec(
        "a.mov", "b.mov", ConstantSpeed(Fraction(1, 4)), model="blend", device="cpu", batch_size=3
    ),
    JobSpec(
        "a.####.exr",
        "b.####.exr",
        KeepDuration(Fraction(60000, 1001)),
        frame_rate=Fraction(24000, 1001),
        source_rate=Fraction(25),
        first=3,
        last=9,
        end="extrapolate",
        cuts=(4, 7),
        duplicates="smooth",
        overwrite="stale",
        channels=(("Z", "nearest"), ("N.*", "direction")),
        format=OutputFormat(compression="piz"),
        start_number=1001,
        preview="look.mp4",
    ),
    JobSpec("a.mov", "b.mov", Positions((Fraction(0), Fraction(1, 3), Fraction(5, 2)))),
]


@pytest.mark.parametrize("job", JOBS)
def test_a_job_comes_back_as_it_was(job: JobSpec) -> None:
    assert job_from_json(json.loads(json.dumps(job_to_json(job)))) == job


def test_defaults_are_left_out() -> None:
    assert set(job_to_json(JOBS[0])) == {"schema", "source", "output", "time"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"tempo": "1/2"}, "'tempo'"),
        ({"schema": "slowglass.job/2"}, "slowglass.job/2"),
        ({"frame_rate": "0"}, "frame_rate above 0"),
        ({"frame_rate": "fast"}, "frame_rate"),
        ({"frame_rate": 24}, "frame_rate"),
        ({"frame_rate": "1e100000000"}, "frame_rate: expected a fraction"),
        ({"source_rate": "9" * 5000}, "source_rate: expected a fraction"),
        ({"audio": True}, "audio: expected text, one of stretch, resample, copy, none"),
        ({"cuts": [24, 7]}, "cuts of 0 or more in order"),
        ({"cuts": [-1]}, "cuts of 0 or more in order"),
        ({"format": {"codec": 264}}, "format: codec: expected text, got 264"),
        ({"first": True}, "first"),
        ({"first": 5, "last": 2}, "first <= last"),
        ({"cuts": "some"}, "cuts"),
        ({"channels": {"Z": "nearest"}}, "channels"),
        ({"channels": [["Z"]]}, "channels"),
        ({"cuts": ["a"]}, "cuts"),
        ({"duplicates": "drop"}, "keep, smooth"),
        ({"format": {"quality": "90"}}, "'quality'"),
        ({"format": "exr"}, "format"),
        ({"source": ""}, "source"),
        ({"source": 3}, "source"),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, object], says: str) -> None:
    document = {**job_to_json(JOBS[0]), **change}
    with pytest.raises(JobSpecError, match=says):
        job_from_json(document)


def test_a_wrong_time_map_is_named() -> None:
    with pytest.raises(TimeMapError, match=r"time: expected kind .* got 'warp'"):
        job_from_json({**job_to_json(JOBS[0]), "time": {"kind": "warp"}})


def test_something_else_than_an_object_is_refused() -> None:
    with pytest.raises(JobSpecError, match="list"):
        job_from_json([])
