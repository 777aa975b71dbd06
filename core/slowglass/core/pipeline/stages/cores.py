"""How many processors there are to work on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import torch

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


@contextmanager
def cores_shared() -> Iterator[None]:
    """Have what is computed at once use half of the cores: other stages need the rest.

    For stages that all take about as long. On two cores the demo takes 16 s in place of 20: to hand
    parts of a small picture to a thread and wait for it costs as much as the part.
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(max(1, threads // 2))
    try:
        yield
    finally:
        torch.set_num_threads(threads)
