"""The training loop, for any trainable model: resumable to the bit, in slices of any length."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import torch
from torch import Tensor

from slowglass.core.training.batches import Batch
from slowglass.core.training.checkpoint import pack, read_tensors, save_tensors, unpack
from slowglass.core.training.config import OptimiserConfig, StageConfig, TrainingConfig
from slowglass.core.training.log import Running, append_row, cut_log
from slowglass.core.training.trainable import Trainable
from slowglass.core.training.workers import Workers

STATE_FILE = "state.safetensors"
WEIGHTS_FILE = "weights.safetensors"
LOG_FILE = "log.csv"

Evaluate = Callable[[int], None]
"""Called with the step, while the module holds the averaged weights."""


class Source(Protocol):
    """Where batches come from."""

    def batch(self, step: int, part: int, stage: StageConfig) -> Batch:
        """Return part ``part`` of step ``step``, the same every time."""
        ...


def learning_rate(step: int, config: OptimiserConfig) -> float:
    """Return the learning rate at ``step``.

    It rises, is held, and falls in a half cosine to 1 %; or to a tenth at each milestone.
    """
    warm = min(1.0, (step + 1) / max(1, config.warm_up_steps))
    if config.milestones:
        passed = sum(step >= milestone for milestone in config.milestones)
        return config.learning_rate * warm * 0.1**passed
    falling = (step - config.decay_from) / max(1, config.steps - config.decay_from)
    share = 0.5 * (1 + math.cos(math.pi * min(1.0, max(0.0, falling))))
    return config.learning_rate * warm * (0.01 + 0.99 * share)


class Trainer:
    """One run in one folder."""

    def __init__(
        self,
        task: Trainable,
        source: Source,
        config: TrainingConfig,
        folder: Path,
        device: torch.device,
        evaluate: Evaluate | None = None,
        workers: Workers | None = None,
    ) -> None:
        """Start a run, or resume the one that the folder holds."""
        self.workers = workers or Workers()
        self.task, self.source, self.config = task, source, config
        self.folder, self.device, self.evaluate = folder, device, evaluate
        self.module = task.module.to(device).train()
        options = config.optimiser
        self.optimiser = torch.optim.AdamW(
            self.module.parameters(),
            options.learning_rate,
            betas=(0.9, options.beta2),
            weight_decay=options.weight_decay,
        )
        self.average = {
            name: tensor.detach().clone() for name, tensor in self.module.state_dict().items()
        }
        self.step, self._running = 0, Running()
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / STATE_FILE).exists():
            self._resume()

    def run(self, minutes: float | None = None, until: int | None = None) -> None:
        """Train to the end, or for ``minutes``, or up to step ``until``; then save."""
        run, last = self.config.run, self.config.optimiser.steps
        last = last if until is None else min(last, until)
        start = saved = evaluated = time.monotonic()

        def in_time() -> bool:
            return minutes is None or time.monotonic() - start < 60 * minutes

        while self.step < last and self.workers.agree(in_time()):
            self._running.add(self.train_step())
            if self.step % run.log_steps == 0:
                self._log()
            now = time.monotonic()
            if not self.workers.is_first:
                continue
            if now - saved > 60 * run.checkpoint_minutes:
                self.save()
                saved = now
            if self.evaluate is not None and now - evaluated > 60 * run.evaluate_minutes:
                self.evaluate_average()
                evaluated = time.monotonic()
        self.save()

    def train_step(self) -> dict[str, float]:
        """Do one step and return its losses, their sum and the length of the gradient."""
        stage = self.config.stage(self.step)
        for group in self.optimiser.param_groups:
            group["lr"] = learning_rate(self.step, self.config.optimiser)
        self.optimiser.zero_grad(set_to_none=True)
        values: dict[str, Tensor] = {}
        for part in self.workers.share(stage.accumulate):
            batch = self.source.batch(self.step, part, stage).to(self.device)
            with torch.autocast(self.device.type, torch.bfloat16, enabled=self.config.run.bf16):
                losses = self.task.losses(batch)
            total = torch.stack(list(losses.values())).sum() / stage.accumulate
            total.backward()  # type: ignore[no-untyped-call]
            for name, loss in losses.items():
                values[name] = values.get(name, 0.0) + loss.detach() / stage.accumulate
        gradients = [weight.grad for weight in self.module.parameters() if weight.grad is not None]
        self.workers.add_up([*gradients, *values.values()])
        limit = self.config.optimiser.largest_gradient
        length = float(torch.nn.utils.clip_grad_norm_(self.module.parameters(), limit))
        if math.isfinite(length):
            self.optimiser.step()
            self._update_average()
        else:
            self._running.skipped += 1
        self.step += 1
        told = {name: float(value) for name, value in values.items()}
        return {"total": sum(told.values()), "gradient": length, **told}

    def save(self) -> None:
        """Write the state to resume from, and the averaged weights; the first worker does."""
        if not self.workers.is_first:
            return
        metadata = {"step": str(self.step), "architecture": self.config.architecture}
        tensors = pack(self.module, self.average, self.optimiser)
        save_tensors(tensors, self.folder / STATE_FILE, metadata)
        save_tensors(self.average, self.folder / WEIGHTS_FILE, metadata)

    def evaluate_average(self) -> None:
        """Call ``evaluate`` with the averaged weights in place."""
        if self.evaluate is None:
            return
        own = {name: tensor.clone() for name, tensor in self.module.state_dict().items()}
        self.module.load_state_dict(self.average)
        self.module.eval()
        with torch.no_grad():
            self.evaluate(self.step)
        self.module.load_state_dict(own)
        self.module.train()

    def _update_average(self) -> None:
        keep = min(self.config.optimiser.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for name, tensor in self.module.state_dict().items():
                self.average[name].lerp_(tensor, 1 - keep)

    def _resume(self) -> None:
        tensors, metadata = read_tensors(self.folder / STATE_FILE)
        unpack(tensors, self.module, self.average, self.optimiser)
        self.step = int(metadata["step"])
        if self.workers.is_first:
            cut_log(self.folder / LOG_FILE, self.step)

    def _log(self) -> None:
        running, self._running = self._running, Running()
        if not self.workers.is_first:
            return
        row: dict[str, object] = {
            "step": self.step,
            "learning_rate": f"{learning_rate(self.step - 1, self.config.optimiser):.3g}",
            "skipped": running.skipped,
        }
        row |= {name: f"{value / running.steps:.5f}" for name, value in running.values.items()}
        append_row(self.folder / LOG_FILE, row)
