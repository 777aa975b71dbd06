"""Several processes that train one network together, each doing its share of every step.

Started by ``python -m torch.distributed.run --nproc-per-node N -m slowglass.core.training ...``;
started without, there is one worker and nothing to agree on.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor, distributed

from slowglass.core.errors import UsageError


@dataclass(frozen=True)
class Workers:
    """Which of how many workers this process is."""

    number: int = 0
    count: int = 1

    @property
    def is_first(self) -> bool:
        """Whether this one writes files, keeps the time and scores."""
        return self.number == 0

    def share(self, parts: int) -> range:
        """Return the parts of a step that are this worker's.

        Raises:
            UsageError: there are fewer parts than workers.
        """
        if parts < self.count:
            hint = f"set accumulate of each stage to {self.count} or more"
            raise UsageError(f"expected a part for each worker, got {parts}", hint=hint)
        return range(self.number, parts, self.count)

    def add_up(self, tensors: Sequence[Tensor]) -> None:
        """Make each of ``tensors`` the sum over all workers, in place, to the bit the same."""
        if self.count == 1:
            return
        flat = torch.cat([tensor.flatten() for tensor in tensors])
        distributed.all_reduce(flat)
        totals = torch.split(flat, [tensor.numel() for tensor in tensors])
        for tensor, total in zip(tensors, totals, strict=True):
            tensor.copy_(total.view_as(tensor))

    def agree(self, answer: bool) -> bool:
        """Return what the first worker answers."""
        if self.count == 1:
            return answer
        told = torch.tensor(int(answer))
        distributed.broadcast(told, 0)
        return bool(told)

    def device(self, wanted: torch.device) -> torch.device:
        """Return where to train: of several GPUs, each worker takes one."""
        if wanted.type != "cuda" or self.count == 1:
            return wanted
        return torch.device("cuda", self.number % torch.cuda.device_count())

    @contextmanager
    def in_turn(self) -> Iterator[None]:
        """Let the first worker do something before the others do."""
        if self.count > 1 and not self.is_first:
            distributed.barrier()
        yield
        if self.count > 1 and self.is_first:
            distributed.barrier()


@contextmanager
def joined() -> Iterator[Workers]:
    """Join the other workers, if this process was started as one of several."""
    if int(os.environ.get("WORLD_SIZE", "1")) == 1:
        yield Workers()
        return
    distributed.init_process_group("gloo")
    try:
        yield Workers(distributed.get_rank(), distributed.get_world_size())
    finally:
        distributed.destroy_process_group()
