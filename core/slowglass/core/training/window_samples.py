"""Samples from a data set of windows: two frames of one, and a frame between them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from slowglass.core.errors import UsageError
from slowglass.core.quality import QualityItem, read_dataset
from slowglass.core.training.batches import Batch, busiest_crop, held, vary
from slowglass.core.training.config import StageConfig
from slowglass.core.training.evaluate import read_bytes

READERS = 8
"""Samples read at the same time at most."""


class WindowSource:
    """Makes the batches of any step from windows, the seed and the step alone."""

    def __init__(
        self, folder: Path, *, spans: tuple[int, int], recoloured: bool, seed: int
    ) -> None:
        """Read the index.

        Args:
            folder: as `read_dataset` takes it.
            spans: fewest and most frames from left to right; shorter windows are left out.
            recoloured: whether colours may change and noise come on.
            seed: of the choice and the changes.

        Raises:
            InputError: the index or a picture is missing.
            UsageError: no frame can lie between, or no window is long enough.
        """
        shortest, longest = spans
        self.items = [item for item in read_dataset(folder) if len(item.frames) > shortest]
        if not 2 <= shortest <= longest or not self.items:
            raise UsageError(
                f"expected windows for spans of {shortest} to {longest} frames (2 or more)",
                path=folder,
            )
        self.spans, self.recoloured, self.seed = spans, recoloured, seed
        self._readers = ThreadPoolExecutor(READERS)

    def batch(self, step: int, part: int, stage: StageConfig) -> Batch:
        """Return part ``part`` of step ``step``, of as many samples as ``stage`` says.

        Raises:
            UsageError: a picture is smaller than the crop.
            InputError: a picture cannot be read.
        """

        def draw(number: int) -> tuple[Tensor, ...]:
            random = np.random.default_rng([self.seed, step, part, number])
            sample = self._draw(stage.crop, random)
            return held(sample) if random.random() < stage.equal_share else sample

        drawn = list(self._readers.map(draw, range(stage.batch)))
        return Batch(*(torch.stack(parts) for parts in zip(*drawn, strict=True)))

    def _draw(self, size: int, random: np.random.Generator) -> tuple[Tensor, ...]:
        """Return one sample as the parts of a `Batch`."""
        item = self.items[int(random.integers(len(self.items)))]
        paths, t = self._choose(item, random)
        pictures = torch.from_numpy(np.stack([read_bytes(path) for path in paths]))
        pictures = pictures.permute(0, 3, 1, 2)
        height, width = pictures.shape[-2:]
        if min(height, width) < size:
            message = f"expected pictures of {size} pixels a side (crop), got {width} x {height}"
            raise UsageError(message, path=paths[0])
        y, x = busiest_crop(pictures, size, random)
        crop = pictures[..., y : y + size, x : x + size].float() / 255
        unknown = torch.zeros(12, size // 2, size // 2)
        changed = vary(crop, t, unknown[:8], unknown[8:], random, recoloured=self.recoloured)
        return *changed, torch.tensor(0.0)

    def _choose(
        self, item: QualityItem, random: np.random.Generator
    ) -> tuple[tuple[Path, Path, Path], Tensor]:
        """Return left, between and right, and the time of the one between."""
        shortest, longest = self.spans
        span = int(random.integers(shortest, min(longest, len(item.frames) - 1) + 1))
        left = int(random.integers(len(item.frames) - span))
        between = int(random.integers(1, span))
        frames = item.frames[left : left + span + 1]
        return (frames[0], frames[between], frames[span]), torch.tensor(between / span)
