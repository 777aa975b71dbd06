"""When the device runs out of memory, the CPU goes on, and it is said."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import torch

from slowglass.core.errors import DeviceMemoryError
from slowglass.core.field import WarpField
from slowglass.core.frames import Frame, Layer, Window
from slowglass.core.models.built_in import BLEND, BUILT_IN
from slowglass.core.models.load import load_model
from slowglass.core.models.loaded import LoadedModel
from slowglass.core.models.simple import NoMotion, StillModel
from slowglass.core.pipeline.making import FrameMaker, Made
from slowglass.core.timing import Between, ConstantSpeed, Copy, FramePlan, SourceClock


class FullDevice(StillModel):
    """A blend on a device without memory; says that it is a GPU, which this machine may lack."""

    def __init__(self) -> None:
        super().__init__(BLEND, fade=True)

    def field(self, motion: NoMotion, t: torch.Tensor) -> WarpField:
        raise torch.OutOfMemoryError("device full")


class Clip:
    """Two frames in memory."""

    info: Any = None

    def __init__(self) -> None:
        self.reads: list[int] = []

    def read(self, index: int) -> Frame:
        self.reads.append(index)
        pixels = np.full((4, 6, 3), index, np.float32)
        return Frame((Layer(pixels, ("R", "G", "B")),), Window(0, 0, 6, 4))

    read_luma: Any = None


def make(maker: FrameMaker, entry: Between | Copy) -> Made:
    return maker.compose(maker.estimate(maker.read(entry)))


def between(output: int, left: int = 0) -> Between:
    return Between(output, left + Fraction(1, 4), left, left + 1, Fraction(1, 4))


def full(device: str) -> LoadedModel:
    model = LoadedModel(FullDevice(), torch.device("cpu"), BUILT_IN["blend"].make)
    model.device = torch.device(device)
    return model


def test_a_full_device_hands_over_to_the_cpu_once_and_says_so() -> None:
    maker = FrameMaker(Clip(), full("meta"))
    for output in (1, 2):
        made = make(maker, between(output)).frame
        np.testing.assert_allclose(made.layers[0].pixels, 0.25)
    assert len(maker.fallbacks) == 1
    assert "output frame 1" in maker.fallbacks[0]
    assert maker.model.device.type == "cpu"


def test_a_full_cpu_is_an_error_that_names_the_frame() -> None:
    maker = FrameMaker(Clip(), full("cpu"))
    with pytest.raises(DeviceMemoryError, match="frame 7"):
        make(maker, between(7))


def test_copies_are_the_source_frames_themselves() -> None:
    clip = Clip()
    maker = FrameMaker(clip, load_model("blend", "cpu"))
    sources = maker.read(Copy(0, Fraction(1), 1))
    assert maker.compose(maker.estimate(sources)).frame is sources.left
    assert maker.pairs_estimated == 0


def test_neighbouring_entries_read_each_source_frame_once() -> None:
    clip = Clip()
    maker = FrameMaker(clip, load_model("blend", "cpu"))
    for entry in (between(1), between(2), Copy(3, Fraction(1), 1), between(4, left=1)):
        make(maker, entry)
    assert clip.reads == [0, 1, 2]


class Counting(StillModel):
    """A blend that notes how many times it is asked for at once."""

    def __init__(self, most: int = 100) -> None:
        super().__init__(BLEND, fade=True)
        self.asked: list[int] = []
        self.most = most

    def field(self, motion: NoMotion, t: torch.Tensor) -> WarpField:
        if len(t) > self.most:
            raise torch.OutOfMemoryError("too many")
        self.asked.append(len(t))
        return super().field(motion, t)


def quarters(model: Counting, batch_size: int) -> tuple[FrameMaker, list[float]]:
    """Slow two frames down five times; return the first value of each frame that is made."""
    plan = FramePlan.build(ConstantSpeed(Fraction(1, 5)), SourceClock(Fraction(24), 3))
    loaded = LoadedModel(model, torch.device("cpu"))
    maker = FrameMaker(Clip(), loaded, plan, batch_size=batch_size)
    tasks = [maker.compose(maker.estimate(maker.read(entry))) for entry in plan]
    return maker, [float(task.frame.layers[0].pixels[0, 0, 0]) for task in tasks]


def test_frames_of_a_pair_are_asked_for_in_batches_that_end_with_it() -> None:
    model = Counting()
    _, values = quarters(model, 3)
    assert model.asked == [3, 1, 3, 1]
    np.testing.assert_allclose(values, [*np.arange(11) / 5, 2, 2, 2, 2], rtol=1e-6)


def test_a_batch_too_large_for_memory_becomes_single_frames() -> None:
    model = Counting(most=2)
    maker, values = quarters(model, 4)
    assert model.asked == [1] * 8
    np.testing.assert_allclose(values, [*np.arange(11) / 5, 2, 2, 2, 2], rtol=1e-6)
    assert len(maker.fallbacks) == 1
    assert "one frame at a time" in maker.fallbacks[0]
