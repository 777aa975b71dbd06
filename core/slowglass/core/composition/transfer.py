"""Pixels on their way to a GPU and back, copied while it computes something else.

Samples go as they are stored, which is less than as floats, and become numbers there. They go
through memory that the system may not move, which a GPU copies by itself, and each thread that
composes has a queue (a CUDA stream) of its own: what one copies does not wait for what others do.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import torch
from torch import Tensor

from slowglass.core.frames import Pixels, is_float
from slowglass.core.pixels import code_scale

_BITS = {"uint16": np.int16, "uint32": np.int32}
"""What carries the bits of types that devices do not compute with."""
_MASKS = {"uint16": 0xFFFF, "uint32": 0xFFFFFFFF}

_own = threading.local()


@contextmanager
def own_queue(device: torch.device) -> Iterator[None]:
    """Let a GPU do what this thread asks beside what others ask, after what it was asked before."""
    if device.type != "cuda":
        yield
        return
    if not hasattr(_own, "queue"):
        _own.queue = torch.cuda.Stream(device)  # type: ignore[no-untyped-call]
    _own.queue.wait_stream(torch.cuda.current_stream(device))
    with torch.cuda.stream(_own.queue):
        yield
    # Whoever comes next may use what was made, and may free what it was made of.
    torch.cuda.current_stream(device).wait_stream(_own.queue)


def planes_there(pixels: Pixels, places: Sequence[int], device: torch.device) -> Tensor:
    """Return channels of (height, width, channels) on a device, (C, H, W) float32, codes as 0..1.

    Args:
        pixels: samples of any type that frames have.
        places: of the channels that are wanted.
        device: where they are wanted.
    """
    name, scale = pixels.dtype.name, code_scale(pixels)
    whole = list(places) == list(range(pixels.shape[2]))
    chosen = np.ascontiguousarray(pixels if whole else pixels[:, :, list(places)])
    there = _sent(torch.from_numpy(chosen.view(_BITS.get(name, chosen.dtype))), device)
    if name in _MASKS:
        there = there.long() & _MASKS[name]
    values = there.permute(2, 0, 1).float().contiguous()
    return values if is_float(pixels) else values / scale


def pixels_here(planes: Tensor) -> Pixels:
    """Return (C, H, W) of a device as an array (height, width, channels)."""
    made = planes.permute(1, 2, 0).contiguous()
    if made.device.type != "cuda":
        return np.asarray(made.numpy())
    here = torch.empty(made.shape, dtype=made.dtype, pin_memory=True)
    here.copy_(made, non_blocking=True)
    torch.cuda.current_stream(made.device).synchronize()
    return np.asarray(here.numpy())


def _sent(values: Tensor, device: torch.device) -> Tensor:
    """Return a copy on a device, which for a GPU is on its way while this thread goes on."""
    if device.type != "cuda":
        return values.to(device)
    return values.pin_memory().to(device, non_blocking=True)
