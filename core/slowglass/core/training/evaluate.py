"""How good a model is on frames that were really shot, for choosing between checkpoints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from slowglass.core.errors import UnreadableMediaError
from slowglass.core.models import LoadedModel
from slowglass.core.quality import QualityItem, half_of, psnr_8_bit
from slowglass.core.training.batches import Batch
from slowglass.core.training.trainable import Trainable


@dataclass(frozen=True)
class Score:
    """Quality of one frame between."""

    name: str
    category: str
    psnr: float
    """Decibels, of 8-bit values."""


def select_half(items: Iterable[QualityItem]) -> list[QualityItem]:
    """Return the items that checkpoints are chosen on, see `half_of`."""
    return [item for item in items if half_of(item.clip) == "select"]


def score_items(model: LoadedModel, items: Iterable[QualityItem]) -> Iterator[Score]:
    """Return the scores of all frames between of some items.

    Raises:
        InputError: a picture is damaged.
    """
    for item in items:
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


def preview(task: Trainable, batch: Batch) -> Tensor:
    """Return left, result, truth, right and the error times 4 side by side, (3, B H, 5 W)."""
    with torch.inference_mode():
        result = task.predict(batch).float()
    error = ((result - batch.between).abs() * 4).clamp(0, 1)
    rows = torch.cat([batch.left, result, batch.between, batch.right, error], 3)
    return torch.cat(list(rows), 1).clamp(0, 1)
