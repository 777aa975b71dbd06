"""What is measured on: frames made of numbers, held in memory, and the models that retime them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks import gradient_scene
from benchmarks.architectures import model_named
from slowglass.core.frames import ClipInfo, Frame, Layer, Window
from slowglass.core.models.load import load_model
from slowglass.core.models.loaded import LoadedModel
from slowglass.core.pipeline.making import FrameMaker
from slowglass.core.timing import ConstantSpeed, Entry, FramePlan, SourceClock

NETWORKS = ("slowglass", "rife")


@dataclass(frozen=True)
class Bench:
    """What to measure, on what."""

    device_name: str
    width: int
    height: int
    seconds: float
    """Of each measurement of speed."""
    rife: str
    """A path of weights, or an architecture, which then has random ones."""

    @cached_property
    def device(self) -> torch.device:
        """The GPU; a processor where the benchmark itself is tried."""
        return torch.device(self.device_name)

    def model(self, name: str, device: str | None = None, *, short: bool = True) -> LoadedModel:
        """Return a model on the GPU, or on another device."""
        where = device or self.device_name
        if name == "rife" and not Path(self.rife).is_file():
            made: Any = model_named(self.rife)._model  # its network is moved, as weights are
            kind: Any = type(made)
            network = made.network.to(where)
            return LoadedModel(kind(network, made.spec), torch.device(where), short=short)
        return load_model(self.rife if name == "rife" else name, where, short=short)


class Footage:
    """Frames as a renderer leaves them: half RGBA, depth as float, an ID."""

    def __init__(self, width: int, height: int, count: int) -> None:
        """Make ``count`` frames."""
        self._frames = [_rendered(width, height, k) for k in range(count)]
        clock = SourceClock(Fraction(24), count)
        self.info = ClipInfo("memory", "sequence", "openexr", width, height, clock)

    def read(self, index: int) -> Frame:
        """Return a frame."""
        return self._frames[index]

    def read_luma(self, index: int, width: int) -> NDArray[np.float32]:
        """Nothing looks at them."""
        raise NotImplementedError

    def plan(self, factor: int) -> FramePlan:
        """Return the frames of slow motion."""
        return FramePlan.build(ConstantSpeed(Fraction(1, factor)), self.info.clock, end="trim")


def _rendered(width: int, height: int, index: int) -> Frame:
    """Return frame ``index``, linear as far as the models care; bright, and an ID beside it."""
    picture = gradient_scene.picture(width, height, index)
    pixels = np.concatenate([picture, np.ones((height, width, 1), np.float32)], 2)
    rows = np.arange(height, dtype=np.float32)[:, None, None]
    depth = np.broadcast_to(5 + rows / height, (height, width, 1)).astype(np.float32)
    ids = (np.indices((height, width)).sum(0)[..., None] // 16 + index).astype(np.uint32)
    layers = (
        Layer(pixels.astype(np.float16), ("R", "G", "B", "A")),
        Layer(depth, ("Z",), part=1),
        Layer(ids, ("id",), part=2),
    )
    return Frame(layers, Window(0, 0, width, height))


def frames_of(maker: FrameMaker, plan: FramePlan) -> Iterator[tuple[Entry, Frame]]:
    """Yield the frames of a plan, each step of one after the other."""
    for entry in plan:
        with torch.inference_mode():
            made = maker.compose(maker.estimate(maker.read(entry))).frame
        assert made is not None
        yield entry, replace(made, native=None)
