"""How many processors there are to work on."""

from __future__ import annotations

import os

_SAYS_HOW_MANY = "OMP_NUM_THREADS"
"""Torch heeds it too."""


def usable_cores() -> int:
    """Return how many threads may work at once: as the user says, else one for each processor."""
    said = os.environ.get(_SAYS_HOW_MANY, "")
    if said.isdecimal() and int(said) > 0:
        return int(said)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
