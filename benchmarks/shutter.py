"""The shutter beside Blender's own motion blur and beside true sub-frames, at 180 degrees.

    .venv-bpy/4.5/bin/python -m benchmarks.shutter_scene FOLDER     # ten minutes on two cores
    python -m benchmarks.shutter FOLDER

Writes results/shutter.json and docs/images/shutter.png. All errors are display-referred (sRGB); a
region is told by the truth alone.
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import ceil, floor
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import OpenImageIO as oiio
from numpy.typing import NDArray

from benchmarks.record import ROOT, record
from benchmarks.shutter_moments import (
    DEGREES,
    FRAME_RATE,
    JUDGED,
    SPEEDS,
    SUB_FRAMES,
    exposure_frames,
    name_of,
)
from slowglass.core import JobSpec, retime
from slowglass.core.timing import ConstantSpeed, Shutter

Planes = NDArray[np.float64]

MODELS = ("flow", "vectors")
SHUTTER = Shutter(Fraction(DEGREES))
MARGIN = 12
"""Pixels at the border, where something comes in that the frames do not hold."""
EDGE_METRES, EDGE_PIXELS = 0.01, 2
"""Where depth changes by so much from the source frame before an exposure to the one after, or so
near to that, an edge passes by."""
SHOWN = ("200%", 4.0, "flow")


@dataclass(frozen=True)
class Truth:
    """What a shutter sees around one moment."""

    sub_frames: Planes
    """The mean of single moments."""
    blender: Planes
    """Blender's own motion blur."""
    edge: NDArray[np.bool_]
    """Where an edge passes by, so that something is hidden in a frame that is needed."""


def read(path: Path, *names: str) -> Planes:
    """Return channels of the render's layer, (height, width, channels)."""
    reader = oiio.ImageInput.open(str(path))
    if reader is None:
        raise SystemExit(f"expected {path}; render it first, as this file says")
    present = list(reader.spec().channelnames)
    pixels = np.asarray(reader.read_image("float"), np.float64)
    chosen: Planes = pixels[..., [present.index(f"ViewLayer.{name}") for name in names]]
    return chosen


def colour(path: Path) -> Planes:
    """Return the linear light of a render."""
    return read(path, "Combined.R", "Combined.G", "Combined.B")


@cache
def truth(folder: Path, speed: str, time: float) -> Truth:
    """Return what was rendered for a moment."""
    name = name_of(speed, time)
    paths = [folder / "true" / f"{name}_{k:02d}.exr" for k in range(SUB_FRAMES)]
    reach = exposure_frames(speed) / 2
    stills = range(floor(time - reach), ceil(time + reach) + 1)
    near_by = [*paths, *(folder / "still" / f"still.{k:04d}.exr" for k in stills)]
    depths = np.stack([read(path, "Depth.Z")[..., 0] for path in near_by])
    moves = (np.ptp(depths, axis=0) > EDGE_METRES).astype(np.uint8)
    near = cv2.dilate(moves, np.ones((2 * EDGE_PIXELS + 1,) * 2, np.uint8)) > 0
    mean = np.mean([colour(path) for path in paths], axis=0)
    return Truth(mean, colour(folder / "blurred" / f"{name}.exr"), near)


def made(folder: Path, output: Path, speed: str, model: str, shutter: Shutter | None) -> Path:
    """Retime the single moments; return the folder of the result."""
    output.mkdir()
    retime(
        JobSpec(
            source=str(folder / "still" / "still.####.exr"),
            output=str(output / "made.####.exr"),
            time=ConstantSpeed(SPEEDS[speed]),
            source_rate=Fraction(FRAME_RATE),
            model=model,
            device="cpu",
            cuts="none",
            shutter=shutter,
            start_number=0,
        )
    )
    return output


def display(light: Planes) -> Planes:
    """Return linear light as a display shows it (IEC 61966-2-1)."""
    held = light.clip(0, 1)
    return np.where(held <= 0.0031308, 12.92 * held, 1.055 * held ** (1 / 2.4) - 0.055)


def decibels(pairs: list[tuple[Planes, Planes]], masks: list[NDArray[np.bool_]]) -> float:
    """Return the PSNR over the masked pixels of several pictures."""
    inside = (slice(MARGIN, -MARGIN), slice(MARGIN, -MARGIN))
    squares = [
        ((display(one) - display(other)) ** 2).mean(-1)[inside][mask[inside]]
        for (one, other), mask in zip(pairs, masks, strict=True)
    ]
    return round(float(-10 * np.log10(np.concatenate(squares).mean())), 2)


def judged(folder: Path, speed: str, exposed: Path, plain: Path) -> dict[str, Any]:
    """Return how near a result comes to both truths, and what becomes of light."""
    times = JUDGED[speed]
    true = [truth(folder, speed, time) for time in times]
    names = [f"made.{round(time / float(SPEEDS[speed])):04d}.exr" for time in times]
    ours = [colour(exposed / name) for name in names]
    without = [colour(plain / name) for name in names]
    regions = {
        "all": [np.ones_like(one.edge) for one in true],
        "no edge passes": [~one.edge for one in true],
        "an edge passes": [one.edge for one in true],
    }
    blender, mean = [one.blender for one in true], [one.sub_frames for one in true]
    pairs = {
        "ours to blender": (ours, blender),
        "sub-frames to blender": (mean, blender),
        "no blur to blender": (without, blender),
        "ours to sub-frames": (ours, mean),
        "no blur to sub-frames": (without, mean),
    }
    psnr = {
        region: {
            pair: decibels(list(zip(*sides, strict=True)), masks) for pair, sides in pairs.items()
        }
        for region, masks in regions.items()
    }
    return {
        "psnr": psnr,
        "light": round(_sum(ours) / _sum(mean), 5),
        "blender's light": round(_sum(blender) / _sum(mean), 5),
        "peak": {
            "ours": round(float(np.median([one.max() for one in ours])), 2),
            "sub-frames": round(float(np.median([one.max() for one in mean])), 2),
            "no blur": round(float(np.median([one.max() for one in without])), 2),
        },
        "pixels above 1": {"ours": _above_1(ours), "sub-frames": _above_1(mean)},
    }


def _sum(pictures: list[Planes]) -> float:
    return float(sum(picture.sum() for picture in pictures))


def _above_1(pictures: list[Planes]) -> int:
    return int(sum((picture.min(-1) > 1).sum() for picture in pictures))


def draw(folder: Path, exposed: Path, path: Path) -> None:
    """Draw a frame as it was rendered, as the shutter makes it, and as Blender blurs it."""
    speed, time, _ = SHOWN
    still = colour(folder / "still" / f"still.{int(time):04d}.exr")
    ours = colour(exposed / f"made.{round(time / float(SPEEDS[speed])):04d}.exr")
    blender = truth(folder, speed, time).blender
    crop = (slice(15, 165), slice(80, 250))
    row = np.hstack([display(one)[crop] for one in (still, ours, blender)])
    codes = np.rint(255 * row[..., ::-1]).astype(np.uint8)
    cv2.imwrite(str(path), cv2.resize(codes, None, fx=2, fy=2, interpolation=cv2.INTER_NEAREST))


def main() -> None:
    """Measure, record and draw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    results: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for speed in SPEEDS:
            for model in MODELS:
                stem = f"{speed[:-1]}_{model}"
                plain = made(folder, Path(temporary, stem), speed, model, None)
                exposed = made(folder, Path(temporary, f"{stem}_open"), speed, model, SHUTTER)
                found = judged(folder, speed, exposed, plain)
                results.setdefault(speed, {})[model] = found
                print(speed, model, found["psnr"]["all"], flush=True)
                if (speed, model) == (SHOWN[0], SHOWN[2]):
                    draw(folder, exposed, ROOT / "docs" / "images" / "shutter.png")
    print(record("shutter", {"degrees": DEGREES, "unit": "dB PSNR, sRGB", "speeds": results}))


if __name__ == "__main__":
    main()
