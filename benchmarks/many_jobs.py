"""Memory and open files must not grow with the number of jobs that one process does.

    python -m benchmarks.many_jobs

Does 500 jobs by `slowglass batch`'s own code in this process: movies and sequences, copied and
composed, by three models, every tenth of them one that fails; and looks at itself after each 25.
"""

from __future__ import annotations

import gc
import os
import tempfile
import threading
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from benchmarks.record import record
from slowglass.core.job import JobSpec
from slowglass.core.timing import ConstantSpeed
from slowglass.plugin.batch import Listed, do
from tests import clips

JOBS, EACH = 500, 25
WARM = 100
"""Jobs after which caches are full: growth is counted from there."""
MODELS = ("flow", "blend", "slowglass")
OUTPUTS = ("{}.mkv", "{}.mov", "{}/s.####.exr", "{}/s.####.png")


def main() -> None:
    """Measure, print and record."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        for listed in jobs(Path(name)):
            outcome = do(listed, lambda _: None, lambda: False)
            assert (outcome.error is None) is (listed.number % 10 != 0), outcome.error
            if listed.number % EACH == 0:
                rows.append({"jobs": listed.number, **state()})
                print(rows[-1], flush=True)
    warm, last = next(row for row in rows if row["jobs"] == WARM), rows[-1]
    growth = {key: last[key] - warm[key] for key in warm if key != "jobs"}
    print("growth since", WARM, "jobs:", growth)
    print(record("many_jobs", {"rows": rows, "warm_jobs": WARM, "growth": growth}))


def jobs(folder: Path) -> Iterator[Listed]:
    """Yield the jobs; every tenth has no source."""
    movie = clips.write_movie(folder / "a.mkv", clips.movie_frames(6), Fraction(24))
    pictures = clips.write_sequence(folder / "in", clips.movie_frames(6))
    for number in range(1, JOBS + 1):
        output = OUTPUTS[number % len(OUTPUTS)]
        source = pictures if "####.exr" in output else str(movie)
        if number % 10 == 0:
            source = str(folder / "gone.mkv")
        job = JobSpec(
            source=source,
            output=str(folder / "out" / output.format(number)),
            time=ConstantSpeed(Fraction(1, 2)),
            model=MODELS[number % len(MODELS)],
            device="cpu",
        )
        yield Listed(number, job)


def state() -> dict[str, float]:
    """Return what this process holds: resident memory in MiB, open files, threads, objects."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return {
        "resident_mib": round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, 1),
        "open_files": len(os.listdir("/proc/self/fd")),
        "threads": threading.active_count(),
        "objects": len(gc.get_objects()),
    }


if __name__ == "__main__":
    main()
