"""Draw the pictures of written motion and of a rolling shutter undone, for docs.

python -m tools.finish_pictures    writes docs/images/vectors-out.png and rolling-shutter.png
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import numpy as np
import OpenImageIO as oiio
from matplotlib import pyplot

from slowglass.core.job import JobSpec
from slowglass.core.media.images import read_picture
from slowglass.core.pipeline import retime
from slowglass.core.timing import ConstantSpeed, Readout
from tools.channel_pictures import IMAGES, SAMPLE, Picture, motions, planes, shown

FRAME = 1005
READOUT_MILLISECONDS = 40
RATE = 24
HEIGHT, WIDTH = 180, 240
PIXELS_A_FRAME = 20.0
POST, GAP = 16, 60
"""Pixels across a post of the made pan, and from one to the next."""


def main() -> None:
    """Draw both."""
    with tempfile.TemporaryDirectory() as folder:
        draw_vectors(Path(folder))
        draw_readout(Path(folder))


def draw_vectors(folder: Path) -> None:
    """Draw what is written beside a frame of the sample, next to the renderer's own motion."""
    output = str(folder / "vec.####.exr")
    source = str(SAMPLE / "sample.####.exr")
    where = {"source": source, "output": output, "vectors_out": output}
    retime(JobSpec(**where, first=3, last=5, model="flow", device="cpu"))  # type: ignore[arg-type]
    made = read_picture(folder / f"vec.{FRAME}.exr")
    true = read_picture(SAMPLE / f"sample.{FRAME}.exr")
    vector = ("ViewLayer.Vector.Z", "ViewLayer.Vector.W")
    panels = {
        "picture": shown(planes(made, tuple(f"ViewLayer.Combined.{c}" for c in "RGB"))),
        "motion, by flow": motions(planes(made, vector)),
        "by the renderer": motions(planes(true, vector)),
        "hidden in the next frame": planes(made, ("ViewLayer.OcclusionNext.V",) * 3),
        "confidence": planes(made, ("ViewLayer.ConfidenceNext.V",) * 3),
    }
    save("vectors-out", panels, 1.5)


def draw_readout(folder: Path) -> None:
    """Draw a made pan as it was filmed, as it is set right, and as it would have been."""
    delay = READOUT_MILLISECONDS * RATE / 1000
    for k in range(3):
        write(folder / f"pan.{k:04d}.exr", pan(k, delay))
    source, output = str(folder / "pan.####.exr"), str(folder / "straight.####.exr")
    readout = Readout(Fraction(READOUT_MILLISECONDS))
    time = ConstantSpeed(Fraction(1))
    retime(JobSpec(source, output, time, device="cpu", rolling_shutter=readout))
    made = read_picture(folder / "straight.0001.exr")
    panels = {
        "as it was filmed": shown(pan(1, delay)),
        f"--rolling-shutter {READOUT_MILLISECONDS}": shown(planes(made, ("R", "G", "B"))),
        "all lines at once": shown(pan(1, 0)),
    }
    save("rolling-shutter", panels, 2.1)


def pan(time: float, delay: float) -> Picture:
    """Return posts before a wall, from a camera that pans and takes ``delay`` of a frame to read.

    Args:
        time: in frames.
        delay: from the first line to the last, in frames.
    """
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float64)
    place = x + PIXELS_A_FRAME * (time + delay * ((y + 0.5) / HEIGHT - 0.5))
    inside = np.abs(place % GAP - GAP / 2)
    post = np.clip(POST / 2 - inside + 0.5, 0, 1)[..., None]
    generator = np.random.default_rng(7)
    waves = generator.uniform(0.02, 0.6, (12, 2)) * generator.choice((-1, 1), (12, 2))
    grain = sum(np.sin(place * a + y * b) for a, b in waves) / 24
    wall = np.stack([0.35 + 0.2 * grain, 0.3 + 0.2 * grain, 0.22 + 0.15 * grain], 2)
    wood = np.stack([0.75 + 0.1 * grain, 0.72 + 0.1 * grain, 0.6 + 0.1 * grain], 2)
    return np.asarray(wall + post * (wood - wall), np.float32).clip(0, 1)


def write(path: Path, picture: Picture) -> None:
    """Write an EXR of 24 frames a second."""
    spec = oiio.ImageSpec(picture.shape[1], picture.shape[0], 3, "float")
    spec.attribute("FramesPerSecond", oiio.TypeRational, (RATE, 1))
    output = oiio.ImageOutput.create(str(path))
    assert output is not None, oiio.geterror()
    output.open(str(path), spec)
    output.write_image(np.ascontiguousarray(picture))
    output.close()


def save(name: str, panels: Mapping[str, Picture], height: float) -> None:
    """Write panels side by side."""
    figure, axes = pyplot.subplots(1, len(panels), figsize=(10, height), dpi=110)
    for axis, (title, picture) in zip(axes, panels.items(), strict=True):
        axis.imshow(np.clip(picture, 0, 1), interpolation="nearest")
        axis.set_title(title, fontsize=8)
        axis.set_axis_off()
    figure.tight_layout(pad=0.4)
    figure.savefig(IMAGES / f"{name}.png", metadata={"Software": None})
    pyplot.close(figure)


if __name__ == "__main__":
    main()
