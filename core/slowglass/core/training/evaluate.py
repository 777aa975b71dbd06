"""How good a model is on frames that were really shot, for choosing between checkpoints."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from slowglass.core.errors import UnreadableMediaError
from slowglass.core.models.load import LoadedModel
from slowglass.core.quality.dataset import read_dataset
from slowglass.core.quality.metrics import psnr_8_bit

Half = Literal["select", "report"]


@dataclass(frozen=True)
class Score:
    """Quality of one frame between."""

    name: str
    category: str
    psnr: float
    """Decibels, of 8-bit values."""


def half_of(clip: str) -> Half:
    """Return the half that all frames cut from ``clip`` belong to.

    Checkpoints are chosen on ``select``; what is published is measured on ``report``. The first
    byte of the name's SHA-256 decides, so the split needs no list and never changes.
    """
    return "select" if hashlib.sha256(clip.encode()).digest()[0] % 2 == 0 else "report"


def score_set(model: LoadedModel, folder: Path, half: Half) -> Iterator[Score]:
    """Return the scores of all frames between of one half of a set, see `read_dataset`.

    Raises:
        InputError: the set is not there or damaged.
    """
    for item in read_dataset(folder):
        if half_of(item.clip) != half:
            continue
        pictures = [read_picture(path) for path in item.frames]
        made = model.between(pictures[0], pictures[-1], item.times)
        for result, truth in zip(made, pictures[1:-1], strict=True):
            quality = psnr_8_bit(
                *(torch.from_numpy(p.transpose(2, 0, 1))[None] for p in (result, truth))
            )
            yield Score(item.name, item.category, float(quality))


def read_picture(path: Path) -> NDArray[np.float32]:
    """Return a picture, (H, W, 3) RGB in 0..1.

    Raises:
        UnreadableMediaError: it is damaged.
    """
    return read_bytes(path).astype(np.float32) / np.float32(255)


def read_bytes(path: Path) -> NDArray[np.uint8]:
    """Return a picture, (H, W, 3) uint8 RGB.

    Raises:
        UnreadableMediaError: it is damaged.
    """
    picture = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        raise UnreadableMediaError("expected a picture", path=path)
    return cv2.cvtColor(picture, cv2.COLOR_BGR2RGB).astype(np.uint8, copy=False)


def summarise(scores: list[Score]) -> dict[str, float]:
    """Return the mean PSNR of all frames and of each category."""
    groups: dict[str, list[float]] = {"all": []}
    for score in scores:
        groups["all"].append(score.psnr)
        groups.setdefault(score.category, []).append(score.psnr)
    return {name: sum(values) / len(values) for name, values in groups.items()}
