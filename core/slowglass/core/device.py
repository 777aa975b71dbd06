"""The device that tensors live on, and memory that runs out; torch is loaded where it is asked."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, get_args

from slowglass.core.choices import Device
from slowglass.core.errors import DeviceError, DeviceMemoryError, UsageError

if TYPE_CHECKING:
    import torch

_NO_CPU_MEMORY = "DefaultCPUAllocator"
"""Names the allocator in what PyTorch raises without a class of its own when memory runs out."""


def available(name: str) -> bool:
    """Return whether this machine has the device."""
    import torch

    if name == "cuda":
        return torch.cuda.is_available()
    if name == "mps":
        return torch.backends.mps.is_available()
    return name == "cpu"


def pick_device(name: str) -> torch.device:
    """Return the device of that name; ``auto`` is the fastest that is there.

    Raises:
        UsageError: the name is none of `Device`.
        DeviceError: this machine has no such device.
    """
    import torch

    if name not in get_args(Device):
        raise UsageError(f"expected a device among {', '.join(get_args(Device))}, got {name!r}")
    if name == "auto":
        name = next(kind for kind in ("cuda", "mps", "cpu") if available(kind))
    if not available(name):
        raise DeviceError(
            f"expected a {name} device, found none", hint="use --device auto, or --device cpu"
        )
    return torch.device(name)


def describe(device: torch.device) -> str:
    """Return the device's name for people."""
    if device.type == "cuda":
        import torch

        return f"cuda ({torch.cuda.get_device_name(device)})"
    return device.type


def is_out_of_memory(error: BaseException) -> bool:
    """Return whether an error means that the device or the machine has too little memory."""
    loaded = sys.modules.get("torch")  # what it raises can only come where it is loaded
    if isinstance(error, (MemoryError, loaded.OutOfMemoryError) if loaded else MemoryError):
        return True
    return isinstance(error, RuntimeError) and _NO_CPU_MEMORY in str(error)


@contextmanager
def plain_memory_errors() -> Iterator[None]:
    """Say in one sentence that memory ran out, whichever library met it.

    Raises:
        DeviceMemoryError: it did.
    """
    try:
        yield
    except DeviceMemoryError:
        raise
    except Exception as error:
        if not is_out_of_memory(error):
            raise
        raise DeviceMemoryError(
            "expected enough memory for the frames, ran out",
            hint="close other programs, or use smaller frames",
        ) from error
