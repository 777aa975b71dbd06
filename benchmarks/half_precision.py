"""What half precision does to a model's quality: means on one half of a set of real frames.

    python -m benchmarks.half_precision TRIPLETS --device cuda --type bfloat16 --type float16

Convolutions run in the shorter type; coordinates and composition stay float32.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from benchmarks.record import record
from slowglass.core.models.load import load_model
from slowglass.core.quality.dataset import read_dataset
from slowglass.core.training.evaluate import score_items, select_half, summarise

TYPES = {"bfloat16": torch.bfloat16, "float16": torch.float16}


def main() -> None:
    """Score the model in float32 and in each shorter type that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("triplets", type=Path)
    parser.add_argument("--model", default="slowglass")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--type", action="append", choices=list(TYPES), required=True)
    arguments = parser.parse_args()
    model = load_model(arguments.model, arguments.device)
    items = select_half(read_dataset(arguments.triplets))
    rows = {}
    for name in ("float32", *arguments.type):
        shorter = TYPES.get(name, torch.bfloat16)
        with torch.autocast(model.device.type, shorter, enabled=name in TYPES):
            rows[name] = summarise(list(score_items(model, items)))
        print(
            f"{name}: {rows[name]['all']:.3f} dB, {rows[name]['all'] - rows['float32']['all']:+.3f}"
        )
    record("half_precision", {"device": arguments.device, "model": model.spec.name, "db": rows})


if __name__ == "__main__":
    main()
