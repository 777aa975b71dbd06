"""Samples: packed, drawn again by number, and still true after they were turned and mirrored."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from slowglass.core.training.batches import BatchSource, draw_sample, held, overlaid
from slowglass.core.training.config import StageConfig
from slowglass.core.training.samples import ScenePool, Shard, load_shard, render_shard, save_shard
from slowglass.core.training.synthetic.scene import SceneOptions
from slowglass.core.warp import backward_warp

OPTIONS = SceneOptions(size=64, largest_motion=6, effects=False)
STAGE = StageConfig(crop=32, batch=12)
CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def shard() -> Shard:
    return render_shard(1, 16, OPTIONS, CPU)


def pool(folder: Path) -> ScenePool:
    return ScenePool(
        folder, {0: OPTIONS}, seed=4, shard_samples=8, shards=2, steps_per_shard=3, device=CPU
    )


def test_a_shard_comes_back_from_its_file(shard: Shard, tmp_path: Path) -> None:
    save_shard(shard, tmp_path / "scenes é.safetensors")
    loaded = load_shard(tmp_path / "scenes é.safetensors", CPU)
    assert loaded.keys() == shard.keys()
    assert all(torch.equal(loaded[name], tensor) for name, tensor in shard.items())
    assert [path.name for path in tmp_path.iterdir()] == ["scenes é.safetensors"]


def test_augmented_flow_still_fits_the_pictures(shard: Shard) -> None:
    """Every mirroring, transposition and reversal occurs among so many draws."""
    gains = []
    for seed in range(40):
        random = np.random.default_rng(seed)
        left, between, right, t, flow, visible, known = draw_sample(shard, 48, random)
        assert known == 1
        assert 0 < t < 1
        small = torch.nn.functional.avg_pool2d(torch.stack([left, right, between]), 2)
        ends = {0: (0, 1), 1: (1, 0), 2: (2, 0), 3: (2, 1)}
        for number, (start, end) in ends.items():
            moved = backward_warp(small[end][None], flow[None, 2 * number : 2 * number + 2] / 2)
            seen = visible[None, number : number + 1]
            before = ((small[end] - small[start]).abs() * seen).mean()
            after = ((moved - small[start]).abs() * seen).mean()
            if before > 0.02:
                gains.append(float(after / before))
    assert len(gains) > 20
    assert max(gains) < 0.8
    assert float(np.median(gains)) < 0.4


def test_the_pool_moves_on_and_keeps_only_its_window(tmp_path: Path) -> None:
    scenes = pool(tmp_path / "scenes")
    first = scenes.at(0)
    assert len(first) == 1
    later = scenes.at(6)
    assert len(later) == 2
    assert sorted(path.name for path in (tmp_path / "scenes").iterdir()) == [
        "scenes_000001.safetensors",
        "scenes_000002.safetensors",
    ]
    assert not torch.equal(later[0]["left"], later[1]["left"])


def test_batches_follow_from_their_step_alone(shard: Shard, tmp_path: Path) -> None:
    real = shard | {"known": torch.zeros_like(shard["t"])}
    one = BatchSource(pool(tmp_path / "one"), [real], real_share=0.5, seed=2)
    other = BatchSource(pool(tmp_path / "other"), [real], real_share=0.5, seed=2)
    one.batch(0, 0, replace(STAGE, batch=4))
    batch, same = one.batch(7, 0, STAGE), other.batch(7, 0, STAGE)
    assert all(torch.equal(part, vars(same)[name]) for name, part in vars(batch).items())
    assert not torch.equal(batch.left, one.batch(7, 1, STAGE).left)
    assert 0 < batch.known.sum() < 12
    assert batch.left.shape == (12, 3, 32, 32)
    assert batch.flow.shape == (12, 8, 16, 16)


def test_a_held_sample_stands_still_and_knows_it(shard: Shard) -> None:
    sample = draw_sample(shard, 32, np.random.default_rng(1))
    left, between, right, t, flow, visible, known = held(sample)
    assert torch.equal(between, left)
    assert torch.equal(right, left)
    assert t == sample[3]
    assert not flow.any()
    assert visible.all()
    assert known == 1


def test_as_many_samples_stand_still_as_asked(tmp_path: Path) -> None:
    source = BatchSource(pool(tmp_path), [], real_share=0.0, seed=3)
    still = []
    for share in (0.0, 0.5, 1.0):
        batch = source.batch(2, 0, replace(STAGE, equal_share=share))
        still.append(int((batch.left == batch.right).flatten(1).all(1).sum()))
    assert still[0] < still[1] < still[2] == STAGE.batch


def test_other_scenes_begin_at_the_step_that_was_said(tmp_path: Path) -> None:
    kinds = {0: OPTIONS, 5: replace(OPTIONS, size=80)}
    scenes = ScenePool(
        tmp_path, kinds, seed=4, shard_samples=8, shards=2, steps_per_shard=3, device=CPU
    )
    sides = [{shard["left"].shape[-1] for shard in scenes.at(step)} for step in (0, 4, 5, 9)]
    assert sides == [{64}, {64}, {80}, {80}]
    assert len(scenes.at(9)) == 2
    assert len(list(tmp_path.iterdir())) == 2


def test_lettering_laid_over_a_sample_stands_still_and_is_seen(shard: Shard) -> None:
    sample = draw_sample(shard, 48, np.random.default_rng(5))
    tries = [overlaid(sample, np.random.default_rng(seed)) for seed in range(6)]
    laid = max(tries, key=lambda one: float((one[0] - sample[0]).abs().sum()))
    still = (laid[4] == 0).all(0) & (sample[4] != 0).any(0)
    assert 10 < still.sum() < 24 * 24 / 2
    assert laid[5][:, still].all()
    assert torch.equal(laid[4][:, ~still], sample[4][:, ~still])
    shown = torch.nn.functional.avg_pool2d(torch.stack(laid[:3]), 2)[..., still]
    before = torch.nn.functional.avg_pool2d(torch.stack(sample[:3]), 2)[..., still]
    assert (shown[0] - shown[2]).abs().mean() < 0.5 * (before[0] - before[2]).abs().mean()
    assert laid[3] == sample[3]
