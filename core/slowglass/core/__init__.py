"""The engine: no host, no command line, no printing, no global state.

The public names are loaded when they are first used, so that importing this package costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slowglass.core.errors import SlowglassError as SlowglassError
    from slowglass.core.job import JobSpec as JobSpec
    from slowglass.core.models.load import LoadedModel as LoadedModel
    from slowglass.core.models.load import load_model as load_model
    from slowglass.core.pipeline import RetimeResult as RetimeResult
    from slowglass.core.pipeline import retime as retime

__version__ = "0.1.0"

_HOMES = {
    "SlowglassError": "slowglass.core.errors",
    "JobSpec": "slowglass.core.job",
    "LoadedModel": "slowglass.core.models.load",
    "load_model": "slowglass.core.models.load",
    "RetimeResult": "slowglass.core.pipeline",
    "retime": "slowglass.core.pipeline",
}

__all__ = ["__version__", *sorted(_HOMES)]


def __getattr__(name: str) -> object:
    """Load a public name on first use (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
