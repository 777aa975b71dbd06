"""A job made in Python is checked as one that comes as JSON: by the types of its fields."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from slowglass.core.errors import JobSpecError
from slowglass.core.job import JobSpec, OutputFormat
from slowglass.core.timing import Chain, ConstantSpeed, Freeze, Part, SpeedCurve, SpeedKey

WRONG: Any = 0.25
"""A float where a Fraction is due."""


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"grain": "x"}, "grain: expected one of keep, match, got 'x'"),
        ({"device": "gpu"}, "device: expected one of auto, cpu, cuda, mps, got 'gpu'"),
        ({"end": None}, "end: expected str, one of hold, trim, extrapolate, got None"),
        ({"batch_size": "2"}, "batch_size: expected int, got '2'"),
        ({"first": True}, "first: expected int, got True"),
        ({"deinterlace": 1}, "deinterlace: expected bool, got 1"),
        ({"source": Path("a.mov")}, "source: expected str, got"),
        ({"frame_rate": 23.976}, "frame_rate: expected Fraction, got 23.976"),
        ({"time": Fraction(1, 4)}, "time: expected TimeMap, got"),
        ({"cuts": [4, 7]}, r"cuts: expected one of auto, none or tuple\[int, ...\], got \[4, 7\]"),
        ({"cuts": (7, 4)}, r"cuts of 0 or more in order, got \[7, 4\]"),
        ({"channels": (("Z", 1),)}, "channels: item 0: item 1: expected str, got 1"),
        ({"channels": {"Z": "nearest"}}, "channels: expected tuple"),
        ({"format": {"codec": "h264"}}, "format: expected OutputFormat, got"),
    ],
)
def test_what_is_of_another_type_is_named(change: dict[str, Any], says: str) -> None:
    with pytest.raises(JobSpecError, match=says):
        JobSpec(**{"source": "a.mov", "output": "b.mov", **change})


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"format": OutputFormat(WRONG)}, "format: codec: expected str, got 0.25"),
        ({"time": ConstantSpeed(WRONG)}, "time: speed: expected Fraction, got 0.25"),
        (
            {"time": Chain((Part(Freeze(WRONG, Fraction(1))),))},
            "time: parts: item 0: time_map: at_seconds: expected Fraction, got 0.25",
        ),
        (
            {"time": SpeedCurve((SpeedKey(Fraction(0), WRONG),))},
            "time: keys: item 0: speed: expected Fraction, got 0.25",
        ),
    ],
)
def test_so_is_what_lies_within_a_value(change: dict[str, Any], says: str) -> None:
    with pytest.raises(JobSpecError, match=says):
        JobSpec("a.mov", "b.mov", **change)
