"""What other runtimes, and other layouts, would take for the convolutions of a network.

    OMP_NUM_THREADS=1 python -m benchmarks.runtimes slowglass rife

The parts of a network that are nothing but convolutions, which is where its time goes, run on what
they see of a pair at 720p: in torch, in torch with channels last, in ONNX Runtime and in OpenVINO.
So a whole network can gain no more than this. Processor time of one thread, the least of some
rounds, taken in turns. `pip install onnx onnxruntime openvino`; what is not there is left out.
"""

from __future__ import annotations

import argparse
import copy
import importlib.util
import json
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from benchmarks import gradient_scene as scene
from benchmarks.architectures import model_named, network_of
from benchmarks.record import RESULTS, record
from slowglass.core.models.loaded import LoadedModel
from slowglass.core.proxy import pair_proxies

WIDTH, HEIGHT = 1280, 720
ROUNDS = 3
HALF = Fraction(1, 2)
BODIES = ("conv0", "convblock", "lastconv", "to_quarter", "to_eighth", "body", "head")
"""Parts of nothing but convolutions, by the last name that they have in their networks."""

Runner = Callable[[], Any]


def main() -> None:
    """Measure the networks that are named, and write down what they took."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="+", metavar="MODEL")
    for name in parser.parse_args().names:
        rows = measured(model_named(name))
        path = RESULTS / "runtimes.json"
        known = json.loads(path.read_text("utf-8"))["models"] if path.is_file() else {}
        record("runtimes", {"threads": torch.get_num_threads(), "models": {**known, name: rows}})
        print(name, json.dumps(rows, indent=1))


def measured(model: LoadedModel) -> dict[str, Any]:
    """Return milliseconds of all parts for each runtime, and by how much results differ."""
    spent: dict[str, float] = {}
    apart: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for number, (part, seen) in enumerate(parts_of(model)):
            runners = dict(runners_of(part, seen, Path(folder) / f"{number}.onnx"))
            took = {name: [0.0] * ROUNDS for name in runners}
            expected = part(seen).numpy()
            for k in range(ROUNDS):
                for name, run in runners.items():
                    began = time.process_time()
                    made = run()
                    took[name][k] = time.process_time() - began
                    differs = float(np.abs(np.asarray(made) - expected).max())
                    apart[name] = max(apart.get(name, 0.0), differs)
            for name, seconds in took.items():
                spent[name] = spent.get(name, 0.0) + 1000 * min(seconds)
    return {
        "ms": {name: round(ms, 1) for name, ms in spent.items()},
        "torch_to": {name: round(spent["torch"] / ms, 3) for name, ms in spent.items()},
        "apart": apart,
    }


def parts_of(model: LoadedModel) -> list[tuple[nn.Module, Tensor]]:
    """Return the convolutional parts of a network with what each sees of a pair, as it comes."""
    network = network_of(model)
    assert network is not None
    found: list[tuple[nn.Module, Tensor]] = []

    def note(part: nn.Module, seen: tuple[Tensor, ...]) -> None:
        found.append((part, seen[0].clone()))

    hooks = [
        part.register_forward_pre_hook(note)
        for name, part in network.named_modules()
        if name.rpartition(".")[2] in BODIES
    ]
    frames = [scene.frame(WIDTH, HEIGHT, t) for t in (0, 1)]
    with torch.inference_mode():
        model.motion(*pair_proxies(frames[0], frames[1], model.device)).field(HALF)
    for hook in hooks:
        hook.remove()
    return found


def runners_of(part: nn.Module, seen: Tensor, path: Path) -> Iterator[tuple[str, Runner]]:
    """Yield what runs a part, by the name of the runtime."""
    seen = seen.clone()
    part.eval()
    last = copy.deepcopy(part).to(memory_format=torch.channels_last)
    moved = seen.to(memory_format=torch.channels_last)
    yield "torch", lambda: _torch(part, seen)
    yield "channels last", lambda: _torch(last, moved)
    if not importlib.util.find_spec("onnx"):
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the exporter, about itself
        torch.onnx.export(part, (seen,), str(path), dynamo=False, opset_version=17)
    given = seen.numpy()
    if importlib.util.find_spec("onnxruntime"):
        yield "ONNX Runtime", _onnx_runtime(path, given)
    if importlib.util.find_spec("openvino"):
        yield "OpenVINO", _openvino(path, given)


def _torch(part: nn.Module, seen: Tensor) -> Any:
    with torch.inference_mode():
        return part(seen).numpy()


def _onnx_runtime(path: Path, given: Any) -> Runner:
    runtime: Any = importlib.import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    session = runtime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    return lambda: session.run(None, {name: given})[0]


def _openvino(path: Path, given: Any) -> Runner:
    openvino: Any = importlib.import_module("openvino")
    hints = {"INFERENCE_NUM_THREADS": torch.get_num_threads(), "PERFORMANCE_HINT": "LATENCY"}
    compiled = openvino.Core().compile_model(str(path), "CPU", hints)
    return lambda: compiled(given)[0]


if __name__ == "__main__":
    main()
