"""Motion vectors fit the time between output frames."""

from __future__ import annotations

import numpy as np
import torch

from slowglass.core.composition.vectors import TimeStep, rescale, rescale_vectors
from slowglass.core.frames import Frame, Layer, NativeFile, Window
from tests.core.composition.fields import even

NAMES = tuple(f"ViewLayer.Vector.{part}" for part in "XYZW")


def frame(names: tuple[str, ...]) -> Frame:
    pixels = np.full((4, 6, len(names)), 8, np.float16)
    return Frame((Layer(pixels, names),), Window(0, 0, 6, 4), native=NativeFile("a.exr"))


def test_each_direction_takes_its_own_step() -> None:
    made = rescale(even(8.0, 8.0, 8.0, 8.0), NAMES, TimeStep(0.5, -0.25))
    assert torch.equal(made, even(4.0, 4.0, -2.0, -2.0))


def test_only_the_vectors_of_a_copied_frame_change() -> None:
    source = frame((*NAMES, "R"))
    made = rescale_vectors(source, TimeStep(0.25, 0.5))
    np.testing.assert_array_equal(made.layers[0].pixels[0, 0], (2, 2, 4, 4, 8))
    assert made.layers[0].stored_type == "float16"
    assert made.native is None


def test_frames_without_vectors_or_at_their_own_speed_are_themselves() -> None:
    with_vectors, without = frame(NAMES), frame(("R", "G"))
    assert rescale_vectors(with_vectors, TimeStep()) is with_vectors
    assert rescale_vectors(without, TimeStep(0.5, 0.5)) is without
    asked = (("*Vector*", "blend"),)
    assert rescale_vectors(with_vectors, TimeStep(0.5, 0.5), asked) is with_vectors
