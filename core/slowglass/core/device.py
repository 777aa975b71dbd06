"""The device that tensors live on."""

from __future__ import annotations

import torch

from slowglass.core.errors import DeviceError, UsageError

NAMES = ("auto", "cpu", "cuda", "mps")


def available(name: str) -> bool:
    """Return whether this machine has the device."""
    if name == "cuda":
        return torch.cuda.is_available()
    if name == "mps":
        return torch.backends.mps.is_available()
    return name == "cpu"


def pick_device(name: str) -> torch.device:
    """Return the device of that name; ``auto`` is the fastest that is there.

    Raises:
        UsageError: the name is none of `NAMES`.
        DeviceError: this machine has no such device.
    """
    if name not in NAMES:
        raise UsageError(f"expected a device among {', '.join(NAMES)}, got {name!r}")
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
        return f"cuda ({torch.cuda.get_device_name(device)})"
    return device.type
