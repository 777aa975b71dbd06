"""What a GPU does: the same as a processor, how fast, in how much memory, and when that runs out.

    PYTHONPATH=core:. python -m benchmarks.gpu FOLDER                 under 8 minutes
    PYTHONPATH=core:. python -m benchmarks.gpu FOLDER --rife FILE     RIFE with weights, not random

Steps come in the order of importance. Each is written to FOLDER/results.json when it is done, and
what is there is not done again: started once more after a kill, it goes on. A step that ends the
process twice is left out. It needs torch, NumPy, OpenCV, numba and safetensors, and reads no media.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.gpu.footage import Bench
from benchmarks.gpu.memory import memory_steps
from benchmarks.gpu.same import same_steps
from benchmarks.gpu.speed import speed_steps
from benchmarks.gpu.steps import run_steps


def main() -> None:
    """Do what is not done yet, as far as the time reaches."""
    parser = argparse.ArgumentParser(prog="benchmarks.gpu", description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--minutes", type=float, default=7.5)
    parser.add_argument("--size", default="1920x1080", help="of the frames")
    parser.add_argument("--seconds", type=float, default=6.0, help="of each measurement of speed")
    parser.add_argument("--rife", default="rife-4.25", help="weights; without, they are random")
    given = parser.parse_args()
    width, height = map(int, given.size.split("x"))
    bench = Bench(given.device, width, height, given.seconds, given.rife)
    steps = [*same_steps(bench), *speed_steps(bench), *memory_steps(bench)]
    run_steps(steps, given.folder, 60 * given.minutes)


if __name__ == "__main__":
    main()
