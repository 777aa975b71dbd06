"""The crossing squares as files: EXR with depth, a matte channel and a cryptomatte, and mattes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import OpenImageIO as oiio

from tests.clips import write_sequence
from tests.core.layers import crossing
from tests.core.layers.crossing import FAR, NEAR, Plane, Square

FRAMES = 3
IDS = {"near ball": 0x3F1A2B3C, "far ball": 0x40ABCDEF}
CHANNELS = ("R", "G", "B", "Z", "near", *(f"CryptoObject00.{c}" for c in "rgba"))


def time_of(index: int) -> float:
    """Return when a frame of the clip is, in times of the scene."""
    return index / 2


def write_clip(
    folder: Path,
    frames: int = FRAMES,
    depth: float | None = None,
    manifest: str = "",
    empty: float = 0,
) -> str:
    """Write the scene; return its pattern.

    Args:
        folder: where.
        frames: how many.
        depth: in the place of the true one, everywhere.
        manifest: in the place of the cryptomatte's own.
        empty: what mattes and coverages hold where nothing is.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(frames):
        time = time_of(number)
        squares = [crossing.shown(one, time) for one in (NEAR, FAR)]
        away = crossing.depth(time)
        away = away if depth is None else np.full_like(away, depth)
        mattes = [squares[0], *_ranks(squares)]
        for k in (0, 2):  # the channel, and the coverage of the first rank
            mattes[k] = np.where(mattes[k] > 0, mattes[k], np.float32(empty))
        planes = [*np.moveaxis(crossing.picture(time), 2, 0), away, *mattes]
        spec = oiio.ImageSpec(crossing.WIDTH, crossing.HEIGHT, len(planes), "float")
        spec.channelnames = CHANNELS
        spec.attribute("FramesPerSecond", oiio.TypeRational, (24, 1))
        spec.attribute("cryptomatte/1234567/name", "CryptoObject")
        names = {name: f"{bits:08x}" for name, bits in IDS.items()}
        spec.attribute("cryptomatte/1234567/manifest", manifest or json.dumps(names))
        path = str(folder / f"shot.{number:04d}.exr")
        output: Any = oiio.ImageOutput.create(path)
        assert output.open(path, spec)
        assert output.write_image(np.ascontiguousarray(np.stack(planes, 2), np.float32))
        assert output.close()
    return str(folder / "shot.####.exr")


def write_matte(folder: Path, square: Square, frames: int = FRAMES, crop: int = 0) -> str:
    """Write the matte of a square as PNG files, ``crop`` columns narrower; return their pattern."""
    masks = (crossing.shown(square, time_of(k)) for k in range(frames))
    pictures = (np.repeat(mask[:, crop:, None], 3, 2) for mask in masks)
    return write_sequence(folder, pictures, "matte.{:04d}.png", first=7)


def _ranks(squares: list[Plane]) -> list[Plane]:
    """Return two ranks of ID and coverage."""
    bits = np.zeros((2, *squares[0].shape), np.uint32)
    for mask, value in zip(squares, IDS.values(), strict=True):
        bits[0][mask > 0] = value
    return [bits[0].view(np.float32), np.maximum(*squares), bits[1].view(np.float32), bits[1] * 0.0]
