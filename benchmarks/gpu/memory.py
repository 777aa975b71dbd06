"""How much memory frames take on a GPU, and what becomes of a job that has too little."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import torch

from benchmarks.gpu.footage import NETWORKS, Bench, Footage, frames_of
from benchmarks.gpu.steps import Step
from slowglass.core.pipeline.making import FrameMaker

SIZES = {"HD": (1920, 1080), "UHD": (3840, 2160), "8K": (7680, 4320)}
NOT_HERE = {"left_out": "there is no CUDA device"}


def memory_steps(bench: Bench) -> list[Step]:
    """Return the measurements."""
    batches = [(7, "seven times at once"), (1, "one time at once")]
    return [
        Step("memory: too little of it", partial(too_little, bench)),
        *(
            Step(f"memory: {name} {size}, {title}", partial(most, bench, name, size, batch))
            for size in SIZES
            for batch, title in batches
            for name in NETWORKS
        ),
    ]


def most(bench: Bench, name: str, size: str, batch: int) -> dict[str, Any]:
    """Return the most memory that a pair in eight times slow motion takes, in GiB."""
    if bench.device.type != "cuda":
        return NOT_HERE
    footage = Footage(*SIZES[size], 2)
    plan = footage.plan(8)
    torch.cuda.empty_cache()
    torch.cuda.reset_peak_memory_stats()
    maker = FrameMaker(footage, bench.model(name), plan, batch_size=batch)
    for _, (entry, _) in zip(range(2), frames_of(maker, plan), strict=False):
        assert entry
    taken = torch.cuda.max_memory_allocated()
    return {"gib": round(taken / 2**30, 2), "notes": maker.fallbacks}


def too_little(bench: Bench) -> dict[str, Any]:
    """Return what a job says that runs out of memory, and whether its frames are all the same."""
    if bench.device.type != "cuda":
        return NOT_HERE
    footage = Footage(bench.width, bench.height, 2)
    plan = footage.plan(4)
    maker = FrameMaker(footage, bench.model("slowglass", short=False), plan, batch_size=3)
    whole = [frame for _, frame in frames_of(maker, plan)]
    used = torch.cuda.max_memory_allocated()
    total = torch.cuda.get_device_properties(0).total_memory
    torch.cuda.empty_cache()
    torch.cuda.set_per_process_memory_fraction(used / 3 / total)
    try:
        tight = FrameMaker(footage, bench.model("slowglass", short=False), plan, batch_size=3)
        pairs = zip(whole, (frame for _, frame in frames_of(tight, plan)), strict=True)
        apart = [
            np.abs(one.layers[0].pixels.astype(np.float32) - other.layers[0].pixels).max()
            for one, other in pairs
        ]
    finally:
        torch.cuda.set_per_process_memory_fraction(1.0)
        torch.cuda.empty_cache()
    return {
        "notes": tight.fallbacks,
        "went_on_on": tight.model.device.type,
        "apart": float(max(apart)),
    }
