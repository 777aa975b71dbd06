"""The model `vectors`."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.frames import Frame
from slowglass.core.models.flow import fill_holes
from slowglass.core.models.spec import ModelSpec
from slowglass.core.models.vectors.channels import read_vectors
from slowglass.core.models.vectors.spec import SPEC
from slowglass.core.models.vectors.splat import Surfaces, splat_nearest
from slowglass.core.models.vectors.surfaces import FrameSurfaces, missing_notes, pair_surfaces
from slowglass.core.vector_layout import VectorLayout

SEEN_COVERAGE = 0.5
"""A pixel that so much of a frame's surfaces lands on is certainly seen in it."""

LEAST_SEEN = 1e-4
"""What both frames see less of is in neither; time alone weighs them."""

LEAST_COVERAGE = 0.05
"""A pixel that less lands on is a hole: the other frame, or what is around, tells its motion."""

Motion = tuple[FrameSurfaces, FrameSurfaces]


class VectorModel:
    """Motion vectors that a renderer wrote beside the picture; its depth says what hides what."""

    def __init__(self, layout: VectorLayout) -> None:
        """Read vectors as ``layout`` says that they are stored."""
        self._layout = layout

    @property
    def spec(self) -> ModelSpec:
        """What the engine must know to feed it."""
        return SPEC

    def estimate_frames(
        self, left: Frame, right: Frame, frames_apart: int, device: torch.device
    ) -> tuple[Motion, tuple[str, ...]]:
        """Return the surfaces of both frames, and a sentence for each guess that had to be made.

        Raises:
            ModelError: the frames have no motion vectors.
        """
        vectors = [read_vectors(frame, self._layout, device) for frame in (left, right)]
        return pair_surfaces(vectors[0], vectors[1], frames_apart), missing_notes(*vectors)

    def ways(self, motion: Motion) -> tuple[Tensor, Tensor]:
        """Return the motion of the left frame to the right one and back, (1, 2, H, W), pixels."""
        return motion[LEFT].path.whole, motion[RIGHT].path.whole

    def field(self, motion: Motion, t: Tensor) -> WarpField:
        """Return two samples at each ``t`` (B,), one from either side."""
        t = t.to(motion[LEFT].depth)[:, None, None, None]
        landed = splat_nearest([_moving(motion[LEFT], t), _moving(motion[RIGHT], 1 - t)])
        left, right = (_Landed(*one) for one in landed)
        times = torch.cat([1 - t, t], 1)
        seen = times * torch.cat([left.seen(), right.seen()], 1)
        total = seen.sum(1, keepdim=True)
        return WarpField(
            sides=(LEFT, RIGHT),
            flow=torch.stack([_flow_into(left, right), _flow_into(right, left)], 1),
            weight=torch.where(total > LEAST_SEEN, seen / total.clamp_min(LEAST_SEEN), times),
        )


@dataclass(frozen=True)
class _Landed:
    """What landed from one frame: sums over its pixels, and how much landed (B, 1, H, W)."""

    sums: Tensor
    """(B, 5, H, W): flow into this frame, flow into the other, trust."""
    cover: Tensor

    def flow(self, first: int) -> Tensor:
        """Return the mean of two of the planes."""
        return self.sums[:, first : first + 2] / self.cover.clamp_min(LEAST_COVERAGE)

    def is_hole(self) -> Tensor:
        """Return where next to nothing landed."""
        return self.cover < LEAST_COVERAGE

    def seen(self) -> Tensor:
        """Return 0..1, how surely this frame shows what is there, in its own colour."""
        trust = self.sums[:, 4:] / self.cover.clamp_min(LEAST_COVERAGE)
        return (self.cover / SEEN_COVERAGE).clamp(0, 1) * trust


def _moving(side: FrameSurfaces, part: Tensor) -> Surfaces:
    """Return the surfaces of a frame on their way to the other, carrying what `_Landed` holds."""
    way, depth = side.at(part)
    trust = side.trust.expand(len(part), -1, -1, -1)
    return Surfaces(way, depth, torch.cat([-way, side.path.whole - way, trust], 1))


def _flow_into(own: _Landed, other: _Landed) -> Tensor:
    """Return the flow (B, 2, H, W) into a frame: as it says, as the other says, as all around."""
    flow = torch.where(own.is_hole(), other.flow(2), own.flow(0))
    known = (~(own.is_hole() & other.is_hole())).to(flow.dtype)
    return fill_holes(flow * known, known)
