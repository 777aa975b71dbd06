"""Where much moves far and RIFE is not there, the result says once what would help."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor

from slowglass.core.choices import Quality
from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.job import JobSpec
from slowglass.core.pipeline import RetimeResult, retime
from slowglass.core.pipeline.choosing import FarMotion
from slowglass.core.pipeline.choosing.far import FAR, lost_part
from slowglass.core.timing import ConstantSpeed
from tests.clips import write_sequence

WIDTH, HEIGHT = 160, 96


def sliding(pixels: float) -> WarpField:
    """Everything moves to the right by so many pixels."""
    flow = torch.zeros(1, 2, 2, HEIGHT, WIDTH)
    flow[:, 0, 0], flow[:, 1, 0] = -pixels / 2, pixels / 2
    return WarpField((LEFT, RIGHT), flow, torch.full((1, 2, HEIGHT, WIDTH), 0.5))


def half_unlike() -> tuple[Tensor, Tensor]:
    """Two pictures that are alike in the upper half alone."""
    left = torch.zeros(1, 3, HEIGHT, WIDTH)
    right = left.clone()
    right[:, :, HEIGHT // 2 :] = 0.5
    return left, right


def test_what_moves_far_and_does_not_match_is_lost() -> None:
    assert lost_part(sliding(FAR * WIDTH + 1), *half_unlike()) == pytest.approx(0.5)
    assert lost_part(sliding(FAR * WIDTH - 1), *half_unlike()) == 0
    left, _ = half_unlike()
    assert lost_part(sliding(WIDTH), left, left) == 0


def test_a_field_of_one_side_loses_nothing() -> None:
    field = WarpField((LEFT,), torch.zeros(1, 1, 2, 8, 8), torch.ones(1, 1, 8, 8))
    assert lost_part(field, *half_unlike()) == 0


def test_pairs_are_named_as_the_source_counts_once_each() -> None:
    far = FarMotion(1001)
    far.look(3, sliding(1), half_unlike())
    assert not far.frames
    for frame in (5, 4, 5):
        far.look(frame, sliding(30), half_unlike())
    assert far.frames == {1005, 1006}


def leaping(step: int) -> list[NDArray[np.float32]]:
    """A striped body leaps over a still ground by ``step`` pixels a frame, and turns over."""
    generator = np.random.default_rng(3)
    ground = generator.uniform(0.35, 0.43, (HEIGHT, WIDTH, 3)).astype(np.float32)
    frames = []
    for k in range(3):
        frame = ground.copy()
        body = frame[20:76, 8 + k * step : 56 + k * step]
        body[:] = 0.9
        body[(np.arange(56) + k * (step // 4)) % 8 < 4] = 0.1
        frames.append(frame)
    return frames


def run(folder: Path, step: int, quality: Quality, workers: int = 1) -> RetimeResult:
    source = write_sequence(folder / "in", leaping(step))
    job = JobSpec(
        source,
        str(folder / "out" / "slow.####.png"),
        ConstantSpeed(Fraction(1, 2)),
        quality=quality,
        cuts="none",
        device="cpu",
        workers=workers,
    )
    return retime(job)


def test_the_result_says_once_what_would_help_whoever_made_its_parts(tmp_path: Path) -> None:
    result = run(tmp_path, 32, "good", workers=2)
    assert (result.quality, result.made) == ("good", 6)
    (note,) = [note for note in result.notes if "RIFE" in note]
    assert "slowglass models fetch rife" in note
    assert note.startswith("Much moves far after source frame 1001, 1002: RIFE")
    assert (result.far, result.would_help) == ((1001, 1002), ("rife",))
    assert result.to_json()["would_help"] == ["rife"]


@pytest.mark.parametrize(("step", "quality"), [(0, "good"), (32, "draft")])
def test_where_it_would_not_help_nothing_is_said(
    tmp_path: Path, step: int, quality: Quality
) -> None:
    result = run(tmp_path, step, quality)
    assert result.would_help == ()
    assert not [note for note in result.notes if "RIFE" in note]
