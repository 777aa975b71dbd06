"""Peak memory of a retime must not depend on the length of the clip.

Retimes made clips of 100 and of 1,000 frames to half speed, each in a process of its own, to an EXR
sequence and to a movie, and compares the largest resident size that the system saw. Then the same
of a few frames of 1080p, EXR with alpha to EXR.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.record import record
from tests import clips

LENGTHS = (100, 1000)
HEIGHT, WIDTH = 270, 480
LARGE_HEIGHT, LARGE_WIDTH, LARGE_FRAMES = 1080, 1920, 16
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


def make_sequence(folder: Path) -> str:
    """Write large pictures with alpha, as half, in which a picture drifts."""
    picture = clips.texture(LARGE_HEIGHT, LARGE_WIDTH + 4 * LARGE_FRAMES, 3)
    cover = np.linspace(0, 1, LARGE_WIDTH, dtype=np.float32)[None, :, None]
    alpha = np.broadcast_to(cover, (LARGE_HEIGHT, LARGE_WIDTH, 1))
    windows = (picture[:, 4 * k : 4 * k + LARGE_WIDTH] * alpha for k in range(LARGE_FRAMES))
    return clips.write_sequence(folder, (np.concatenate((one, alpha), 2) for one in windows))


def peak_mebibytes(source: str | Path, output: Path) -> float:
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
                clip = Path(folder) / "clip.mp4"
                make_clip(clip, frames)
                peaks.append(peak_mebibytes(clip, Path(folder) / "out" / name))
        ratio = peaks[1] / peaks[0]
        rows.append(
            {"output": what, "peak_mib": dict(zip(LENGTHS, peaks, strict=True)), "ratio": ratio}
        )
        print(f"{what}: {peaks[0]:.0f} MiB for 100 frames, {peaks[1]:.0f} for 1,000: x {ratio:.3f}")
    with tempfile.TemporaryDirectory() as folder:
        source = make_sequence(Path(folder) / "in")
        large = peak_mebibytes(source, Path(folder) / "out" / "slow.####.exr")
    print(f"1080p, EXR with alpha: {large:.0f} MiB")
    print(record("memory", {"size": [WIDTH, HEIGHT], "rows": rows, "peak_mib_1080p_rgba": large}))


if __name__ == "__main__":
    main()
