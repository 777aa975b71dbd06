"""One picture between two of 7680 x 4320 through every model, in 24 GiB of memory.

    OMP_NUM_THREADS=1 python -m benchmarks.eight_k                every model, the slow ones last
    OMP_NUM_THREADS=1 python -m benchmarks.eight_k superslomo     this one; other records stay

Each runs in a process of its own, whose address space is limited where the system can do that. The
time is the processor's, so that other work on the machine counts little.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from fractions import Fraction
from typing import Any

import torch

from benchmarks import gradient_scene as scene
from benchmarks.architectures import NAMES, RANDOM, model_named
from benchmarks.record import RESULTS, commit, record
from slowglass.core.composition.frame import compose_frame
from slowglass.core.models.proxy_size import proxy_size

WIDTH, HEIGHT = 7680, 4320
LIMIT_GIB = 24
HALF = Fraction(1, 2)


def measure(name: str, width: int, height: int) -> dict[str, Any]:
    """Return what one picture between two took, and how it came out."""
    model = model_named(name)
    left, right = (scene.frame(width, height, t, name == "vectors") for t in (0, 1))
    start = time.process_time()
    motion = model.frame_motion(left, right)
    made = compose_frame(left, right, motion.field(HALF), torch.device("cpu"))
    seconds = time.process_time() - start
    peak = peak_gib()
    size = proxy_size(height, width, model.spec)
    picture = made.layers[0].pixels[..., :3]
    return {
        "weights": "random" if name in RANDOM else "as shipped",
        "estimated_at": [size.width, size.height] if model.spec.needs_pictures else None,
        "peak_gib": peak,
        "cpu_seconds": seconds,
        "notes": list(motion.notes),
        "texture_error": scene.error(picture, float(HALF)),
        "seam_step": scene.seam_step(picture),
    }


def peak_gib() -> float:
    """Return the largest resident size of this process so far."""
    import resource

    unit = 1 if sys.platform == "darwin" else 1 << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / (1 << 30)


def limit_memory() -> None:
    """Let no more be allocated than the limit, where the system knows one (not on macOS)."""
    import resource

    if sys.platform != "darwin":
        resource.setrlimit(resource.RLIMIT_AS, (LIMIT_GIB << 30, LIMIT_GIB << 30))


def in_child(name: str) -> dict[str, Any]:
    """Measure a model in a process of its own; what went wrong is its last line."""
    words = [sys.executable, "-m", "benchmarks.eight_k", "--child", name]
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        return {"failed": (done.stderr.strip().splitlines() or ["killed"])[-1]}
    row: dict[str, Any] = json.loads(done.stdout)
    return row


def main() -> None:
    """Measure the models that are named, record each at once, and print it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="MODEL", help=", ".join(NAMES))
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.child:
        limit_memory()
        print(json.dumps(measure(wanted.names[0], WIDTH, HEIGHT)))
        return
    for name in wanted.names or NAMES:
        row = {**in_child(name), "commit": commit()}
        path = RESULTS / "eight_k.json"
        rows = json.loads(path.read_text("utf-8"))["models"] if path.is_file() else {}
        rows[name] = row
        print(name, json.dumps(row), flush=True)
        threads = os.environ.get("OMP_NUM_THREADS", "")
        common = {"size": [WIDTH, HEIGHT], "limit_gib": LIMIT_GIB, "threads": threads}
        record("eight_k", {**common, "models": {n: rows[n] for n in NAMES if n in rows}})


if __name__ == "__main__":
    main()
