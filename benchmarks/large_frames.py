"""At which size motion in a frame of 3840 x 2160 is best looked for.

    OMP_NUM_THREADS=1 python -m benchmarks.large_frames

A drawn background pans and a disc moves against it, twice as fast; the frame half-way is known
exactly. Each model looks at copies of several sizes. Writes `results/large_frames.json`: PSNR in
dB of the whole frame and around the disc, and seconds of processor time. RIFE must be installed.
"""

from __future__ import annotations

import time
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from benchmarks.record import record
from slowglass.core.field import WarpField
from slowglass.core.models import load_model
from slowglass.core.models.interface import Interpolator
from slowglass.core.models.loaded import LoadedModel
from slowglass.core.quality import psnr_8_bit

WIDTH, HEIGHT = 3840, 2160
PANS = (64, 16)
"""Pixels from first to last frame, even numbers; the disc goes twice as far, the other way."""

RADIUS, CENTRE = 320, (1080, 1920)
AROUND_DISC = (slice(540, 1620), slice(1280, 2560))
LOOKS = (
    *(("flow", size) for size in (640, 1280, 2560)),
    ("slowglass", 1280),
    ("rife", 1280),
    ("rife", 2560),
    ("slowglass", 3840),
)
"""Models, and the longer side of what they look at."""

CPU = torch.device("cpu")


class Sized:
    """A model that looks at pictures of at most so many pixels."""

    def __init__(self, model: Interpolator[Any], largest: int) -> None:
        """Look at ``largest`` pixels on the longer side."""
        self._model = model
        self.spec = replace(model.spec, largest_proxy=largest)

    def estimate(self, left: torch.Tensor, right: torch.Tensor) -> Any:
        """Return what the model finds."""
        return self._model.estimate(left, right)

    def field(self, motion: Any, t: torch.Tensor) -> WarpField:
        """Return the model's field."""
        return self._model.field(motion, t)


def texture(seed: int) -> NDArray[np.float32]:
    """Return (HEIGHT, WIDTH, 3) in 0..1, details of 3 to 384 pixels, coarse ones stronger."""
    generator = torch.Generator().manual_seed(seed)
    total = torch.zeros(1, 3, HEIGHT, WIDTH)
    for cell in (3, 6, 12, 24, 48, 96, 192, 384):
        noise = torch.rand(1, 3, HEIGHT // cell + 2, WIDTH // cell + 2, generator=generator) - 0.5
        total += functional.interpolate(noise, (HEIGHT, WIDTH), mode="bicubic") * cell**0.4
    total = 0.5 + total / (6 * total.std())
    return np.ascontiguousarray(total[0].clamp(0, 1).permute(1, 2, 0).numpy())


def scene(pan: int, t: Fraction) -> NDArray[np.float32]:
    """Return the frame at ``t``: everything moves by whole pixels at 0, 1/2 and 1."""
    picture = np.roll(BACKGROUND, int(pan * t), 1)
    y, x = np.ogrid[:HEIGHT, :WIDTH]
    moved = int(2 * pan * (t - Fraction(1, 2)))
    disc = (y - CENTRE[0]) ** 2 + (x - (CENTRE[1] - moved)) ** 2 < RADIUS**2
    picture[disc] = np.roll(DISC, -moved, 1)[disc]
    return picture


def measure(name: str, size: int, pan: int) -> dict[str, float]:
    """Return what a model makes of the frame half-way when it looks at ``size`` pixels."""
    ends = scene(pan, Fraction(0)), scene(pan, Fraction(1))
    loaded: Any = load_model(name, "cpu")._model
    start = time.process_time()
    made = LoadedModel(Sized(loaded, size), CPU).between(*ends, [Fraction(1, 2)])[0]
    seconds = time.process_time() - start
    truth = scene(pan, Fraction(1, 2))
    edge = (slice(pan, -pan), slice(2 * pan, -2 * pan))
    return {
        "psnr_db": _decibels(made[edge], truth[edge]),
        "psnr_disc_db": _decibels(made[AROUND_DISC], truth[AROUND_DISC]),
        "cpu_seconds": seconds,
    }


def _decibels(made: NDArray[np.float32], truth: NDArray[np.float32]) -> float:
    one, other = (
        torch.from_numpy(np.ascontiguousarray(p)).permute(2, 0, 1)[None] for p in (made, truth)
    )
    return float(psnr_8_bit(one, other))


BACKGROUND, DISC = texture(0), texture(1)


def main() -> None:
    """Measure each model at each size, and record after each."""
    rows: dict[str, Any] = {}
    for pan in PANS:
        for name, size in LOOKS:
            rows[f"{name}@{size}, {pan} px"] = row = measure(name, size, pan)
            print(name, size, pan, row, flush=True)
            record("large_frames", {"size": [WIDTH, HEIGHT], "rows": rows})


if __name__ == "__main__":
    main()
