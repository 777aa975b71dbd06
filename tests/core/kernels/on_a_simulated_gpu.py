"""Runs the functions of one pixel as numba's simulator of CUDA does; see `test_gpu`.

What comes first in the environment is NUMBA_ENABLE_CUDASIM=1: numba reads it when it is loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from numba import cuda

from slowglass.core import kernels
from slowglass.core.kernels.mixing.nearest import take_pixel

HEIGHT, WIDTH, CHANNELS = 7, 9, 5


def launch(function: Callable[..., None], *arguments: Any) -> None:
    """Run a function of one pixel in a thread of the device for each pixel."""

    @cuda.jit  # type: ignore[untyped-decorator]
    def kernel(*given: Any) -> None:
        x, y = cuda.grid(2)  # type: ignore[attr-defined]
        if y < HEIGHT and x < WIDTH:
            function(*given, y, y, x)

    kernel[(WIDTH // 4 + 1, HEIGHT // 4 + 1), (4, 4)](*arguments)


def main() -> None:
    """Compare each function on the device with its loop on the processor."""
    random = np.random.default_rng(1)
    left, right = random.random((2, CHANNELS, HEIGHT, WIDTH), np.float32)
    left[2, 3, 4] = np.nan
    sides = np.array([0, 1], np.uint8)
    flow = random.normal(0, 2, (2, 2, HEIGHT, WIDTH)).astype(np.float32)
    weight = random.random((2, HEIGHT, WIDTH), np.float32)
    there = torch.from_numpy(left), torch.from_numpy(right)
    field = torch.from_numpy(flow), torch.from_numpy(weight)
    for cubic, margin in ((True, 1), (False, 0)):
        expected = kernels.mix(kernels.pack(left, right, margin), (0, 1), flow, weight, cubic)
        made = kernels.mix_on_gpu(*there, (0, 1), *field, margin, cubic)
        np.testing.assert_allclose(made, expected, 1e-5, 1e-6)
    assert kernels.why_not() == ""
    pixels = (random.random((2, HEIGHT, WIDTH, 3)) * 255).astype(np.uint8)
    taken = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    launch(take_pixel, pixels, sides, flow, weight, True, taken)
    expected = kernels.take_nearest(pixels, ((0, 1), flow, weight), True)
    np.testing.assert_array_equal(taken, expected)


if __name__ == "__main__":
    main()
