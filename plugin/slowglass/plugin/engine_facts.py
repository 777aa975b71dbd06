"""What this engine is and can do: versions, devices, models."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import version
from typing import Any

from slowglass.core import __version__

PACKAGES = ("torch", "numpy", "av", "OpenImageIO")


def engine_facts() -> dict[str, Any]:
    """Return versions, devices, the fastest first, and models as plain JSON values."""
    return {
        "slowglass": __version__,
        "python": platform.python_version(),
        "executable": sys.executable,
        "packages": {name: version(name) for name in PACKAGES},
        "devices": devices(),
        "models": models(),
    }


def devices() -> list[dict[str, str]]:
    """Return the devices of this machine, the fastest first, with a title for people."""
    from slowglass.core.device import NAMES, available, describe, pick_device

    names = [name for name in NAMES if available(name)]
    names.sort(key=lambda name: name == "cpu")
    return [{"name": name, "title": describe(pick_device(name))} for name in names]


def models() -> list[dict[str, str]]:
    """Return the models that are built in, each with a title for people."""
    from slowglass.core.models.load import BUILT_IN

    specs = [make().spec for make in BUILT_IN.values()]
    return [
        {
            "name": spec.name,
            "title": spec.title,
            "licence": spec.licence,
            "estimates_on": spec.estimates_on,
        }
        for spec in specs
    ]
