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
from slowglass.core.models.grids import sample
from slowglass.core.models.spec import ModelSpec
from slowglass.core.warp import resize_plane

TOLERATED = 0.02
"""Mismatch (0..1) of both sides, averaged around, at which a pair of samples counts half."""

APART = 0.05
"""Difference (0..1) from what the part that leads makes, averaged around, at which a pair of
samples counts half of that."""

LEADING = 0.3
"""How much the part that leads counts beside others that agree: refinement moved its samples to
where left and right match, so that they do says less of them."""

AROUND = 9
"""Pixels, width of the square over which both are averaged, twice."""

LEAST = 1e-6
"""Weight of a pair of samples below which it is not divided by."""


@dataclass(frozen=True)
class JoinedMotion:
    """The motion of a pair as each part found it."""

    left: Tensor
    """(1, 3, H, W), RGB in 0..1."""
    right: Tensor
    parts: tuple[FittedMotion, ...]


class JoinedModel:
    """Models whose samples become one field.

    Parts err in different places, so their mean is nearer to the truth than any of them. A pair of
    samples counts less where left and right do not match: the motion is lost there. It counts less,
    too, where it differs from the part that leads, if one does: the mean of two places for one body
    would be two ghosts.
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
        led = None
        if self._leader is not None:
            led = compose(left, right, fields[self._leader], "linear")
        weights = [
            LEADING * _counted(left, right, field, None)
            if k == self._leader
            else _counted(left, right, field, led)
            for k, field in enumerate(fields)
        ]
        weight = torch.cat(weights, 1)
        return WarpField(
            sides=tuple(side for field in fields for side in field.sides),
            flow=torch.cat([field.flow for field in fields], 1),
            weight=weight / weight.sum(1, keepdim=True),
            colour_sampling=self.spec.colour_sampling,
        )


def _counted(left: Tensor, right: Tensor, field: WarpField, led: Tensor | None) -> Tensor:
    """Return the weights of ``field``, less for pairs of samples that are to be trusted less.

    Args:
        left: (1, 3, H, W), RGB in 0..1.
        right: like ``left``.
        field: of one part, at the size of the pictures.
        led: (B, 3, H, W), what the part that leads makes of them; None: it is this one, or there
            is none.
    """
    weight = field.weight.clone()
    one, other = (picture.expand(len(weight), -1, -1, -1) for picture in (left, right))
    for near, far in field.pairs():
        first, second = sample(one, field.flow[:, near]), sample(other, field.flow[:, far])
        count = TOLERATED / (TOLERATED + _difference(first, second))
        if led is not None:
            total = (weight[:, near] + weight[:, far]).clamp_min(LEAST)
            made = torch.lerp(first, second, (weight[:, far] / total).unsqueeze(1))
            count = count / (1 + (_difference(made, led) / APART).square())
        weight[:, (near, far)] *= count
    return weight


def _difference(one: Tensor, other: Tensor) -> Tensor:
    """Return (B, 1, H, W), how much two pictures differ around each pixel."""
    difference = (one - other).abs().mean(1, keepdim=True)
    for _ in range(2):
        difference = functional.avg_pool2d(
            difference, AROUND, 1, AROUND // 2, count_include_pad=False
        )
    return difference


def joined_spec(specs: Sequence[ModelSpec]) -> ModelSpec:
    """Return what is to be said of models joined."""
    leader = next((spec.name for spec in specs if spec.leads), "")
    names = " and ".join(spec.name for spec in specs)
    rest = f"{leader} where they disagree" if leader else "their mean"
    return ModelSpec(
        name="+".join(spec.name for spec in specs),
        title=f"{names} joined: {rest}",
        licence="; ".join(dict.fromkeys(spec.licence for spec in specs)),
        estimates_on="cpu" if all(spec.estimates_on == "cpu" for spec in specs) else "device",
    )


def _area(size: tuple[int, ...]) -> int:
    return size[0] * size[1]
