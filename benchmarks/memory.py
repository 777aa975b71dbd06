"""Peak memory of a retime must not depend on the length of the clip.

Retimes made clips of 50 and of 1,000 frames to half speed, each in a process of its own, to an EXR
sequence and to a movie, and compares the largest resident size that the system saw.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.record import record
from tests import clips

LENGTHS = (50, 1000)
HEIGHT, WIDTH = 270, 480
OUTPUTS = {"EXR sequence": "slow.####.exr", "movie": "slow.mp4"}

CHILD = """
import resource, sys
from slowglass.plugin.cli.app import main
code = main(["retime", sys.argv[1], "-o", sys.argv[2], "--speed", "50%", "--device", "cpu"])
assert code == 0, code
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""


def make_clip(path: Path, frames: int) -> None:
    """Write a clip in which a large picture drifts."""
    picture = clips.texture(HEIGHT, WIDTH + 400, 3)
    shifts = (abs(3 * k % 800 - 400) for k in range(frames))
    windows = (picture[:, shift : shift + WIDTH] for shift in shifts)
    clips.write_movie(path, windows, codec="libx264", pixel_format="yuv420p")


def peak_mebibytes(source: Path, output: Path) -> float:
    """Retime in a process of its own; return its largest resident size."""
    words = [sys.executable, "-c", CHILD, str(source), str(output)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    scale = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return int(done.stderr.split()[-1]) / scale


def main() -> None:
    """Measure, print and record."""
    rows = []
    for what, name in OUTPUTS.items():
        peaks = []
        for frames in LENGTHS:
            with tempfile.TemporaryDirectory() as folder:
                source = Path(folder) / "clip.mp4"
                make_clip(source, frames)
                peaks.append(peak_mebibytes(source, Path(folder) / "out" / name))
        ratio = peaks[1] / peaks[0]
        rows.append(
            {"output": what, "peak_mib": dict(zip(LENGTHS, peaks, strict=True)), "ratio": ratio}
        )
        print(f"{what}: {peaks[0]:.0f} MiB for 50 frames, {peaks[1]:.0f} for 1,000: x {ratio:.3f}")
    print(record("memory", {"size": [WIDTH, HEIGHT], "rows": rows}))


if __name__ == "__main__":
    main()
