"""Clips that move on under captions, and between the bars of a letterbox."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import cv2
import numpy as np
import OpenImageIO as oiio
from numpy.typing import NDArray

from tests import clips

HEIGHT, WIDTH, BAR, STEP = 120, 200, 12, 8
WHITE = np.float32(0.95)

Plane = NDArray[np.float32]


def words(text: str = "Words stay", left: int = 80, top: int = 320) -> Plane:
    """Return how much of each pixel thin letters cover, (height, width, 1); their rims in part."""
    drawn = np.zeros((HEIGHT * 4, WIDTH * 4), np.uint8)
    cv2.putText(drawn, text, (left, top), cv2.FONT_HERSHEY_SIMPLEX, 3.4, 255, 9, cv2.LINE_AA)
    small = cv2.resize(drawn, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    covered: Plane = small[..., None].astype(np.float32) / np.float32(255)
    return covered


def pan(k: int) -> clips.Picture:
    """Return a ground of much detail that moves to the left by `STEP` pixels a frame."""
    return shifted(STEP * k)


def shifted(pixels: int) -> clips.Picture:
    """Return the ground moved to the left."""
    return ground()[:, pixels : pixels + WIDTH]


@cache
def ground() -> clips.Picture:
    generator, width = np.random.default_rng(3), WIDTH + 80
    picture = np.zeros((HEIGHT, width, 3), np.float32)
    for size, strength in ((48, 0.5), (16, 0.3), (6, 0.25)):
        cells = generator.random((HEIGHT // size + 2, width // size + 2, 3), np.float32)
        picture += strength * cv2.resize(cells, (width, HEIGHT), interpolation=cv2.INTER_CUBIC)
    toned: clips.Picture = np.clip((picture - picture.mean()) * 1.2 + 0.45, 0, 1)
    return toned


def captioned(k: int, covered: Plane) -> clips.Picture:
    """Return the pan in 8-bit codes under letters, its bars black."""
    picture = pan(k) * (1 - covered) + WHITE * covered
    picture[:BAR] = picture[-BAR:] = 0
    return np.round(picture * 255).astype(np.float32) / np.float32(255)


def write_exr(folder: Path, frames: list[clips.Picture], *, vectors: bool = False) -> str:
    """Write frames as linear half with alpha, and with the motion of the pan if asked for."""
    folder.mkdir()
    names = ["R", "G", "B", "A", *(["motion.X", "motion.Y"] if vectors else [])]
    for number, picture in enumerate(frames, 1001):
        planes = [picture**2.2, np.ones((HEIGHT, WIDTH, 1))]
        if vectors:
            planes.append(np.full((HEIGHT, WIDTH, 2), (-STEP, 0)))
        spec = oiio.ImageSpec(WIDTH, HEIGHT, len(names), "half")
        spec.channelnames = names
        spec.attribute("FramesPerSecond", oiio.TypeRational, (24, 1))
        output = oiio.ImageOutput.create("o.exr")
        assert output is not None
        assert output.open(str(folder / f"s.{number}.exr"), spec)
        assert output.write_image(np.concatenate(planes, 2).astype(np.float32))
        assert output.close()
    return str(folder / "s.####.exr")
