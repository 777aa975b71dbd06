"""Several models as one: `A+B` takes its samples from the fields of all its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.composition import compose, scale_field
from slowglass.core.field import WarpField
from slowglass.core.models.fitted import FittedModel, FittedMotion
from slowglass.core.models.spec import ModelSpec
from slowglass.core.warp import resize_plane

AGREED = 0.04
"""Difference (0..1) of what two parts make, averaged around, up to which they agree; from three
times as much on they do not."""

AROUND = 9
"""Pixels, width of the square over which that is averaged, twice."""


@dataclass(frozen=True)
class JoinedMotion:
    """The motion of a pair as each part found it."""

    left: Tensor
    """(1, 3, H, W), RGB in 0..1."""
    right: Tensor
    parts: tuple[FittedMotion, ...]


class JoinedModel:
    """Models whose samples become one field.

    Where what they make is alike, each counts the same: they err in different places. Where it is
    not, their mean would be two ghosts, and the part that leads has the word, if one does.
    """

    def __init__(self, parts: Sequence[FittedModel]) -> None:
        """Join models; the first of them whose spec says that it leads does."""
        self._parts = tuple(parts)
        self._leader = next((k for k, part in enumerate(parts) if part.spec.leads), None)
        self._spec = joined_spec([part.spec for part in parts])

    @property
    def spec(self) -> ModelSpec:
        """What the join is; each part is fed as its own spec asks."""
        return self._spec

    def notes(self, height: int, width: int) -> tuple[str, ...]:
        """Return what each part has to say of pictures of this size."""
        return tuple(
            f"{part.spec.name}: {note}"
            for part in self._parts
            for note in part.notes(height, width)
        )

    def estimate(self, left: Tensor, right: Tensor) -> JoinedMotion:
        """Return the motion of a pair of pictures (1, 3, H, W) in 0..1 by every part."""
        parts = tuple(part.estimate(left, right) for part in self._parts)
        return JoinedMotion(left, right, parts)

    def field(self, motion: JoinedMotion, t: Tensor) -> WarpField:
        """Return the samples of all parts at each ``t`` (B,), at the size of the largest field.

        What lies outside is the edge repeated, and residuals, which fill what is taken for black
        there, are left out.
        """
        pairs = zip(self._parts, motion.parts, strict=True)
        fields = [part.field(found, t) for part, found in pairs]
        height, width = max((tuple(field.flow.shape[-2:]) for field in fields), key=_area)
        fields = [scale_field(field, height, width) for field in fields]
        left, right = (resize_plane(one, height, width) for one in (motion.left, motion.right))
        shares = self._shares([compose(left, right, field, "linear") for field in fields])
        weights = [field.weight * share for field, share in zip(fields, shares, strict=True)]
        return WarpField(
            sides=tuple(side for field in fields for side in field.sides),
            flow=torch.cat([field.flow for field in fields], 1),
            weight=torch.cat(weights, 1),
            colour_sampling=self.spec.colour_sampling,
        )

    def _shares(self, made: list[Tensor]) -> list[Tensor]:
        """Return how much each part counts, (B, 1, H, W), by what they make of the pictures."""
        even = torch.full_like(made[0][:, :1], 1 / len(made))
        if self._leader is None:
            return [even] * len(made)
        others = [one for k, one in enumerate(made) if k != self._leader]
        others_mean = torch.stack(others).mean(0)
        difference = (made[self._leader] - others_mean).abs().mean(1, keepdim=True)
        for _ in range(2):
            difference = functional.avg_pool2d(
                difference, AROUND, 1, AROUND // 2, count_include_pad=False
            )
        agreed = even * (1 - ((difference - AGREED) / (2 * AGREED)).clamp(0, 1))
        leading = 1 - agreed * len(others)
        return [leading if k == self._leader else agreed for k in range(len(made))]


def joined_spec(specs: Sequence[ModelSpec]) -> ModelSpec:
    """Return what is to be said of models joined."""
    leader = next((spec.name for spec in specs if spec.leads), "")
    names = " and ".join(spec.name for spec in specs)
    rest = f"{leader} alone where they disagree" if leader else "their mean"
    return ModelSpec(
        name="+".join(spec.name for spec in specs),
        title=f"{names} joined: {rest}",
        licence="; ".join(dict.fromkeys(spec.licence for spec in specs)),
        estimates_on="cpu" if all(spec.estimates_on == "cpu" for spec in specs) else "device",
    )


def _area(size: tuple[int, ...]) -> int:
    return size[0] * size[1]
