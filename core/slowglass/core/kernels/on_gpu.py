"""The functions of one pixel on a GPU: the same text, compiled for CUDA or run by its simulator."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numba
import numpy as np
import torch
from numba import cuda
from torch import Tensor

from slowglass.core.kernels.kept import cache_folder
from slowglass.core.kernels.mixing import LANES, mend_pixel, mix, mix_pixel, pack

SIMULATED = bool(numba.config.ENABLE_CUDASIM)  # type: ignore[attr-defined]

BLOCK = (4, 4) if SIMULATED else (32, 4)
"""Threads that run together, across and down; the simulator starts a thread of Python for each."""

AGREES = 1e-4
"""Difference from what a processor makes, of values in 0..1, from which on a GPU is not used."""


def mix_on_gpu(
    left: Tensor,
    right: Tensor,
    sides: Sequence[int],
    flow: Tensor,
    weight: Tensor,
    margin: int,
    cubic: bool,
) -> Tensor:
    """Return the frame that samples of two pictures mix to, as `mixing.mix` does on a processor.

    Args:
        left: (C, H, W) float32 on a CUDA device; anywhere where CUDA is simulated.
        right: like ``left``.
        sides: for each sample 0 for the left one or 1 for the right.
        flow: (K, 2, H, W) float32.
        weight: (K, H, W) float32, 0 or more.
        margin: pixels of zeros around the pictures, where nothing lies outside them.
        cubic: whether to sample by the bounded cubic, else linearly.

    Returns:
        (C, H, W) float32, a view of channels side by side.
    """
    channels, height, width = left.shape
    values = _packed((left, right), margin)
    groups, rows, columns = values.shape[1:4]
    made = torch.zeros(height, width, groups * LANES, device=left.device)
    field = torch.tensor(sides, dtype=torch.uint8, device=left.device), flow, weight
    size = groups, rows, columns
    flat = made.view(-1)
    _launch(_mixed, height, width, values.view(-1), *size, *field, margin, cubic, flat)
    finite = torch.stack([left, right]).isfinite().flatten(2).all(2).all(0)
    for channel in torch.nonzero(~finite).flatten().tolist():
        group, lane = values[:, channel // LANES].contiguous(), channel % LANES
        mended = made[:, :, channel].contiguous()
        _launch(_mended, height, width, group, lane, *field, margin, 1 if cubic else 0, mended)
        made[:, :, channel] = mended
    return made.permute(2, 0, 1)[:channels]


@cache
def why_not() -> str:
    """Return why these functions are not to be used on this machine's GPU, "" where they are.

    A small picture is composed there and by the processor, once for a process: whatever keeps the
    compiler from its libraries, or makes it do something else, shows here and not in a frame.
    """
    if not (SIMULATED or torch.cuda.is_available()):
        return "there is no CUDA device"
    random, size = np.random.default_rng(1), (6, 8)
    left, right = random.random((2, 3, *size), np.float32)
    flow = random.normal(0, 2, (2, 2, *size)).astype(np.float32)
    weight = random.random((2, *size), np.float32)
    device = torch.device("cpu" if SIMULATED else "cuda")
    there = [torch.from_numpy(values).to(device) for values in (left, right, flow, weight)]
    try:
        made = mix_on_gpu(there[0], there[1], (0, 1), there[2], there[3], 0, True).cpu()
    except (
        Exception
    ) as error:  # of numba, of NVIDIA's libraries, of the driver: they share no class
        return f"{type(error).__name__}: {error}"
    expected = mix(pack(left, right), (0, 1), flow, weight, cubic=True)
    difference = float(np.abs(made.numpy() - expected).max())
    return "" if difference < AGREES else f"it differs from the processor by {difference:.2g}"


def _packed(pictures: tuple[Tensor, Tensor], margin: int) -> Tensor:
    """Return pictures (C, H, W) as `lanes.pack` does, (2, groups, rows, columns, LANES)."""
    channels, height, width = pictures[0].shape
    groups = -(-channels // LANES)
    size = (2, groups, height + 2 * margin, width + 2 * margin, LANES)
    values = torch.zeros(size, device=pictures[0].device)
    inner = values[:, :, margin : margin + height, margin : margin + width]
    for side, picture in enumerate(pictures):
        for group in range(groups):
            part = picture[group * LANES : (group + 1) * LANES]
            inner[side, group, :, :, : len(part)] = part.permute(1, 2, 0)
    return values


def _launch(run: Any, height: int, width: int, *arguments: Any) -> None:
    """Run a kernel in a thread for each pixel, in the order of what torch does."""
    given = [one.numpy() if SIMULATED and isinstance(one, Tensor) else one for one in arguments]
    grid = -(-width // BLOCK[0]), -(-height // BLOCK[1])
    stream = 0 if SIMULATED else cuda.external_stream(torch.cuda.current_stream().cuda_stream)
    run[grid, BLOCK, stream](*given)


def _kernel(function: Any) -> Any:
    """Return a function compiled for a GPU where it is first run."""
    jit: Any = cuda.jit
    return jit(cache=not SIMULATED and cache_folder() is not None)(function)


@_kernel
def _mixed(
    values: Any,
    groups: int,
    rows: int,
    columns: int,
    sides: Any,
    flow: Any,
    weight: Any,
    margin: int,
    cubic: bool,
    made: Any,
) -> None:
    """Mix one pixel, the thread's."""
    x, y = cuda.grid(2)  # type: ignore[attr-defined]
    if y < flow.shape[2] and x < flow.shape[3]:
        shape = groups, rows, columns
        mix_pixel(values, shape, sides, flow, weight, margin, cubic, made, y, y, x)


@_kernel
def _mended(
    values: Any,
    lane: int,
    sides: Any,
    flow: Any,
    weight: Any,
    margin: int,
    reach: int,
    made: Any,
) -> None:
    """Mend one pixel, the thread's."""
    x, y = cuda.grid(2)  # type: ignore[attr-defined]
    if y < made.shape[0] and x < made.shape[1]:
        mend_pixel(values, lane, sides, flow, weight, margin, reach, made, y, y, x)
