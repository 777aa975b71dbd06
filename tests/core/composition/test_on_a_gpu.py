"""A GPU composes what the CPU composes."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from slowglass.core.composition.frame import compose_frame
from slowglass.core.composition.vectors import TimeStep
from slowglass.core.frames import Encoding, Frame, Layer, Window
from tests.core.composition.fields import HEIGHT, WIDTH, field
from tests.tolerances import FLOAT32_ROUNDING

NAMES = tuple(
    "R G B A Z N.X N.Y N.Z P.X P.Y P.Z UV.U UV.V velocity.X objectId "
    "crypto00.R crypto00.G crypto00.B crypto00.A".split()
)


def frame(seed: int, alpha: str) -> Frame:
    generator = np.random.default_rng(seed)
    pixels = generator.integers(1, 9, (HEIGHT, WIDTH, len(NAMES))).astype(np.float32) / 8
    pixels[3, 3, :6] = np.nan
    ids = generator.integers(0, 2**32, (HEIGHT, WIDTH, 1), np.uint32)
    layers = (
        Layer(pixels, NAMES, Encoding("linear", alpha)),  # type: ignore[arg-type]
        Layer(ids, ("id",), Encoding("data"), part=1),
    )
    return Frame(layers, Window(0, 0, WIDTH, HEIGHT))


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
@pytest.mark.parametrize("alpha", ["straight", "premultiplied"])
def test_every_policy_gives_the_same_on_a_gpu(alpha: str) -> None:
    left, right, warp = frame(1, alpha), frame(2, alpha), field(0.4, shift=0.25)
    step = TimeStep(0.5, 0.25)
    here = compose_frame(left, right, warp, torch.device("cpu"), step=step)
    cuda = torch.device("cuda")
    there = compose_frame(left, right, warp.to(cuda), cuda, step=step)
    for one, other in zip(here.layers, there.layers, strict=True):
        np.testing.assert_allclose(other.pixels, one.pixels, **FLOAT32_ROUNDING)
