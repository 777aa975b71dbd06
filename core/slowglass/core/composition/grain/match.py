"""Bringing grain and fine detail of a made frame to those of its two neighbours.

Where a made frame has less energy in its finest octave than its sources have there, what is
missing is made up: noise by seeded noise of the source's own spectrum, up to the strength that the
source's noise has at that brightness, and the rest by raising the detail that is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.channels import item_of
from slowglass.core.composition.grain.bands import (
    flattest_energy,
    high_band,
    local_energy,
    low_band,
)
from slowglass.core.composition.grain.noise import estimate_noise
from slowglass.core.composition.sampling import compose
from slowglass.core.field import LEFT, WarpField
from slowglass.core.warp import nearest_warp

LARGEST_GAIN = 2.0
RAISES = 2
"""What bounds cut off a second pass gives to the pixels around."""
_COLOUR = ("r", "g", "b", "red", "green", "blue", "y")


@dataclass(frozen=True)
class GrainAmount:
    """What was done to the colour channels of one item, as means over the picture."""

    item: str
    """Name of the layer or pass; "" for plain R, G, B."""
    source_noise: float
    """Root mean square of the source's noise in the finest octave, in units of the picture."""
    added_noise: float
    raised_detail: float
    """Root mean square of what raising the detail that was there changed."""


class GrainMatch:
    """Matches one made frame and keeps what that took."""

    def __init__(self, output_index: int) -> None:
        """Seed the noise by the number of the output frame."""
        self._seed = output_index
        self.amounts: list[GrainAmount] = []

    def apply(
        self, made: Tensor, left: Tensor, right: Tensor, field: WarpField, names: Sequence[str]
    ) -> Tensor:
        """Return the planes with their colour matched; alpha, masks and data stay as they are.

        Args:
            made: (1, C, H, W) float32, what `field` makes of the two.
            left: like ``made``.
            right: like ``made``.
            field: of the same size.
            names: of the C channels.
        """
        result = made.clone()
        for item, places in colour_items(names).items():
            now, one, other = (_finite(picture[:, places]) for picture in (made, left, right))
            seed = (self._seed, len(self.amounts))
            change, amount = _change(now, one, other, field, item, seed)
            result[:, places] = made[:, places] + change
            self.amounts.append(amount)
        return result


def colour_items(names: Sequence[str]) -> dict[str, list[int]]:
    """Return the places of the colour channels of each item: red, green and blue, or luma."""
    items: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        stem, component = item_of(name)
        item, part = (stem, component) if component else name.rpartition(".")[::2]
        if part.lower() in _COLOUR:
            items.setdefault(item, []).append(place)
    return items


def _finite(planes: Tensor) -> Tensor:
    return torch.nan_to_num(planes, nan=0.0, posinf=0.0, neginf=0.0)


def _change(
    made: Tensor,
    left: Tensor,
    right: Tensor,
    field: WarpField,
    item: str,
    seed: tuple[int, ...],
) -> tuple[Tensor, GrainAmount]:
    """Return what is added to ``made``, and how much of which kind."""
    finest = [high_band(picture) for picture in (left, right)]
    wanted = compose(local_energy(finest[0]), local_energy(finest[1]), field, "linear")
    flat = compose(flattest_energy(finest[0]), flattest_energy(finest[1]), field, "linear")
    model = estimate_noise((left, right), finest)
    source = model.energy_at(low_band(made))
    missing = (wanted - local_energy(high_band(made))).clamp_min(0)
    taken = ~_is_own(made, left, right)
    noise = torch.minimum(missing, torch.minimum(source, flat)) * taken
    bounds = _bounds(left, right, field)
    raised = made
    for _ in range(RAISES):
        raised = torch.where(taken, _raised(raised, wanted - noise, bounds), made)
    height, width = made.shape[-2:]
    added = model.synthesise(height, width, seed) * noise.sqrt()
    amount = GrainAmount(
        item,
        source_noise=float(source.mean().sqrt()),
        added_noise=float(noise.mean().sqrt()),
        raised_detail=float((raised - made).square().mean().sqrt()),
    )
    return raised - made + added, amount


def _is_own(made: Tensor, left: Tensor, right: Tensor) -> Tensor:
    """Return (1, 1, H, W) bool, where a pixel is that of a source at its place: nothing was taken.

    So captions, and what a matte keeps, get no grain.
    """
    same = ((made == source).all(1, keepdim=True) for source in (left, right))
    return reduce(torch.logical_or, same)


def _raised(made: Tensor, wanted: Tensor, bounds: tuple[Tensor, Tensor]) -> Tensor:
    """Return the planes with their finest octave raised to an energy, as far as bounds allow."""
    finest = high_band(made)
    there = local_energy(finest)
    gain = (wanted / torch.where(there > 0, there, 1)).clamp(1, LARGEST_GAIN**2).sqrt()
    raised = (made + (gain - 1) * finest).clamp(*bounds)
    return torch.where(gain > 1, raised, made)


def _bounds(left: Tensor, right: Tensor, field: WarpField) -> tuple[Tensor, Tensor]:
    """Return the least and the greatest value near the places that samples come from."""
    sources = []
    for picture in (left, right):
        around = torch.cat([-picture, picture], 1)
        sources.append(functional.max_pool2d(around, 3, 1, 1))
    found = (
        nearest_warp(sources[side != LEFT], field.flow[:, k], field.border)
        for k, side in enumerate(field.sides)
    )
    lowest, highest = reduce(torch.maximum, found).chunk(2, 1)
    return -lowest, highest
