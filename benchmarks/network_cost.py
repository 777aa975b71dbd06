"""What models cost: parameters, operations at 1080p, and CPU time at 720p.

    OMP_NUM_THREADS=1 python -m benchmarks.network_cost                       every model
    OMP_NUM_THREADS=1 python -m benchmarks.network_cost flow WEIGHTS.pth      these; others stay

A model is one that is built in, an architecture, which gets random weights, or a checkpoint. Time
is that of the processor, so that other work on the machine counts little; operations are torch's
count, two for each multiply-add of convolutions and matrix products, found without computing.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import torch
from torch.utils.flop_counter import FlopCounterMode

from benchmarks import gradient_scene as scene
from benchmarks.architectures import NAMES, model_named, network_of, without_values
from benchmarks.record import RESULTS, commit, record
from slowglass.core.composition.sampling import compose
from slowglass.core.models.loaded import LoadedModel
from slowglass.core.proxy import pair_proxies

MOST_ROUNDS = 3
ENOUGH_SECONDS = 4.0
"""What took longer is not done again."""

HALF = Fraction(1, 2)


def operations(model: LoadedModel) -> dict[str, float]:
    """Return billions of operations at 1080p: of a pair, of a frame, and of whole retimes.

    Only those of networks are counted, 0 for other models.
    """
    pair = frame = 0
    counted = without_values(model)
    if counted is not None:
        left, right = torch.zeros(2, 1, 3, 1080, 1920, device="meta")
        with FlopCounterMode(display=False) as counter:
            motion = counted.motion(left, right)
            pair = counter.get_total_flops()
            motion.field(HALF)
            frame = counter.get_total_flops() - pair
    return {
        "pair_gflop": pair / 1e9,
        "frame_gflop": frame / 1e9,
        "gflop_1080p_2x": (pair + frame) / 1e9,
        "gflop_1080p_8x": (pair + 7 * frame) / 1e9,
    }


def cpu_milliseconds(model: LoadedModel) -> dict[str, float]:
    """Return processor time at 720p: of estimating a pair, of a field, of composing it."""
    frames = [scene.frame(1280, 720, t, model.spec.name == "vectors") for t in (0, 1)]
    proxies = pair_proxies(frames[0], frames[1], model.device)
    motion = model.frame_motion(frames[0], frames[1], 1, proxies)
    field = motion.field(HALF)
    return {
        "pair_ms_720p": _least(lambda: model.frame_motion(frames[0], frames[1], 1, proxies)),
        "field_ms_720p": _least(lambda: motion.field(HALF)),
        "compose_ms_720p": _least(lambda: compose(*proxies, field)),
    }


def _least(work: Callable[[], object]) -> float:
    """Return the least milliseconds of processor time in a few rounds."""
    spent: list[float] = []
    while len(spent) < MOST_ROUNDS and sum(spent) < ENOUGH_SECONDS:
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return 1000 * min(spent)


def main() -> None:
    """Measure the models that are named, record each at once, and print it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="MODEL", help=", ".join(NAMES))
    path = RESULTS / "network_cost.json"
    for name in parser.parse_args().names or NAMES:
        model = model_named(name)
        network = network_of(model)
        row: dict[str, Any] = {
            "parameters": 0 if network is None else sum(p.numel() for p in network.parameters()),
            **operations(model),
            **cpu_milliseconds(model),
            "commit": commit(),
        }
        rows = json.loads(path.read_text("utf-8"))["models"] if path.is_file() else {}
        rows[model.spec.name] = row
        record("network_cost", {"threads": torch.get_num_threads(), "models": rows})
        print(model.spec.name, json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
