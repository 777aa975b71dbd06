"""How fast the models are, as ratios to a plain blend of the same size in the same run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import torch

from slowglass.core.composition import compose
from slowglass.core.device import describe
from slowglass.core.models import LoadedModel, load_model

ROUNDS = 5
SHIFT_PIXELS = 6


def run_speed(
    names: list[str], width: int, height: int, device: str
) -> tuple[dict[str, Any], list[str]]:
    """Time estimating a pair, and making one frame of it, for each model.

    Returns:
        Median milliseconds for machines, and lines for people. ``frame_ratio`` compares a made
        frame (its field and its composition) with that of `blend`.
    """
    left = torch.rand(1, 3, height, width, generator=torch.Generator().manual_seed(0))
    left = torch.nn.functional.avg_pool2d(left, 5, 1, 2)
    right = torch.roll(left, SHIFT_PIXELS, 3)
    base = _time_model(load_model("blend", device), left, right)
    rows = []
    for name in names:
        model = load_model(name, device)
        times = base if name == "blend" else _time_model(model, left, right)
        rows.append(
            {
                "model": name,
                "estimated_on": model.estimation_device,
                "pair_ms": times[0],
                "frame_ms": times[1],
                "frame_ratio": times[1] / base[1],
            }
        )
    chosen = describe(load_model("blend", device).device)
    lines = [f"{width} x {height} on {chosen}, median of {ROUNDS}"]
    lines += [
        f"{row['model']:<8} pair {row['pair_ms']:8.1f} ms (on {row['estimated_on']})   "
        f"frame {row['frame_ms']:8.1f} ms   {row['frame_ratio']:.2f} x blend"
        for row in rows
    ]
    document = {"width": width, "height": height, "device": chosen, "models": rows}
    return document, lines


def _time_model(model: LoadedModel, left: torch.Tensor, right: torch.Tensor) -> tuple[float, float]:
    """Return median milliseconds of estimating a pair and of making a frame of it."""
    left, right = left.to(model.device), right.to(model.device)
    motion = model.motion(left, right)
    pair = _median_ms(lambda: model.motion(left, right), model.device)

    def frame() -> object:
        with torch.inference_mode():
            return compose(left, right, motion.field(Fraction(1, 3)).to(model.device))

    return pair, _median_ms(frame, model.device)


def _median_ms(work: Callable[[], object], device: torch.device) -> float:
    """Return the median time of a few rounds, after one that warms up."""
    times = []
    for _ in range(ROUNDS + 1):
        started = time.perf_counter()
        work()
        if device.type == "cuda":
            torch.cuda.synchronize(device)
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times[1:])
