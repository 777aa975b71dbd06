"""Batches: fresh crops of packed samples, turned, mirrored, reversed and recoloured."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.training.config import StageConfig
from slowglass.core.training.samples import ScenePool, Shard
from slowglass.core.training.synthetic import Chance, letters

CROP_TRIES = 2
"""Crops looked at for each sample; the one where more changes is taken."""

MIRROR = torch.tensor([-1.0, 1.0] * 4)[:, None, None]
"""What mirroring does to the eight channels of flow."""

TRANSPOSED = [1, 0, 3, 2, 5, 4, 7, 6]
"""Order of the flow's channels when rows become columns."""

REVERSED = [1, 0, 3, 2]
"""Order of the four flows when time runs backwards."""


@dataclass(frozen=True)
class Batch:
    """Samples to learn from."""

    left: Tensor
    """(B, 3, H, W) float32 in 0..1."""
    between: Tensor
    right: Tensor
    t: Tensor
    """(B,)"""
    flow: Tensor
    """(B, 8, H/2, W/2): left to right, right to left, between to left, between to right; in pixels
    of the full size."""
    visible: Tensor
    """(B, 4, H/2, W/2): for each flow, 1 where its end is seen, 0 where hidden or unknown."""
    known: Tensor
    """(B,) 1 if the flow is the truth everywhere, 0 if only where its end is seen."""

    def to(self, device: torch.device) -> Batch:
        """Return the batch on ``device``."""
        return Batch(*(getattr(self, part.name).to(device) for part in fields(self)))


class BatchSource:
    """Makes the batches of any step from the seed and the step alone."""

    def __init__(self, pool: ScenePool, real: list[Shard], *, real_share: float, seed: int) -> None:
        """Mix synthetic and real samples.

        Args:
            pool: synthetic ones.
            real: shards without flow; may be empty.
            real_share: part of the samples that are real, 0..1.
            seed: of the choice and the changes.
        """
        self.pool, self.real = pool, real
        self.real_share = real_share if real else 0.0
        self.seed = seed

    def batch(self, step: int, part: int, stage: StageConfig) -> Batch:
        """Return part ``part`` of step ``step``, of as many samples as ``stage`` says."""
        random = np.random.default_rng([self.seed, step, part])
        synthetic = self.pool.at(step) if self.real_share < 1 else []
        drawn = []
        for _ in range(stage.batch):
            shards = self.real if random.random() < self.real_share else synthetic
            sizes = np.array([len(shard["t"]) for shard in shards], np.float64)
            shard = shards[random.choice(len(shards), p=sizes / sizes.sum())]
            laid = stage.overlay_share and random.random() < stage.overlay_share
            sample = draw_sample(shard, stage.crop, random)
            sample = held(sample) if random.random() < stage.equal_share else sample
            drawn.append(overlaid(sample, random) if laid else sample)
        return Batch(*(torch.stack(parts) for parts in zip(*drawn, strict=True)))


def draw_sample(shard: Shard, size: int, random: np.random.Generator) -> tuple[Tensor, ...]:
    """Return one sample of ``shard`` as the parts of a `Batch`, cropped and changed."""
    number = int(random.integers(len(shard["t"])))
    pictures = torch.stack([shard[name][number] for name in ("left", "between", "right")])
    y, x = busiest_crop(pictures, size, random)
    pictures = pictures[..., y : y + size, x : x + size].float() / 255
    half = size // 2
    place = np.s_[:, y // 2 : y // 2 + half, x // 2 : x // 2 + half]
    flow, visible = (shard[name][number][place].float() for name in ("flow", "visible"))
    changed = vary(pictures, shard["t"][number], flow, visible, random, recoloured=True)
    return *changed, shard["known"][number]


def vary(
    pictures: Tensor,
    t: Tensor,
    flow: Tensor,
    visible: Tensor,
    random: np.random.Generator,
    *,
    recoloured: bool,
) -> tuple[Tensor, ...]:
    """Return a sample reversed in time, mirrored, transposed and recoloured, each by chance.

    Args:
        pictures: (3, 3, S, S), left, between and right.
        t: time of the one between.
        flow: as one of `Batch`.
        visible: as one of `Batch`.
        random: decides.
        recoloured: whether colours may change and noise come on.

    Returns:
        Left, between, right, t, flow and visible.
    """
    half, device = pictures.shape[-1] // 2, pictures.device
    if random.random() < 0.5:
        pictures, t = pictures.flip(0), 1 - t
        flow, visible = flow.reshape(4, 2, half, half)[REVERSED].flatten(0, 1), visible[REVERSED]
    if random.random() < 0.5:
        pictures, flow, visible = pictures.flip(-1), flow.flip(-1), visible.flip(-1)
        flow = flow * MIRROR.to(device)
    if random.random() < 0.5:
        pictures, visible = pictures.transpose(-1, -2), visible.transpose(-1, -2)
        flow = flow.transpose(-1, -2)[TRANSPOSED]
    left, between, right = recolour(pictures, random) if recoloured else pictures
    return left, between, right, t, flow, visible


def held(sample: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    """Return a sample of the same kind in which time stands still, all of it known and seen."""
    left, _, _, t, flow, visible, known = sample
    still, seen = torch.zeros_like(flow), torch.ones_like(visible)
    return left, left, left, t, still, seen, torch.ones_like(known)


def overlaid(sample: tuple[Tensor, ...], random: np.random.Generator) -> tuple[Tensor, ...]:
    """Return a sample with lettering over it that stands still: its flow is 0 and it is seen."""
    *pictures, t, flow, visible, known = sample
    size, device = pictures[0].shape[-1], pictures[0].device
    ink = letters(Chance(int(random.integers(1 << 40)), 1, device), size)[0]
    top, left = (int(value) for value in random.integers(0, size // 2, 2))
    written = torch.zeros_like(ink)
    written[:, top : top + size // 2, left:] = ink[:, top : top + size // 2, left:]
    colour = torch.full((3, 1, 1), float(random.random() < 0.7), device=device)
    marked = [picture + (colour - picture) * written for picture in pictures]
    half = functional.avg_pool2d(written[None], 2)[0] > 0.5
    return *marked, t, flow * ~half, torch.where(half, 1.0, visible), known


def busiest_crop(pictures: Tensor, size: int, random: np.random.Generator) -> tuple[int, int]:
    """Return the even corner (y, x) of the crop in which left and right differ most."""
    height, width = pictures.shape[-2:]
    places = [(height - size) // 2 + 1, (width - size) // 2 + 1]
    corners = random.integers(0, places, (CROP_TRIES, 2)) * 2
    change = (pictures[0, :, ::4, ::4].short() - pictures[2, :, ::4, ::4]).abs().float().sum(0)
    moved = [
        float(change[y // 4 : (y + size) // 4, x // 4 : (x + size) // 4].mean())
        for y, x in corners.tolist()
    ]
    y, x = corners[int(np.argmax(moved))].tolist()
    return y, x


def recolour(pictures: Tensor, random: np.random.Generator) -> Tensor:
    """Return (3, 3, H, W) pictures with other colours, all alike, and noise on left and right."""
    pictures = pictures[:, random.permutation(3)]
    gain, gamma = random.uniform(0.7, 1.1), random.uniform(0.8, 1.25)
    pictures = (pictures * gain).clamp(0, 1) ** gamma
    if random.random() < 0.2:
        generator = torch.Generator(pictures.device).manual_seed(int(random.integers(1 << 40)))
        size, strength = (2, *pictures.shape[1:]), random.uniform(0.002, 0.02)
        noise = torch.randn(size, generator=generator, device=pictures.device)
        pictures[[0, 2]] = (pictures[[0, 2]] + strength * noise).clamp(0, 1)
    return pictures
