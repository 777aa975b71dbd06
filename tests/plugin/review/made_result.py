"""A small result to review, and a room over it in this process."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import OpenImageIO as oiio

from slowglass.core import JobSpec, retime
from slowglass.core.timing import ConstantSpeed, Shutter

WIDTH, HEIGHT, FRAMES = 128, 72, 5


def write_clip(folder: Path, frames: int = FRAMES) -> Path:
    """Write linear EXR frames of a bright square that moves 6 pixels a frame over a ramp."""
    folder.mkdir(parents=True, exist_ok=True)
    ramp = np.linspace(0.05, 0.4, WIDTH, dtype=np.float32)
    for k in range(frames):
        pixels = np.repeat(np.tile(ramp, (HEIGHT, 1))[..., None], 3, 2)
        pixels[20:50, 10 + 6 * k : 40 + 6 * k] = (0.9, 0.5, 0.1)
        path = folder / f"shot.{k + 1:04}.exr"
        output = oiio.ImageOutput.create(str(path))
        assert output is not None
        assert output.open(str(path), oiio.ImageSpec(WIDTH, HEIGHT, 3, "half"))
        assert output.write_image(pixels)
        assert output.close()
    return folder / "shot.0001.exr"


def make_result(
    folder: Path, name: str = "slow", model: str = "flow", shutter: Shutter | None = None
) -> Path:
    """Retime a small clip to a quarter of its speed; return the folder of the result."""
    source = write_clip(folder / "source")
    output = folder / "result" / f"{name}.####.exr"
    output.parent.mkdir()
    retime(
        JobSpec(
            source=str(source),
            output=str(output),
            time=ConstantSpeed(Fraction(1, 4)),
            model=model,
            start_number=1,
            shutter=shutter,
        )
    )
    return output.parent
