"""A model on a device, and the motion that it finds in a pair of frames."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from slowglass.core.composition import compose
from slowglass.core.errors import ModelError, ShapeError
from slowglass.core.field import WarpField
from slowglass.core.frames import Frame
from slowglass.core.models.fitted import AnySize, FittedModel
from slowglass.core.models.interface import AnyModel, ChannelInterpolator, Motion
from slowglass.core.models.joined import JoinedModel
from slowglass.core.models.network_model import short_type
from slowglass.core.models.spec import ModelSpec
from slowglass.core.models.standing import StillMotion, find_standing
from slowglass.core.proxy import pair_proxies
from slowglass.core.warp import resize_plane

Pictures = NDArray[np.float32]


class LoadedModel:
    """A model on a device, fed as its spec asks."""

    def __init__(
        self,
        model: AnyModel,
        device: torch.device,
        make: Callable[[torch.device], AnyModel] | None = None,
        *,
        short: bool = True,
    ) -> None:
        """Keep the model; what it computes on tensors runs on ``device``.

        Args:
            model: the model, on ``device`` where it holds weights.
            device: where frames are composed.
            make: makes the same model on another device; None: it holds nothing that has one.
            short: whether it may convolve in 16 bits where the device is faster so.
        """
        self._model = model
        self._short = short
        self._make = make
        self.device = device

    @property
    def spec(self) -> ModelSpec:
        """What the model is and asks for."""
        return self._model.spec

    @property
    def estimation_device(self) -> str:
        """Where motion is estimated: not always the device that frames are composed on."""
        if self.spec.estimates_on == "cpu":
            return "cpu"
        kind = short_type(self.device) if self._short and self.looks_at_pictures else None
        return (
            f"{self.device.type}, {str(kind).removeprefix('torch.')}" if kind else self.device.type
        )

    @property
    def looks_at_pictures(self) -> bool:
        """Whether it finds motion in the pictures, and not in other channels or nowhere."""
        return self.spec.needs_pictures and not isinstance(self._model, ChannelInterpolator)

    def on_cpu(self) -> LoadedModel:
        """Return the same model on the CPU."""
        cpu = torch.device("cpu")
        model = self._make(cpu) if self._make else self._model
        return LoadedModel(model, cpu, self._make, short=self._short)

    def frame_motion(
        self,
        left: Frame,
        right: Frame,
        frames_apart: int = 1,
        proxies: tuple[Tensor, Tensor] | None = None,
    ) -> PairMotion:
        """Return the motion of a pair of frames, estimated once from whatever the model looks at.

        Args:
            left: the earlier frame.
            right: the later one.
            frames_apart: source frames from one to the other.
            proxies: of both, where they have been made already.

        Raises:
            ModelError: the frames lack what the model reads.
        """
        if not isinstance(self._model, ChannelInterpolator):
            return self.motion(*(proxies or pair_proxies(left, right, self.device)))
        with torch.inference_mode():
            estimate, notes = self._model.estimate_frames(left, right, frames_apart, self.device)
        known = partial(self._model.ways, estimate)
        return PairMotion(partial(self._model.field, estimate), notes, ways=known)

    def motion(self, left: Tensor, right: Tensor) -> PairMotion:
        """Return the motion of a pair of proxies (1, 3, H, W) in 0..1, estimated once.

        Raises:
            ModelError: the model looks at other channels than the picture.
        """
        if isinstance(self._model, ChannelInterpolator):
            raise ModelError(
                f"expected frames with all their channels for {self.spec.name}, got pictures alone",
                hint="use it on EXR files, or choose another model",
            )
        model = self._model
        fitted: AnySize = (
            model if isinstance(model, JoinedModel) else FittedModel(model, short=self._short)
        )
        with torch.inference_mode():
            estimate = fitted.estimate(left, right)
        notes = fitted.notes(*left.shape[-2:])
        return PairMotion(partial(fitted.field, estimate), notes)

    def still_motion(self, left: Tensor, right: Tensor) -> Motion:
        """Return what `motion` does, but for what stands in the pair, which is left alone."""
        return StillMotion(self.motion(left, right), partial(find_standing, left, right))

    def between(
        self, image_0: Pictures, image_1: Pictures, times: Sequence[Fraction]
    ) -> list[Pictures]:
        """Return the pictures between two display-referred ones.

        Args:
            image_0: (H, W, 3) float32, 0..1 nominal, values outside are kept.
            image_1: like ``image_0``.
            times: each in 0..1, 0 = ``image_0``.

        Returns:
            One (H, W, 3) float32 array for each time; at 0 and 1 the images themselves.

        Raises:
            ShapeError: the images are not alike, or a time lies outside 0..1.
        """
        left, right = (self._tensor(image) for image in (image_0, image_1))
        if left.shape != right.shape:
            raise ShapeError(f"expected two images of one size, got {left.shape}, {right.shape}")
        if any(not 0 <= t <= 1 for t in times):
            raise ShapeError(f"expected times in 0..1, got {[str(t) for t in times]}")
        motion = self.still_motion(left.clamp(0, 1), right.clamp(0, 1))
        return [self._picture(left, right, motion, t) for t in times]

    def _picture(self, left: Tensor, right: Tensor, motion: Motion, t: Fraction) -> Pictures:
        """Return one picture; the ends are copies."""
        if t in (0, 1):
            made = right if t else left
        else:
            with torch.inference_mode():
                field = motion.field(t)
                made = compose(left, right, field)
                if field.residual is not None:
                    made = made + resize_plane(field.residual, *made.shape[-2:])
        return made[0].permute(1, 2, 0).contiguous().cpu().numpy().copy()

    def _tensor(self, image: Pictures) -> Tensor:
        """Return an image as (1, 3, H, W) on the device."""
        if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.float32:
            raise ShapeError(f"expected float32 (H, W, 3), got {image.dtype} {image.shape}")
        return torch.from_numpy(np.ascontiguousarray(image)).to(self.device).permute(2, 0, 1)[None]


class PairMotion:
    """The motion of one pair; any number of fields are read from it."""

    def __init__(
        self,
        read: Callable[[Tensor], WarpField],
        notes: tuple[str, ...] = (),
        ways: Callable[[], tuple[Tensor, Tensor]] | None = None,
    ) -> None:
        """Keep what gives the fields.

        Args:
            read: gives them at times (B,), no larger than the frame.
            notes: what had to be assumed.
            ways: gives `known_ways`.
        """
        self.notes = notes
        """What had to be assumed, one sentence each."""
        self._read = read
        self._ways = ways

    def field(self, t: Fraction) -> WarpField:
        """Return the field at ``t`` in 0..1, at the size of the proxy without its padding."""
        return self.fields([t])[0]

    def known_ways(self) -> tuple[Tensor, Tensor] | None:
        """Return the motion of the left frame to the right one and back, (1, 2, H, W), pixels.

        None where the model does not tell: fields do.
        """
        return None if self._ways is None else self._ways()

    def fields(self, times: Sequence[Fraction]) -> list[WarpField]:
        """Return what `field` gives at each of ``times``, found by the model all at once."""
        with torch.inference_mode():
            batch = self._read(torch.tensor([float(t) for t in times]))
            return [batch.at(k) for k in range(len(times))]
