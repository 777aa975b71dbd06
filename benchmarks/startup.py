"""How long `slowglass --help` takes, beside a Python that does nothing.

    python -m benchmarks.startup

Both are measured in turns in one run, so the ratio holds on another machine too.
"""

from __future__ import annotations

import subprocess
import sys
import time
from statistics import median

from benchmarks.record import record

RUNS = 15
NOTHING = ("-c", "pass")
HELP = ("-c", "import sys; from slowglass.plugin.cli.app import main; sys.exit(main(['--help']))")


def seconds(arguments: tuple[str, ...]) -> float:
    """Return how long Python takes with these arguments, from start to end."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main() -> None:
    """Measure, write the result and print the median times."""
    for arguments in (NOTHING, HELP):
        seconds(arguments)  # fills the caches of the disk and of compiled modules
    nothing, answer = zip(*((seconds(NOTHING), seconds(HELP)) for _ in range(RUNS)), strict=True)
    numbers = {
        "runs": RUNS,
        "python_seconds": round(median(nothing), 4),
        "help_seconds": round(median(answer), 4),
        "slowest_help_seconds": round(max(answer), 4),
        "ratio": round(median(answer) / median(nothing), 2),
    }
    path = record("startup", numbers)
    print(f"--help takes {numbers['help_seconds']} s, {numbers['ratio']} times a bare Python")
    print(path)


if __name__ == "__main__":
    main()
