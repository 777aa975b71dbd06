"""Where batches come from: windows of a data set, and mixtures of them with drawn scenes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from slowglass.core.errors import MissingInputError, UsageError
from slowglass.core.training.batches import Batch
from slowglass.core.training.config import DataConfig, StageConfig, TrainingConfig
from slowglass.core.training.data import Footage, Mixture, open_data
from slowglass.core.training.samples import render_shard, save_shard
from slowglass.core.training.synthetic.scene import SceneOptions
from slowglass.core.training.window_samples import WindowSource
from slowglass.core.training.workers import Workers
from tests.core.training.test_superslomo import write_data

CPU = torch.device("cpu")
STAGE = StageConfig(crop=32, batch=12)
REAL = TrainingConfig(data=DataConfig(real_share=1.0))


@pytest.fixture
def windows(tmp_path: Path) -> Path:
    return write_data(tmp_path / "data é") / "train"


def source(windows: Path, spans: tuple[int, int] = (2, 4)) -> WindowSource:
    return WindowSource(windows, spans=spans, recoloured=False, seed=1)


def equal(one: Batch, other: Batch) -> bool:
    return all(torch.equal(part, vars(other)[name]) for name, part in vars(one).items())


def test_batches_of_windows_follow_from_their_step_alone(windows: Path) -> None:
    first, again = source(windows), source(windows)
    batch = first.batch(3, 0, STAGE)
    assert equal(batch, again.batch(3, 0, STAGE))
    assert not torch.equal(batch.left, first.batch(3, 1, STAGE).left)
    assert batch.left.shape == (12, 3, 32, 32)
    assert not batch.known.any()


def test_times_are_those_of_the_spans(windows: Path) -> None:
    times = {round(float(t), 4) for t in source(windows, (4, 4)).batch(0, 0, STAGE).t}
    assert times == {0.25, 0.5, 0.75}


def test_what_stands_still_comes_with_the_stage(windows: Path) -> None:
    batch = source(windows).batch(0, 0, replace(STAGE, equal_share=1.0))
    assert torch.equal(batch.left, batch.between)
    assert torch.equal(batch.left, batch.right)


@pytest.mark.parametrize("spans", [(1, 4), (5, 4), (6, 8)])
def test_spans_without_in_betweens_or_windows_are_refused(
    windows: Path, spans: tuple[int, int]
) -> None:
    with pytest.raises(UsageError, match="expected windows"):
        source(windows, spans)


def test_a_crop_that_is_too_large_is_refused(windows: Path) -> None:
    with pytest.raises(UsageError, match="96 x 72"):
        source(windows).batch(0, 0, StageConfig(crop=80, batch=1))


class Grey:
    """Batches of one grey level."""

    def __init__(self, windows: Path, level: float) -> None:
        self.windows, self.level = source(windows), level

    def batch(self, step: int, part: int, stage: StageConfig) -> Batch:
        batch = self.windows.batch(step, part, stage)
        return replace(batch, left=torch.full_like(batch.left, self.level))


def test_a_mixture_takes_its_share_from_each(windows: Path) -> None:
    mixture = Mixture(Grey(windows, 1.0), Grey(windows, 0.0), share=0.3, seed=1)
    taken = [mixture.batch(step, 0, STAGE).left.mean((1, 2, 3)) for step in range(20)]
    assert all(len(part) == 12 for part in taken)
    assert float(torch.cat(taken).mean()) == pytest.approx(0.3, abs=0.1)
    assert torch.equal(taken[4], mixture.batch(4, 0, STAGE).left.mean((1, 2, 3)))


def test_windows_alone_draw_no_scenes(windows: Path, tmp_path: Path) -> None:
    footage = Footage(dataset=windows.parent)
    opened = open_data(REAL, tmp_path / "run", footage, CPU, Workers())
    assert isinstance(opened, WindowSource)
    assert not (tmp_path / "run").exists()


def test_real_samples_alone_need_some(windows: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="real_share is 1"):
        open_data(REAL, tmp_path, Footage(), CPU, Workers())
    both = Footage(renders=tmp_path, dataset=windows.parent)
    with pytest.raises(UsageError, match="both"):
        open_data(REAL, tmp_path, both, CPU, Workers())


def test_rendered_scenes_count_among_the_clips(tmp_path: Path) -> None:
    shard = render_shard(1, 8, SceneOptions(size=48, largest_motion=4), CPU)
    shard["left"] = torch.full_like(shard["left"], 255)
    (tmp_path / "renders").mkdir()
    save_shard(shard, tmp_path / "renders" / "pan-1.safetensors")
    footage = Footage(renders=tmp_path / "renders")
    batch = open_data(REAL, tmp_path / "run", footage, CPU, Workers()).batch(0, 0, STAGE)
    assert (batch.left.amax((1, 2, 3)) > 0.5).all()
    with pytest.raises(MissingInputError, match="run"):
        open_data(REAL, tmp_path, Footage(renders=tmp_path / "run"), CPU, Workers())
