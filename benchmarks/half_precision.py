"""What half precision does to a model's quality: means on one half of a set of real frames.

    python -m benchmarks.half_precision TRIPLETS --device cuda --type bfloat16 --type float16

Convolutions run in the shorter type; coordinates and composition stay float32. On a processor that
has no such type ``--rounded`` computes in float32 what convolutions see and give rounded to it.
"""

from __future__ import annotations

import argparse
import copy
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import torch
from torch import nn

from benchmarks.architectures import network_of
from benchmarks.record import RESULTS, record
from slowglass.core.models.load import load_model
from slowglass.core.models.loaded import LoadedModel
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
    parser.add_argument("--rounded", action="store_true")
    arguments = parser.parse_args()
    model = load_model(arguments.model, arguments.device)
    items = select_half(read_dataset(arguments.triplets))
    rows = {}
    for name in ("float32", *arguments.type):
        with convolved_in(model, TYPES.get(name), rounded=arguments.rounded):
            rows[name] = summarise(list(score_items(model, items)))
        print(
            f"{name}: {rows[name]['all']:.3f} dB, {rows[name]['all'] - rows['float32']['all']:+.3f}"
        )
    path = RESULTS / "half_precision.json"
    known = json.loads(path.read_text("utf-8")).get("models", {}) if path.is_file() else {}
    known[model.spec.name] = {"device": arguments.device, "rounded": arguments.rounded, "db": rows}
    record("half_precision", {"models": known})


@contextmanager
def convolved_in(
    model: LoadedModel, shorter: torch.dtype | None, *, rounded: bool
) -> Iterator[None]:
    """Let a model's convolutions run in a type, or in float32 on numbers rounded to it."""
    network = network_of(model)
    if shorter is None or not rounded or network is None:
        with torch.autocast(model.device.type, shorter or torch.bfloat16, enabled=bool(shorter)):
            yield
        return
    plain = copy.deepcopy(network.state_dict())
    hooks = []
    for layer in network.modules():
        if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d):
            layer.weight.data = layer.weight.to(shorter).float()
            hooks += [
                layer.register_forward_pre_hook(lambda _, seen: (seen[0].to(shorter).float(),)),
                layer.register_forward_hook(lambda _, seen, given: given.to(shorter).float()),
            ]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()
        network.load_state_dict(plain)


if __name__ == "__main__":
    main()
