"""Two and three runs on one output at once, many times: do exit codes and `check` always agree?

    python -m benchmarks.writers
    python -m benchmarks.writers --rounds 50

A round starts the runs at random moments of half a second. Each kind of output has rounds with the
same job twice, and with three runs of which one is another job that may replace older results.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.record import record
from tests import clips
from tests.integration.writers import one_round, write_job, writers

ROUNDS = 50
NAMES = ("slow.####.exr", "slow.####.png", "slow.mkv")
MODELS = {"two": ("blend", "blend"), "three": ("blend", "blend", "nearest")}


def main() -> None:
    """Run the rounds, print what did not agree, and record the exit codes."""
    parser = argparse.ArgumentParser(prog="benchmarks.writers")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    rounds: int = parser.parse_args().rounds
    moments = random.Random(7)
    numbers: dict[str, object] = {"rounds_of_each": rounds}
    with tempfile.TemporaryDirectory() as place, writers() as runs:
        folder = Path(place)
        movie = clips.write_movie(folder / "clip.mkv", clips.movie_frames(6))
        for count, models in MODELS.items():
            for name in NAMES:
                output = folder / "out" / name
                jobs = [
                    write_job(folder / f"{k}.json", movie, output, model=model, overwrite="stale")
                    for k, model in enumerate(models)
                ]
                found = [one_round(runs, jobs, output, moments) for _ in range(rounds)]
                codes = Counter(str(sorted(codes)) for codes, _ in found)
                wrong = [line for _, lines in found for line in lines]
                numbers[f"{count}, {name}"] = {"exit_codes": dict(codes), "not_agreeing": wrong}
                print(count, name, dict(codes), wrong, flush=True)
    print(record("writers", numbers))


if __name__ == "__main__":
    main()
