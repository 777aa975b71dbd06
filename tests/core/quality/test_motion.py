"""Sequences that move wrongly, by known amounts, and say so."""

from __future__ import annotations

import pytest
import torch

from slowglass.core.errors import ShapeError
from slowglass.core.quality.motion import motion_scores, pace_error, step_error
from slowglass.core.training.synthetic.scene import look_up
from tests.tolerances import MEASURED_MOTION_PIXELS

SIDE, SPAN, PIXELS = 96, 4, 8.0


def sequence(*shown: float) -> list[torch.Tensor]:
    """A textured plane that has gone ``shown`` of its way of 8 pixels to the right."""
    generator = torch.Generator().manual_seed(4)
    coarse = torch.rand(1, 3, SIDE // 6, SIDE // 6, generator=generator)
    plane = torch.nn.functional.interpolate(coarse, size=(SIDE, SIDE), mode="bicubic").clamp(0, 1)
    y, x = torch.meshgrid(*[torch.arange(SIDE, dtype=torch.float32)] * 2, indexing="ij")
    return [look_up(plane, torch.stack([x - PIXELS * part, y])[None]) for part in shown]


TRUE = sequence(0, 0.25, 0.5, 0.75, 1)


def test_the_truth_has_no_error() -> None:
    assert motion_scores(TRUE, TRUE) == {"step_error_pixels": 0.0, "pace_error_percent": 0.0}


def test_a_frame_that_shows_another_time_is_late_by_so_much() -> None:
    late = [*TRUE[:2], *sequence(0.4), *TRUE[3:]]
    assert pace_error(late, TRUE) == pytest.approx(0.1 / 3, abs=0.005)


def test_judder_is_steps_that_are_too_short_and_too_long() -> None:
    judder = sequence(0, 0.15, 0.5, 0.65, 1)
    assert step_error(judder, TRUE) == pytest.approx(0.1 * PIXELS, abs=MEASURED_MOTION_PIXELS)


def test_repeating_frames_is_the_worst_pace() -> None:
    repeated = [TRUE[0]] * 3 + [TRUE[4]] * 2
    assert pace_error(repeated, TRUE) == pytest.approx((0.25 + 0.5 + 0.25) / 3, abs=0.02)


def test_where_nothing_moves_there_is_no_pace() -> None:
    assert pace_error([TRUE[0]] * 3, [TRUE[0]] * 3) == 0


def test_sequences_that_do_not_match_are_refused() -> None:
    with pytest.raises(ShapeError, match="one length"):
        motion_scores(TRUE, TRUE[1:])


def test_pictures_too_small_to_search_in_have_no_motion() -> None:
    small = [torch.zeros(1, 3, 16, 64)] * 3
    assert motion_scores(small, small) == {}
