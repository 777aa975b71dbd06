"""Where the built-in network loses to `flow` on slight motion, as on still water, and by what.

    OMP_NUM_THREADS=1 python -m benchmarks.slight_motion

Drawn textures move by 2 pixels and the frame half-way is known exactly. Water differs from a moved
picture in three ways, each drawn apart: its motion is a wave, it keeps little contrast, and what
it mirrors moves through it another way, or comes anew in each frame. Writes
`results/slight_motion.json`: PSNR in dB of `flow`, of the network, and of parts of its field.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from benchmarks.record import record
from slowglass.core.composition import compose
from slowglass.core.field import LEFT, WarpField
from slowglass.core.models import load_model
from slowglass.core.models.fitted import FittedModel
from slowglass.core.models.interface import ChannelInterpolator
from slowglass.core.quality.metrics import psnr
from slowglass.core.warp import cubic_warp

SIZE, EDGE, PIXELS, WAVE = 256, 32, 2.0, 48
HALF = torch.tensor([0.5])
INNER = (..., slice(EDGE, -EDGE), slice(EDGE, -EDGE))


def texture(seed: int, contrast: float) -> Tensor:
    """Return a grey (1, 3, SIZE, SIZE) about 0 with details of 2 to 32 pixels."""
    generator = torch.Generator().manual_seed(seed)
    total = torch.zeros(1, 1, SIZE, SIZE)
    for cell in (2, 4, 8, 16, 32):
        count = SIZE // cell + 1
        noise = torch.rand(1, 1, count, count, generator=generator) - 0.5
        total += functional.interpolate(noise, (SIZE, SIZE), mode="bicubic") * cell**0.5
    return (contrast * 0.5 * total / total.abs().max()).expand(-1, 3, -1, -1)


def wave(still: Tensor, t: float) -> Tensor:
    """Return a texture as a standing wave has moved it at ``t``."""
    return cubic_warp(still, -t * wave_motion())


def wave_motion() -> Tensor:
    """Return by how much the wave moves each pixel, (1, 2, SIZE, SIZE)."""
    place = torch.arange(SIZE) * (2 * math.pi / WAVE)
    across = PIXELS * torch.sin(place)[:, None] * torch.cos(place / 2)[None]
    down = PIXELS * torch.cos(place / 2)[:, None] * torch.sin(place)[None]
    return torch.stack([across, down])[None]


def slid(still: Tensor, pixels: float) -> Tensor:
    """Return a texture moved across."""
    flow = torch.zeros(1, 2, SIZE, SIZE)
    flow[:, 0] = -pixels
    return cubic_warp(still, flow)


def scene(kind: str, t: float) -> Tensor:
    """Return the frame of a scene at ``t``."""
    if kind == "wave":
        return 0.5 + wave(texture(0, 1), t)
    if kind == "wave, low contrast":
        return 0.5 + wave(texture(0, 0.1), t)
    if kind == "wave, noise":
        generator = torch.Generator().manual_seed(round(8 * t))
        return (
            0.5
            + wave(texture(0, 0.3), t)
            + 0.02 * torch.randn(1, 3, SIZE, SIZE, generator=generator)
        )
    if kind == "wave and mirrored":
        return 0.5 + wave(texture(0, 0.3), t) + slid(texture(1, 0.3), -PIXELS * t)
    return 0.5 + wave(texture(0, 0.3), t) + (1 - t) * texture(1, 0.15) + t * texture(2, 0.15)


KINDS = ("wave", "wave, low contrast", "wave, noise", "wave and mirrored", "wave and shimmer")


def parts(field: WarpField) -> dict[str, WarpField]:
    """Return the field of the network, and what would be left of it with one thing changed."""
    return {
        "slowglass": field,
        "sides by time": sides_by_time(field),
        "head alone": _some(field, (0, 1)),
        "plain projection alone": _some(field, (2, 3)),
        "plain, sides by time": sides_by_time(_some(field, (2, 3))),
    }


def sides_by_time(field: WarpField) -> WarpField:
    """Return a field half-way in which either side of a pair counts the same."""
    weight = field.weight.clone()
    for near, far in field.pairs():
        weight[:, near] = weight[:, far] = (field.weight[:, near] + field.weight[:, far]) / 2
    return replace(field, weight=weight)


def motion_error(field: WarpField) -> float:
    """Return by how many pixels the motion to the left frame is wrong, on average."""
    lefts = [k for k, side in enumerate(field.sides) if side == LEFT]
    weight = field.weight[:, lefts, None]
    flow = (field.flow[:, lefts] * weight).sum(1) / weight.sum(1)
    return float((flow + wave_motion() / 2)[INNER].norm(dim=1).mean())


def _some(field: WarpField, kept: tuple[int, ...]) -> WarpField:
    weight = field.weight[:, kept].clamp_min(1e-6)
    return WarpField(
        tuple(field.sides[k] for k in kept),
        field.flow[:, kept].contiguous(),
        weight / weight.sum(1, keepdim=True),
    )


@torch.inference_mode()
def main() -> None:
    """Measure each scene, and record."""
    models = {}
    for name in ("flow", "slowglass"):
        model = load_model(name, "cpu")._model
        assert not isinstance(model, ChannelInterpolator), "both look at pictures"
        models[name] = FittedModel(model)
    rows: dict[str, Any] = {}
    for kind in KINDS:
        left, truth, right = (scene(kind, t).clamp(0, 1).contiguous() for t in (0, 0.5, 1))
        fields = {n: model.field(model.estimate(left, right), HALF) for n, model in models.items()}
        made = {"flow": fields["flow"], **parts(fields["slowglass"])}
        row = {
            n: float(psnr(compose(left, right, f)[INNER], truth[INNER])) for n, f in made.items()
        }
        row["blend"] = float(psnr(((left + right) / 2)[INNER], truth[INNER]))
        row |= {f"motion error of {name}, pixels": motion_error(f) for name, f in fields.items()}
        rows[kind] = row
        print(kind, {name: round(value, 2) for name, value in row.items()}, flush=True)
        record("slight_motion", {"pixels": PIXELS, "wave_pixels": WAVE, "scenes": rows})


if __name__ == "__main__":
    main()
