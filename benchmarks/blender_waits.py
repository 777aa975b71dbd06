"""How long Blender's window waits at a time while 3,000 frames are made and inserted.

    python -m benchmarks.blender_waits

In each Blender that `python3 dev.py test` has installed, or that SLOWGLASS_BPY_FOLDER names. What
counts is the processor's time in Blender's thread, so that a busy machine does not.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.record import record
from tests.host_adapters.blender.bpy_process import VERSIONS, Blender, interpreter
from tests.host_adapters.blender.dummy_worker import png

FRAMES, SOURCE_FRAMES = 3000, 20


def longest_waits(version: str, python: Path, folder: Path) -> dict[str, float]:
    """Return seconds: to start (at an even speed, along a ramp), and of the longest step."""
    images = folder / "images"
    images.mkdir()
    for k in range(SOURCE_FRAMES):
        (images / f"shot.{k + 1:04d}.png").write_bytes(png(10 + 2 * k))
    blender = Blender(version, python, folder)
    try:
        found = blender.run("many", folder=str(folder), images=str(images), frames=FRAMES)
    finally:
        blender.close()
    waits = {name: found["long"][name] for name in ("starting", "making", "inserting")}
    waits["starting_along_a_ramp"] = found["ramp"]["starting"]
    return {name: round(seconds, 4) for name, seconds in waits.items()}


def main() -> None:
    """Measure in every Blender that there is, write the result and print it."""
    numbers = {}
    for version in VERSIONS:
        if python := interpreter(version):
            with tempfile.TemporaryDirectory() as folder:
                numbers[version] = longest_waits(version, python, Path(folder))
            print(version, numbers[version])
    print(record("blender_waits", {"frames": FRAMES, "longest_seconds": numbers}))


if __name__ == "__main__":
    main()
