"""The loop: it learns, and stopped and resumed it arrives at the same weights."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from slowglass.core.errors import ModelError
from slowglass.core.models.slowglass_net.architecture import ARCHITECTURE
from slowglass.core.models.slowglass_net.flow import Sizes
from slowglass.core.models.slowglass_net.model import sizes_of
from slowglass.core.models.slowglass_net.network import SlowglassNetwork
from slowglass.core.training.batches import Batch, BatchSource
from slowglass.core.training.checkpoint import read_tensors
from slowglass.core.training.config import (
    LossWeights,
    OptimiserConfig,
    RunConfig,
    StageConfig,
    TrainingConfig,
)
from slowglass.core.training.evaluate import preview
from slowglass.core.training.loop import LOG_FILE, STATE_FILE, Trainer, learning_rate
from slowglass.core.training.samples import ScenePool
from slowglass.core.training.synthetic.scene import SceneOptions
from slowglass.core.training.trainable import SlowglassTask

CPU = torch.device("cpu")
SMALL = Sizes(quarter=8, eighth=12, match=8, width=24, fine_width=12, hidden=8, context=4, head=16)
CONFIG = TrainingConfig(
    sizes=SMALL,
    optimiser=OptimiserConfig(learning_rate=2e-3, warm_up_steps=2, decay_from=4, steps=8),
    losses=LossWeights(census=0.1),
    stages=(StageConfig(0, 32, 2), StageConfig(3, 32, 1, accumulate=2)),
    run=RunConfig(log_steps=2),
)


def trainer(folder: Path, config: TrainingConfig = CONFIG) -> Trainer:
    torch.manual_seed(5)
    task = SlowglassTask(SlowglassNetwork(config.sizes), config.losses)
    pool = ScenePool(
        folder / "scenes",
        {0: SceneOptions(size=48, largest_motion=6)},
        seed=1,
        shard_samples=8,
        shards=2,
        steps_per_shard=3,
        device=CPU,
    )
    source = BatchSource(pool, [], real_share=0.5, seed=1)
    return Trainer(task, source, config, folder, CPU)


@pytest.mark.slow
def test_resumed_training_gives_the_same_weights_as_uninterrupted(tmp_path: Path) -> None:
    whole = trainer(tmp_path / "whole")
    whole.run()
    trainer(tmp_path / "parts").run(until=3)
    killed = trainer(tmp_path / "parts")
    killed.run(until=5)
    killed.train_step()  # lost: nothing is saved before the process dies
    resumed = trainer(tmp_path / "parts")
    assert resumed.step == 5
    resumed.run()
    one, _ = read_tensors(tmp_path / "whole" / STATE_FILE)
    other, _ = read_tensors(tmp_path / "parts" / STATE_FILE)
    assert one.keys() == other.keys()
    assert all(torch.equal(one[name], other[name]) for name in one)
    logs = [(tmp_path / run / LOG_FILE).read_text() for run in ("whole", "parts")]
    assert [line.split(",")[0] for line in logs[0].splitlines()] == ["step", "2", "4", "6", "8"]
    assert logs[0].splitlines()[-1] == logs[1].splitlines()[-1]


def test_the_averaged_weights_are_a_network_of_their_own(tmp_path: Path) -> None:
    run = trainer(tmp_path)
    run.run(until=2)
    state, metadata = read_tensors(tmp_path / "weights.safetensors")
    assert metadata == {"step": "2", "architecture": "slowglass"}
    assert ARCHITECTURE.detect(state)
    assert sizes_of(state) == SMALL
    assert any(not torch.equal(state[k], v) for k, v in run.module.state_dict().items())


@pytest.mark.slow
def test_training_learns(tmp_path: Path) -> None:
    config = replace(
        CONFIG,
        optimiser=OptimiserConfig(learning_rate=3e-3, warm_up_steps=2, steps=100),
        stages=(StageConfig(0, 32, 4),),
    )
    run = trainer(tmp_path, config)
    batch = run.source.batch(0, 0, StageConfig(crop=32, batch=4))

    class OneBatch:
        def batch(self, step: int, part: int, stage: StageConfig) -> Batch:
            return batch

    run.source = OneBatch()
    first = run.train_step()
    for _ in range(30):
        last = run.train_step()
    assert last["total"] < 0.6 * first["total"]
    assert last["pair_flow"] < 0.6 * first["pair_flow"]


@pytest.mark.slow
def test_what_is_learned_without_truth_makes_truer_frames(tmp_path: Path) -> None:
    none = LossWeights(charbonnier=0, laplacian=0, pair_flow=0, field_flow=0, photometric=1)
    config = replace(
        CONFIG,
        losses=replace(none, cycle=1.0),
        optimiser=OptimiserConfig(learning_rate=5e-3, warm_up_steps=2, steps=100),
    )
    run = trainer(tmp_path, config)
    batch = run.source.batch(0, 0, StageConfig(crop=32, batch=2))

    class OneBatch:
        def batch(self, step: int, part: int, stage: StageConfig) -> Batch:
            return batch

    def error() -> float:
        with torch.no_grad():
            return float((run.task.predict(batch) - batch.between).abs().mean())

    run.source, before = OneBatch(), error()
    for _ in range(12):
        last = run.train_step()
    assert last["charbonnier"] == last["pair_flow"] == 0
    assert last["cycle"] > 0
    assert error() < 0.97 * before


def test_bfloat16_changes_little(tmp_path: Path) -> None:
    half = replace(CONFIG, run=replace(CONFIG.run, bf16=True))
    exact, rounded = (
        trainer(tmp_path / "a").train_step(),
        trainer(tmp_path / "b", half).train_step(),
    )
    assert exact != rounded
    for name in ("charbonnier", "laplacian", "pair_flow"):
        assert rounded[name] == pytest.approx(exact[name], rel=0.02)


def test_no_time_means_no_step(tmp_path: Path) -> None:
    run = trainer(tmp_path)
    run.run(minutes=0)
    assert run.step == 0
    assert (tmp_path / STATE_FILE).exists()


def test_a_gradient_that_is_no_number_changes_nothing(tmp_path: Path) -> None:
    run = trainer(tmp_path)
    before = {name: tensor.clone() for name, tensor in run.module.state_dict().items()}
    batch = run.source.batch(0, 0, StageConfig(crop=32, batch=2))

    class Broken:
        def batch(self, step: int, part: int, stage: StageConfig) -> Batch:
            return replace(batch, between=batch.between * float("nan"))

    run.source = Broken()
    run.run(until=2)
    assert all(torch.equal(before[k], v) for k, v in run.module.state_dict().items())
    header, line = (tmp_path / LOG_FILE).read_text().splitlines()
    assert dict(zip(header.split(","), line.split(","), strict=True))["skipped"] == "2"


def test_a_checkpoint_of_another_network_is_refused(tmp_path: Path) -> None:
    trainer(tmp_path).run(until=1)
    with pytest.raises(ModelError, match="another"):
        trainer(tmp_path, replace(CONFIG, sizes=replace(SMALL, width=36)))


def test_evaluation_sees_the_averaged_weights_and_leaves_no_trace(tmp_path: Path) -> None:
    run = trainer(tmp_path)
    run.run(until=3)
    own = {name: tensor.clone() for name, tensor in run.module.state_dict().items()}
    seen: list[bool] = []

    def look(step: int) -> None:
        now = run.module.state_dict()
        seen.append(step == 3 and all(torch.equal(now[k], v) for k, v in run.average.items()))

    run.evaluate = look
    run.evaluate_average()
    assert seen == [True]
    assert all(torch.equal(own[k], v) for k, v in run.module.state_dict().items())


def test_learning_rate_rises_holds_and_falls() -> None:
    options = OptimiserConfig(learning_rate=1.0, warm_up_steps=10, decay_from=100, steps=200)
    rates = [learning_rate(step, options) for step in (0, 9, 100, 150, 200, 900)]
    assert rates == pytest.approx([0.1, 1, 1, 0.505, 0.01, 0.01])


def test_preview_is_five_pictures_wide(tmp_path: Path) -> None:
    run = trainer(tmp_path)
    picture = preview(run.task, run.source.batch(0, 0, StageConfig(crop=32, batch=3)))
    assert picture.shape == (3, 96, 160)
    assert 0 <= picture.min() <= picture.max() <= 1
