"""Precision and recall of cut, transition and duplicate detection, and its speed.

    python -m benchmarks.detection [--seeds 12] [--clips DIR [--splices 300]]

Made footage is seeded (benchmarks/detection_kinds.py). With a folder of clips, segments of
different clips are spliced to give hard cuts between real shots.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.detection_footage import HEIGHT, WIDTH, Clip, Luma, Maker, join
from benchmarks.detection_kinds import KINDS
from benchmarks.record import record
from slowglass.core.detect.report import PictureReport, analyse
from slowglass.core.errors import SlowglassError
from slowglass.core.media.open import open_source

SMALLEST_OVERLAP = 0.5
"""Shared part of a found and a true transition that counts as found."""
SEGMENT_FRAMES = (8, 25)


@dataclass
class Tally:
    """How many were right, wrong and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, found: set[int], true: set[int]) -> None:
        """Count one clip."""
        self.right += len(found & true)
        self.wrong += len(found - true)
        self.missed += len(true - found)

    def numbers(self) -> dict[str, Any]:
        """Return the counts with precision and recall; None where there is nothing to divide."""
        found, true = self.right + self.wrong, self.right + self.missed
        return {
            "true": true,
            "right": self.right,
            "wrong": self.wrong,
            "precision": round(self.right / found, 4) if found else None,
            "recall": round(self.right / true, 4) if true else None,
        }


@dataclass
class Score:
    """Tallies of one kind of footage, or of several."""

    cuts: Tally
    transitions: Tally
    duplicates: Tally
    frames: int = 0
    seconds: float = 0.0

    def add(self, clip: Clip) -> None:
        """Analyse a clip and count."""
        start = time.process_time()
        report = analyse(clip.frames)
        self.seconds += time.process_time() - start
        self.frames += len(clip.frames)
        self.cuts.add(set(report.cut_frames), set(clip.cuts))
        self.duplicates.add(set(report.moving_duplicates), set(clip.duplicates))
        found, wrong = match_transitions(report, clip)
        self.transitions.right += len(found)
        self.transitions.wrong += wrong
        self.transitions.missed += len(clip.transitions) - len(found)

    def numbers(self) -> dict[str, Any]:
        """Return all tallies and the processor time, which a busy machine changes little."""
        return {
            "frames": self.frames,
            "cuts": self.cuts.numbers(),
            "transitions": self.transitions.numbers(),
            "duplicates": self.duplicates.numbers(),
            "cpu_milliseconds_per_frame": round(1000 * self.seconds / max(self.frames, 1), 2),
        }


def new_score() -> Score:
    """Return an empty score."""
    return Score(Tally(), Tally(), Tally())


def match_transitions(report: PictureReport, clip: Clip) -> tuple[set[tuple[int, int]], int]:
    """Return the true transitions that were found, and how many found ones are not true."""
    found, wrong = set(), 0
    for span in report.transitions:
        hits = [true for true in clip.transitions if overlap((span.first, span.last), true)]
        found.update(hits)
        wrong += not hits
    return found, wrong


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Return whether two spans share enough of their union."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared > SMALLEST_OVERLAP * (max(one[1], other[1]) - min(one[0], other[0]))


def measure_made(kinds: Iterable[Maker], seeds: int) -> dict[str, Any]:
    """Return numbers for each kind of made footage."""
    results = {}
    for kind, make in enumerate(kinds):
        score = new_score()
        for seed in range(seeds):
            clip = make(np.random.default_rng([kind, seed]))
            score.add(clip)
        results[clip.kind] = score.numbers()
    return results


def read_clips(folder: Path) -> dict[str, list[Luma]]:
    """Return the luma of each clip in ``folder`` that opens, at one size for splicing."""
    clips = {}
    for path in sorted(folder.iterdir()):
        try:
            with open_source(str(path)) as source:
                count = source.info.clock.frame_count
                frames = [source.read_luma(index, WIDTH) for index in range(count)]
        except SlowglassError as error:
            print(f"left out: {error}")
            continue
        rows = np.arange(HEIGHT) * len(frames[0]) // HEIGHT
        clips[path.name] = [frame[rows] for frame in frames]
    return clips


def measure_real(clips: dict[str, list[Luma]], splices: int) -> dict[str, Any]:
    """Return numbers for spliced clips, and what was found in each clip as it is.

    Only segments in which nothing was found are spliced: whether a finding there is right,
    somebody has to look.
    """
    reports = {name: analyse(frames) for name, frames in clips.items()}
    rng = np.random.default_rng(0)
    names = [name for name in clips if len(clips[name]) > 2 * SEGMENT_FRAMES[1]]
    score = new_score()
    while score.cuts.right + score.cuts.missed < splices:
        chosen = rng.choice(len(names), 6, replace=False)
        shots = [segment(clips[names[n]], reports[names[n]], rng) for n in chosen]
        score.add(join("spliced", [shot for shot in shots if shot]))
    found = {
        name: {"frames": report.frame_count, "cuts": list(report.cut_frames)}
        for name, report in reports.items()
        if report.cuts
    }
    return {"spliced": score.numbers()["cuts"], "found_in_clips": found}


def segment(frames: list[Luma], report: PictureReport, rng: np.random.Generator) -> list[Luma]:
    """Return a random part of a clip, empty where it would hold a cut that was found."""
    length = int(rng.integers(*SEGMENT_FRAMES))
    first = int(rng.integers(0, len(frames) - length))
    if any(first < cut < first + length for cut in report.cut_frames):
        return []
    return frames[first : first + length]


def print_table(made: dict[str, Any]) -> None:
    """Print a Markdown table, one line for each kind of footage, as docs/cuts.md shows it."""
    print("| footage | cuts | transitions | moving duplicates | ms per frame |")
    print("|---|---|---|---|---|")
    for kind, numbers in made.items():
        cells = [tell(numbers[part]) for part in ("cuts", "transitions", "duplicates")]
        print(f"| {kind} | {' | '.join(cells)} | {numbers['cpu_milliseconds_per_frame']} |")


def tell(numbers: dict[str, Any]) -> str:
    """Return "precision / recall (of how many)", or how many were wrong where none is true."""
    if not numbers["true"]:
        return f"{numbers['wrong']} wrong"
    return f"{numbers['precision'] or 0:.3f} / {numbers['recall']:.3f} of {numbers['true']}"


def main() -> None:
    """Measure, write the result and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=12, help="clips of each kind")
    parser.add_argument("--clips", type=Path, help="a folder of real clips")
    parser.add_argument("--splices", type=int, default=300, help="cuts made between them")
    options = parser.parse_args()
    made = measure_made(KINDS, options.seeds)
    numbers: dict[str, Any] = {"seeds": options.seeds, "made": made}
    if options.clips:
        numbers["real"] = measure_real(read_clips(options.clips), options.splices)
        print("spliced real clips:", tell(numbers["real"]["spliced"]))
    print_table(made)
    print(record("detection", numbers))


if __name__ == "__main__":
    main()
