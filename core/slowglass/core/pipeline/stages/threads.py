"""How many threads what a stage computes at once is given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch


@contextmanager
def cores_shared() -> Iterator[None]:
    """Have what is computed at once use half of the cores: other stages need the rest.

    For small pictures and stages that all take about as long. On two cores the demo takes 16 s in
    place of 20: to hand parts of a picture to a thread and wait for it costs as much as the part.
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(max(1, threads // 2))
    try:
        yield
    finally:
        torch.set_num_threads(threads)
