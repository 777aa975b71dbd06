"""What becomes of slight motion that is not the same everywhere, as on still water.

    OMP_NUM_THREADS=1 python -m benchmarks.slight_motion

A texture is moved by a wave of so many pixels and of so many pixels from crest to crest; the frame
half-way is known exactly. Writes `results/slight_motion.json`: PSNR in dB of each model's frame.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from benchmarks.record import record
from slowglass.core.models import LoadedModel, load_model
from slowglass.core.quality.metrics import psnr
from slowglass.core.warp import cubic_warp

SIZE, EDGE, AMPLITUDE = 256, 32, 2.0
"""Pixels: of a side, cut off it before comparing, and of the largest motion."""

WAVES = (24, 48, 96)
CONTRASTS = (0.03, 0.1, 0.3, 1.0)
MODELS = ("flow", "slowglass")


def texture(contrast: float) -> Tensor:
    """Return a grey (1, 3, SIZE, SIZE) about 0.5 with details of 2 to 32 pixels."""
    generator = torch.Generator().manual_seed(0)
    total = torch.zeros(1, 1, SIZE, SIZE)
    for cell in (2, 4, 8, 16, 32):
        count = SIZE // cell + 1
        noise = torch.rand(1, 1, count, count, generator=generator) - 0.5
        total += functional.interpolate(noise, (SIZE, SIZE), mode="bicubic") * cell**0.5
    return (0.5 + contrast * 0.5 * total / total.abs().max()).expand(-1, 3, -1, -1).contiguous()


def frame(still: Tensor, wave: int, t: float) -> Tensor:
    """Return the texture as the wave has moved it at ``t``."""
    place = torch.arange(SIZE) * (2 * math.pi / wave)
    across = AMPLITUDE * torch.sin(place)[:, None] * torch.cos(place / 2)[None]
    down = AMPLITUDE * torch.cos(place / 2)[:, None] * torch.sin(place)[None]
    return cubic_warp(still, -t * torch.stack([across, down])[None])


def decibels(model: LoadedModel, wave: int, contrast: float) -> float:
    """Return the PSNR of what a model makes of the frame half-way."""
    still = texture(contrast)
    ends = [_image(frame(still, wave, t)) for t in (0, 1)]
    made = model.between(*ends, [Fraction(1, 2)])[0]
    truth = _image(frame(still, wave, 0.5))
    inner = (slice(EDGE, -EDGE), slice(EDGE, -EDGE))
    one, other = (
        torch.from_numpy(picture[inner]).permute(2, 0, 1)[None] for picture in (made, truth)
    )
    return float(psnr(one, other))


def _image(picture: Tensor) -> NDArray[np.float32]:
    return np.ascontiguousarray(picture[0].permute(1, 2, 0).clamp(0, 1).numpy())


def main() -> None:
    """Measure and record."""
    rows: dict[str, Any] = {}
    models = {name: load_model(name, "cpu") for name in MODELS}
    for contrast in CONTRASTS:
        for wave in WAVES:
            row = {name: decibels(model, wave, contrast) for name, model in models.items()}
            rows[f"contrast {contrast:g}, wave {wave}"] = row
            print(
                contrast, wave, {name: round(value, 2) for name, value in row.items()}, flush=True
            )
    record("slight_motion", {"amplitude_pixels": AMPLITUDE, "psnr_db": rows})


if __name__ == "__main__":
    main()
