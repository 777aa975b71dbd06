"""What the page learns of a result."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from slowglass.core.timing import Shutter
from slowglass.plugin.review.describing import described
from slowglass.plugin.review.result import read_result
from tests.plugin.review.made_result import make_result


@pytest.mark.parametrize("shutter", [None, Shutter(Fraction(180))], ids=["filmed", "exposed"])
def test_source_frames_can_be_mended_where_a_shutter_made_them_anew(
    tmp_path: Path, shutter: Shutter | None
) -> None:
    result = make_result(tmp_path, model="blend", shutter=shutter)
    frames = described(read_result(str(result)))["frames"]
    made = {frame["what"]: frame["is_made"] for frame in frames}
    assert made == {"copy": shutter is not None, "between": True, "hold": True}
