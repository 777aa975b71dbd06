"""Whether a GPU makes what a processor makes."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import partial
from typing import Any, Literal

import numpy as np
import torch
from torch import Tensor

from benchmarks import gradient_scene
from benchmarks.gpu.footage import NETWORKS, Bench, Footage, frames_of
from benchmarks.gpu.steps import Step
from slowglass.core import kernels
from slowglass.core.composition.compiled import mix_on_gpu
from slowglass.core.composition.sampling import compose, compose_by_torch
from slowglass.core.field import WarpField
from slowglass.core.models.loaded import LoadedModel
from slowglass.core.pipeline.making import FrameMaker
from slowglass.core.timing import Copy

Sampling = Literal["cubic", "linear", "nearest"]
TIMES = [Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)]
SHARE = 4
"""By how much smaller pictures are compared than speed is measured on: a processor makes them."""


def same_steps(bench: Bench) -> list[Step]:
    """Return what is compared, the most basic first."""
    models = ("flow", *NETWORKS)
    return [
        Step("device", partial(device_facts, bench)),
        *(
            Step(f"same: composing, {how}", partial(same_composition, bench, how))
            for how in ("cubic", "linear", "nearest")
        ),
        *(Step(f"same: field of {one}", partial(same_field, bench, one)) for one in models),
        *(Step(f"same: 16 bits of {one}", partial(short_field, bench, one)) for one in NETWORKS),
        Step("same: whole frames", partial(same_frames, bench)),
    ]


def device_facts(bench: Bench) -> dict[str, Any]:
    """Return what was measured on, and whether kernels can run there."""
    facts: dict[str, Any] = {"torch": torch.__version__, "size": [bench.width, bench.height]}
    if bench.device.type == "cuda":
        facts["name"] = torch.cuda.get_device_name()
        facts["capability"] = torch.cuda.get_device_capability()
        facts["gib"] = round(torch.cuda.get_device_properties(0).total_memory / 2**30, 1)
    return {**facts, "kernels": kernels.why_not() or "used"}


def same_composition(bench: Bench, how: Sampling) -> dict[str, Any]:
    """Compare composing by torch, and by our kernels where they run, with the processor's."""
    height, width = bench.height // SHARE, bench.width // SHARE
    generator = torch.Generator().manual_seed(1)
    left, right = torch.rand(2, 1, 5, height, width, generator=generator)
    left[0, 3, height // 2, width // 2] = torch.nan
    flow = 6 * torch.randn(1, 4, 2, height, width, generator=generator)
    weight = torch.rand(1, 4, height, width, generator=generator).softmax(1)
    field = WarpField((0, 1, 0, 1), flow, weight)
    expected = compose(left, right, field, how)
    there = left.to(bench.device), right.to(bench.device), field.to(bench.device)
    found = {"torch": difference(compose_by_torch(*there, how), expected)}
    if how != "nearest" and not kernels.why_not():
        found["kernels"] = difference(mix_on_gpu(*there, cubic=how == "cubic"), expected)
    return found


def same_field(bench: Bench, name: str) -> dict[str, Any]:
    """Compare the motion that a model finds on the GPU with that of the processor, in float32."""
    one = _fields(bench, bench.model(name, "cpu", short=False))
    return _compared(one, _fields(bench, bench.model(name, short=False)))


def short_field(bench: Bench, name: str) -> dict[str, Any]:
    """Compare a network that convolves in 16 bits, where the GPU is faster so, with float32."""
    short = bench.model(name)
    one = _fields(bench, bench.model(name, short=False))
    return {"on": short.estimation_device, **_compared(one, _fields(bench, short))}


def same_frames(bench: Bench) -> dict[str, Any]:
    """Compare whole frames, each channel by its policy; copies and IDs are equal to the bit."""
    footage = Footage(bench.width // SHARE, bench.height // SHARE, 3)
    plan = footage.plan(4)
    here, there = (
        FrameMaker(footage, bench.model("flow", device), plan, batch_size=3)
        for device in ("cpu", None)
    )
    largest = [0.0] * 3
    bits = True
    for (entry, one), (_, other) in zip(frames_of(here, plan), frames_of(there, plan), strict=True):
        for k, (a, b) in enumerate(zip(one.layers, other.layers, strict=True)):
            apart = np.abs(a.pixels.astype(np.float64) - b.pixels.astype(np.float64))
            largest[k] = max(largest[k], float(apart.max()))
            bits &= not isinstance(entry, Copy) or bool(np.array_equal(a.pixels, b.pixels))
    kinds = ("colour", "depth", "id")
    return {"frames": len(plan), "copies_equal": bits, **dict(zip(kinds, largest, strict=True))}


def difference(made: Tensor, expected: Tensor) -> float:
    """Return the largest difference; infinite where one is finite and the other is not."""
    made, expected = made.float().cpu(), expected.float().cpu()
    if not torch.equal(made.isfinite(), expected.isfinite()):
        return math.inf
    finite = expected.isfinite()
    return float((made[finite] - expected[finite]).abs().max())


def _fields(bench: Bench, model: LoadedModel) -> list[tuple[WarpField, Tensor]]:
    """Return fields at some times, found at once, and the pictures that they make."""
    pair = [
        torch.from_numpy(gradient_scene.picture(bench.width // SHARE, bench.height // SHARE, t))
        .permute(2, 0, 1)[None]
        .contiguous()
        .to(model.device)
        for t in (0, 1)
    ]
    with torch.inference_mode():
        fields = model.motion(pair[0], pair[1]).fields(TIMES)
        return [(field, compose(pair[0], pair[1], field)) for field in fields]


def _compared(
    expected: list[tuple[WarpField, Tensor]], made: list[tuple[WarpField, Tensor]]
) -> dict[str, Any]:
    """Return how far fields lie apart, in pixels, and how alike what they make is."""
    flows, weights, pictures = [], [], []
    for (one, seen), (other, shown) in zip(expected, made, strict=True):
        flows.append((one.flow.cpu() - other.flow.cpu()).abs())
        weights.append((one.weight.cpu() - other.weight.cpu()).abs())
        pictures.append((seen.cpu() - shown.cpu()).square().mean())
    error = float(torch.stack(pictures).mean())
    return {
        "flow_pixels_mean": float(torch.stack(flows).mean()),
        "flow_pixels_largest": float(torch.stack(flows).max()),
        "weight_largest": float(torch.stack(weights).max()),
        "picture_db": round(-10 * math.log10(max(error, 1e-20)), 2),
    }
