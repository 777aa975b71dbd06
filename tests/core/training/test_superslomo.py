"""Super SloMo as something that can be trained."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from torch import Tensor

from slowglass.core.errors import MissingInputError, ModelError, UsageError
from slowglass.core.quality.metrics import psnr
from slowglass.core.training.batches import Batch
from slowglass.core.training.checkpoint import read_tensors
from slowglass.core.training.config import SuperSloMoConfig, TrainingConfig, read_config
from slowglass.core.training.data import Footage
from slowglass.core.training.loop import Trainer, learning_rate
from slowglass.core.training.perceptual import WEIGHTS_FILE, PerceptualLoss
from slowglass.core.training.run import RUN_FILE, train
from slowglass.core.training.superslomo import SuperSloMoTask, l1, roughness
from tests.clips import movie_frames, texture

CPU = torch.device("cpu")
NARROW = SuperSloMoConfig(widths=(8, 8, 8, 8, 8, 8), perceptual=0.0)
CONFIG = """
architecture = "superslomo"
[superslomo]
widths = [4, 4, 4, 4, 4, 4]
perceptual = 0.0
[run]
threads = 1
log_steps = 1
checkpoint_minutes = 0.0
[optimiser]
warm_up_steps = 2
decay_from = 1000
steps = {steps}
average = 0.9
[data]
real_share = 1.0
longest_span = 4
[[stages]]
crop = 32
batch = 2
accumulate = 2
"""


def task(config: SuperSloMoConfig = NARROW) -> SuperSloMoTask:
    torch.manual_seed(3)
    return SuperSloMoTask.from_config(config)


def moving(shift: int, seed: int = 1, size: int = 32) -> Batch:
    """A texture that moves ``shift`` pixels to the right from frame to frame, two steps."""
    picture = torch.from_numpy(texture(size, size + 2 * abs(shift), seed)).permute(2, 0, 1)
    starts = [2 * shift, shift, 0] if shift > 0 else [0, -shift, -2 * shift]
    left, between, right = (picture[None, :, :, start : start + size] for start in starts)
    unknown = torch.zeros(1, 12, size // 2, size // 2)
    half = torch.full((1,), 0.5)
    flow, visible = unknown[:, :8], unknown[:, 8:]
    return Batch(left, between, right, half, flow, visible, torch.zeros(1))


class Textures:
    """Batches of textures that move to the right or to the left."""

    def batch(self, step: int, part: int, stage: object) -> Batch:
        shifts = (2, -2, 1, -1)
        drawn = [moving(shift, seed=4 * step + k) for k, shift in enumerate(shifts)]
        return Batch(*(torch.cat([getattr(one, name) for one in drawn]) for name in vars(drawn[0])))


def test_losses_are_those_of_the_paper() -> None:
    """Against the equations written out, with the two frames and one flow each way."""
    trained, batch = task(), moving(3)
    trained.network.requires_grad_(False)
    losses = trained.losses(batch)
    pair, between = trained.network(batch.left, batch.right, batch.t)

    def warped(picture: Tensor, flow: Tensor) -> Tensor:
        rows, columns = torch.meshgrid(torch.arange(32.0), torch.arange(32.0), indexing="ij")
        x, y = columns + flow[:, 0], rows + flow[:, 1]
        grid = torch.stack([x * 2 / 31 - 1, y * 2 / 31 - 1], -1)
        return torch.nn.functional.grid_sample(
            picture, grid, padding_mode="border", align_corners=True
        )

    made = sum(
        between.weight[:, k : k + 1] * warped(picture, between.flow[:, k])
        for k, picture in enumerate((batch.left, batch.right))
    )
    to_left = -0.25 * pair.forward + 0.25 * pair.backward
    to_right = 0.25 * pair.forward - 0.25 * pair.backward
    warping = (
        (warped(batch.left, to_left) - batch.between).abs().mean()
        + (warped(batch.right, to_right) - batch.between).abs().mean()
        + (warped(batch.left, pair.backward) - batch.right).abs().mean()
        + (warped(batch.right, pair.forward) - batch.left).abs().mean()
    )
    truth = {
        "reconstruction": 0.8 * 255 * (made - batch.between).abs().mean(),
        "warping": 0.4 * 255 * warping,
        "smoothness": roughness(pair.forward) + roughness(pair.backward),
    }
    assert losses.keys() == truth.keys()
    for name, loss in truth.items():
        assert float(losses[name]) == pytest.approx(float(loss), rel=1e-4)


def test_roughness_is_the_mean_step_from_pixel_to_pixel() -> None:
    ramp = torch.arange(5.0).expand(1, 2, 4, 5) * 3
    assert float(roughness(ramp)) == pytest.approx(3)
    assert float(roughness(torch.full((1, 2, 4, 5), 7.0))) == 0


def test_a_network_at_its_start_cross_fades_almost() -> None:
    trained, batch = task(), moving(2)
    fade = (batch.left + batch.right) / 2
    assert l1(trained.predict(batch), fade) < 0.02
    assert trained.network.pair(batch.left, batch.right).forward.any()


@pytest.mark.slow
def test_training_rises_above_a_cross_fade_on_textures_it_never_saw(tmp_path: Path) -> None:
    config = TrainingConfig(architecture="superslomo", superslomo=NARROW)
    options = replace(
        config.optimiser, learning_rate=3e-3, warm_up_steps=5, decay_from=20, steps=40
    )
    trainer = Trainer(task(), Textures(), replace(config, optimiser=options), tmp_path, CPU)
    for _ in range(40):
        trainer.train_step()
    gains = []
    with torch.no_grad():
        for seed in range(1000, 1008):
            batch = moving(2, seed)
            fade = (batch.left + batch.right) / 2
            made = trainer.task.predict(batch)
            gains.append(float(psnr(made, batch.between) - psnr(fade, batch.between)))
    assert np.mean(gains) > 1, gains


def test_bfloat16_changes_little() -> None:
    trained, batch = task(), moving(2)
    with torch.no_grad():
        exact = trained.losses(batch)
        with torch.autocast("cpu", torch.bfloat16):
            rounded = trained.losses(batch)
    assert float(exact["warping"]) != float(rounded["warping"])
    for name in ("reconstruction", "warping"):
        assert float(rounded[name]) == pytest.approx(float(exact[name]), rel=0.02)
        assert rounded[name].dtype == torch.float32


def test_the_engine_gets_the_same_network() -> None:
    trained, batch = task(), moving(2)
    model = trained.interpolator()
    field = model.field(model.estimate(batch.left, batch.right), batch.t)
    _, between = trained.network(batch.left, batch.right, batch.t)
    assert torch.equal(field.flow, between.flow)
    assert not model.network.legacy_grid


def test_without_the_weights_of_vgg16_the_perceptual_loss_is_off_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    monkeypatch.setattr(torch.hub, "_hub_dir", None)
    trained = task(replace(NARROW, perceptual=0.005))
    assert len(trained.notes) == 1
    assert WEIGHTS_FILE in trained.notes[0]
    assert "perceptual" not in trained.losses(moving(1))
    assert task().notes == ()


def test_the_perceptual_loss_counts_when_there_are_eyes() -> None:
    eyes = PerceptualLoss(torch.nn.Conv2d(3, 4, 3))
    narrow = replace(NARROW, perceptual=0.5)
    network, batch = task().network, moving(1)
    trained = SuperSloMoTask(network, narrow, eyes)
    with torch.no_grad():
        seen = float(trained.losses(batch)["perceptual"])
        assert seen == pytest.approx(0.5 * float(eyes(trained.predict(batch), batch.between)))
    assert seen > 0
    assert all(not weight.requires_grad for weight in eyes.features.parameters())


def test_other_weights_than_those_of_vgg16_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingInputError, match="VGG16"):
        task(replace(NARROW, perceptual=1.0, vgg16=str(tmp_path / "none.pth")))
    (tmp_path / "bad.pth").write_bytes(b"no checkpoint")
    with pytest.raises(ModelError, match="VGG16"):
        PerceptualLoss.from_file(tmp_path / "bad.pth")


def test_a_section_of_another_architecture_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "run.toml"
    path.write_text('architecture = "superslomo"\n[losses]\ncensus = 1', encoding="utf-8")
    with pytest.raises(UsageError, match=r"for superslomo, got \[losses\]"):
        read_config(path)
    path.write_text("[superslomo]\nwidths = [1, 2]", encoding="utf-8")
    with pytest.raises(UsageError, match="six widths"):
        read_config(path)


def test_the_learning_rate_falls_to_a_tenth_at_milestones() -> None:
    options = replace(
        TrainingConfig().optimiser, learning_rate=1.0, warm_up_steps=0, milestones=(10, 20)
    )
    rates = [learning_rate(step, options) for step in (0, 9, 10, 19, 20)]
    assert rates == pytest.approx([1, 1, 0.1, 0.1, 0.01])


def write_data(folder: Path) -> Path:
    """A data set of one window to train on."""
    part, frames = folder / "train", [f"{k:03d}" for k in range(6)]
    (part / "clip" / "0").mkdir(parents=True)
    for stem, picture in zip(frames, movie_frames(6), strict=True):
        code = np.round(picture * 255).astype(np.uint8)
        cv2.imencode(".png", code)[1].tofile(part / "clip" / "0" / f"{stem}.png")
    items = [{"name": "clip/0", "frames": frames}]
    (part / "index.json").write_text(json.dumps(items), encoding="utf-8")
    (folder / "validation").mkdir()
    (folder / "validation" / "index.json").write_text("[]", encoding="utf-8")
    (folder / "dataset.json").write_text("{}", encoding="utf-8")
    return folder


def start(config: Path, output: Path, data: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "slowglass.core.training", str(config), "--device", "cpu"]
    return subprocess.Popen([*command, "--output", str(output), "--data", str(data)])


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
@pytest.mark.slow
def test_killed_and_resumed_training_gives_the_same_weights(tmp_path: Path) -> None:
    """A real process, killed while it trains; its weights are those of an uninterrupted run."""
    data, config = write_data(tmp_path / "data"), tmp_path / "run.toml"
    config.write_text(CONFIG.format(steps=400), encoding="utf-8")
    killed = tmp_path / "killed"
    process = start(config, killed, data)
    deadline = time.monotonic() + 120
    while not (killed / "state.safetensors").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    _, metadata = read_tensors(killed / "state.safetensors")
    reached = int(metadata["step"])
    assert 1 <= reached < 400
    config.write_text(CONFIG.format(steps=reached + 4), encoding="utf-8")
    for output in (killed, tmp_path / "whole"):
        result = train(read_config(config), output, footage=Footage(dataset=data), device=CPU)
        assert result.step == reached + 4
    one, other = (
        read_tensors(tmp_path / run / "state.safetensors")[0] for run in ("killed", "whole")
    )
    assert one.keys() == other.keys()
    assert all(torch.equal(one[name], other[name]) for name in one)
    assert (killed / RUN_FILE).exists()
