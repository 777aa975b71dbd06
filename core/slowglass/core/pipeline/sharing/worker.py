"""One of the processes that share a job: it makes the parts that it is handed."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from slowglass.core.errors import CancelledError, DeviceError, SlowglassError
from slowglass.core.job import JobSpec
from slowglass.core.pipeline.choosing import Chosen
from slowglass.core.pipeline.delivery import Place
from slowglass.core.pipeline.looked import Looked
from slowglass.core.pipeline.outcome import Progress, RetimeResult

NAMED_GPUS = "CUDA_VISIBLE_DEVICES"


@dataclass(frozen=True)
class Order:
    """What a worker is started with."""

    job: JobSpec
    looked: Looked
    chosen: Chosen
    """How the job's model was chosen."""
    place: Place
    """Held by the process that shares the job out, for all its workers."""
    threads: int
    """How many threads its computing may use."""
    gpu: str = ""
    """What `NAMED_GPUS` shall be; "": as it is."""


@dataclass(frozen=True)
class FrameMade:
    """A frame lies under its final name."""

    path: str


@dataclass(frozen=True)
class Failed:
    """A part cannot be made, by anybody."""

    error: SlowglassError


Message = FrameMade | RetimeResult | Failed


def serve(connection: Connection, order: Order) -> None:
    """Make the parts that come as ranges of output indices, until None comes or nobody is there.

    Answers with `Message`s: each frame, then the result of the part.
    """
    # Ctrl-C reaches every process of a terminal; the one that shares out says when to stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if order.gpu:
        os.environ[NAMED_GPUS] = order.gpu
    with suppress(EOFError, BrokenPipeError, CancelledError):
        try:
            _work(connection, order)
        except CancelledError:
            raise
        except SlowglassError as error:
            connection.send(Failed(error))
        except (EOFError, BrokenPipeError):
            raise
        except Exception as error:
            connection.send(
                Failed(DeviceError(f"a worker failed: {type(error).__name__}: {error}"))
            )


def _work(connection: Connection, order: Order) -> None:
    """Open the job once, and make one part after another."""
    import torch

    from slowglass.core.pipeline.parts import opened_parts

    torch.set_num_threads(order.threads)
    stop: Callable[[], bool] = connection.poll  # a word while a part is made: go

    def told(progress: Progress) -> None:
        if progress.path:
            connection.send(FrameMade(progress.path))

    def quiet(progress: Any) -> None:
        """Say nothing: what is looked at and compiled was told once."""

    with opened_parts(order.job, order.looked, quiet, stop, order.place, order.chosen) as parts:
        while (part := connection.recv()) is not None:
            connection.send(parts.make(part, told, stop))
