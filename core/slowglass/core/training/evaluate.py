"""How good a model is on frames that were really shot, for choosing between checkpoints.

A set is a folder with an ``index.json``: a list of objects with ``name`` (a folder of pictures),
``frames`` (their names without suffix: left, then those between at even times, then right),
``clip`` (what they were cut from) and ``category``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import cv2
import torch
from torch import Tensor

from slowglass.core.compose import compose
from slowglass.core.errors import MissingInputError, UnreadableMediaError
from slowglass.core.models.interface import Interpolator, WarpField
from slowglass.core.models.slowglass_net.layers import pad_to_multiple

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


def score_set(
    model: Interpolator[Any], folder: Path, half: Half, device: torch.device
) -> Iterator[Score]:
    """Return the scores of all frames between of one half of a set.

    Raises:
        MissingInputError: there is no index.
        UnreadableMediaError: a picture cannot be read.
    """
    index = folder / "index.json"
    if not index.exists():
        raise MissingInputError("expected an index of the set, found none", path=index)
    for entry in json.loads(index.read_text(encoding="utf-8")):
        if half_of(entry["clip"]) != half:
            continue
        pictures = [
            read_picture(folder / entry["name"], frame).to(device) for frame in entry["frames"]
        ]
        last = len(pictures) - 1
        times = torch.arange(1, last, device=device) / last
        results = interpolate(model, pictures[0], pictures[-1], times)
        for result, truth in zip(results, pictures[1:-1], strict=True):
            yield Score(entry["name"], entry["category"], psnr(result, truth[0]))


def interpolate(model: Interpolator[Any], left: Tensor, right: Tensor, times: Tensor) -> Tensor:
    """Return the frames (T, 3, H, W) at ``times`` (T,) between two (1, 3, H, W) in 0..1."""
    height, width = left.shape[-2:]
    multiple = model.spec.multiple_of
    motion = model.estimate(pad_to_multiple(left, multiple), pad_to_multiple(right, multiple))
    field = model.field(motion, times)
    field = WarpField(
        sides=field.sides,
        flow=field.flow[..., :height, :width],
        weight=field.weight[..., :height, :width],
        border=field.border,
    )
    return compose(left, right, field)


def read_picture(folder: Path, name: str) -> Tensor:
    """Return the picture ``name`` (without suffix) of a folder, (1, 3, H, W) RGB in 0..1.

    Raises:
        UnreadableMediaError: there is none, or it is damaged.
    """
    for path in sorted(folder.glob(f"{name}.*")):
        picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
        if picture is not None:
            rgb = torch.from_numpy(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))
            return rgb.permute(2, 0, 1)[None].float() / 255
    raise UnreadableMediaError(f"expected a picture named {name}", path=folder)


def psnr(result: Tensor, truth: Tensor) -> float:
    """Return the peak signal-to-noise ratio in dB of 8-bit values; 100 for equal pictures."""
    difference = (result.clamp(0, 1) * 255).round() - (truth.clamp(0, 1) * 255).round()
    error = float(difference.square().mean())
    return min(100.0, float(10 * torch.log10(torch.tensor(255.0**2 / max(error, 1e-9)))))


def summarise(scores: list[Score]) -> dict[str, float]:
    """Return the mean PSNR of all frames and of each category."""
    groups: dict[str, list[float]] = {"all": []}
    for score in scores:
        groups["all"].append(score.psnr)
        groups.setdefault(score.category, []).append(score.psnr)
    return {name: sum(values) / len(values) for name, values in groups.items()}
