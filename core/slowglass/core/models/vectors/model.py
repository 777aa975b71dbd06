"""The model `vectors`."""

from __future__ import annotations

import torch
from torch import Tensor

from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.frames import Frame
from slowglass.core.models.spec import ModelSpec
from slowglass.core.models.vectors.channels import read_vectors
from slowglass.core.models.vectors.landed import (
    around_holes,
    both_ways,
    flow_into,
    front_cover,
    seen_weights,
)
from slowglass.core.models.vectors.spec import SPEC
from slowglass.core.models.vectors.splat import splat_two
from slowglass.core.models.vectors.surfaces import FrameSurfaces, missing_notes, pair_surfaces
from slowglass.core.vector_layout import VectorLayout

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
        return motion[LEFT].way, motion[RIGHT].way

    def field(self, motion: Motion, t: Tensor) -> WarpField:
        """Return a sample of each side at each ``t`` (B,).

        Where something is seen past the edge of what is before it, there are two more, of that.
        """
        t = t.to(motion[LEFT].way)[:, None, None]
        front, behind = splat_two(
            [motion[LEFT].pieces.moved(t), motion[RIGHT].pieces.moved(1 - t)], motion[LEFT].size
        )
        times = torch.cat([1 - t, t], 1)[..., None]
        flows = [around_holes(*sides) for sides in both_ways(front)]
        weight = seen_weights(front, times)
        if behind is None:
            return WarpField((LEFT, RIGHT), torch.stack(flows, 1), weight)
        cover = front_cover(front, behind, times)
        flows += [flow_into(*sides) for sides in both_ways(behind)]
        weight = torch.cat([weight * cover, seen_weights(behind, times) * (1 - cover)], 1)
        return WarpField((LEFT, RIGHT, LEFT, RIGHT), torch.stack(flows, 1), weight)
