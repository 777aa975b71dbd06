"""What models cost: parameters, operations at 1080p, and CPU time at 720p beside `flow`.

    OMP_NUM_THREADS=1 python -m benchmarks.network_cost --model flow --model slowglass

A model is a name or the path of a checkpoint. Time is that of the processor, so that other work
on the machine counts little; operations are torch's count, two for each multiply-add of
convolutions and matrix products.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import torch
from torch import Tensor
from torch.utils.flop_counter import FlopCounterMode

from benchmarks.record import record
from slowglass.core.compose import compose
from slowglass.core.models.load import LoadedModel, load_model

ROUNDS = 3
SHIFT_PIXELS = 6


def pictures(width: int, height: int) -> tuple[Tensor, Tensor]:
    """Return two pictures, the second moved sideways."""
    left = torch.rand(1, 3, height, width, generator=torch.Generator().manual_seed(0))
    left = torch.nn.functional.avg_pool2d(left, 5, 1, 2)
    return left, left.roll(SHIFT_PIXELS, 3)


def operations(model: LoadedModel) -> dict[str, float]:
    """Return billions of operations at 1080p: of a pair, of a frame, and of whole retimes."""
    left, right = pictures(1920, 1080)
    with FlopCounterMode(display=False) as counter:
        motion = model.motion(left, right)
        pair = counter.get_total_flops()
        motion.field(Fraction(1, 2))
        frame = counter.get_total_flops() - pair
    return {
        "pair_gflop": pair / 1e9,
        "frame_gflop": frame / 1e9,
        "gflop_1080p_2x": (pair + frame) / 1e9,
        "gflop_1080p_8x": (pair + 7 * frame) / 1e9,
    }


def cpu_milliseconds(model: LoadedModel) -> dict[str, float]:
    """Return processor time at 720p: of estimating a pair, of a field, of composing it."""
    left, right = pictures(1280, 720)
    motion = model.motion(left, right)
    field = motion.field(Fraction(1, 2))
    return {
        "pair_ms_720p": _fastest(lambda: model.motion(left, right)),
        "field_ms_720p": _fastest(lambda: motion.field(Fraction(1, 2))),
        "compose_ms_720p": _fastest(lambda: compose(left, right, field)),
    }


def parameters(model: LoadedModel) -> int:
    """Return how many numbers the model has learned, 0 for those that have not."""
    network = getattr(model._model, "network", None)  # what models of networks call theirs
    return 0 if network is None else sum(p.numel() for p in network.parameters())


def _fastest(work: Callable[[], object]) -> float:
    """Return the least milliseconds of processor time in a few rounds."""
    spent = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return 1000 * min(spent)


def main() -> None:
    """Measure the models and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", action="append", required=True)
    names = parser.parse_args().model
    rows: dict[str, Any] = {}
    print("| model | parameters | 1080p 2x | 1080p 8x | pair 720p | field 720p | composing 720p |")
    print("|---|---|---|---|---|---|---|")
    for name in names:
        model = load_model(name, "cpu")
        row = {"parameters": parameters(model), **operations(model), **cpu_milliseconds(model)}
        rows[model.spec.name] = row
        print(
            f"| `{model.spec.name}` | {row['parameters'] / 1e6:.2f} M "
            f"| {row['gflop_1080p_2x']:.0f} GFLOP | {row['gflop_1080p_8x']:.0f} GFLOP "
            f"| {row['pair_ms_720p']:.0f} ms | {row['field_ms_720p']:.0f} ms "
            f"| {row['compose_ms_720p']:.0f} ms |"
        )
    record("network_cost", {"threads": torch.get_num_threads(), "models": rows})


if __name__ == "__main__":
    main()
