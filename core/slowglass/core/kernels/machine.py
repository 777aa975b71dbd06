"""How the functions of this room are compiled, kept for the next start, and run on all cores.

A function of one pixel (`pixel`) stays plain Python that compiled code may call, on a processor and
on a GPU. A loop over rows (`loop`) is compiled where it is first called. numba's own parallel loops
are not used: their threads may not be entered from two of ours at once (decision 0015).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from typing import Any, TypeVar

import numba
import torch
from numba.extending import register_jitable

from slowglass.core.kernels.kept import cache_folder

Function = TypeVar("Function", bound=Callable[..., Any])

LEAST_ROWS = 16
"""Fewer rows are not worth handing to another thread."""

# Products may be added without being rounded first; sums keep their order, so that a result does
# not depend on how a frame is cut.
_HOW: dict[str, Any] = {"fastmath": {"contract"}, "error_model": "numpy"}

# References are not counted, so no arrays can be made there: numba would count those to all arrays
# of a call anew at every pixel, which took longer than many a pixel.
_LOOP: dict[str, Any] = {**_HOW, "nogil": True, "_nrt": False}

# The four lanes of a pixel are computed at once.
numba.config.SLP_VECTORIZE = 1  # type: ignore[attr-defined]


def pixel(function: Function) -> Function:
    """Let compiled code call ``function``, its body in the place of the call."""
    made: Function = register_jitable(forceinline=True, **_HOW)(function)
    return made


def called(function: Function) -> Function:
    """Let compiled code call ``function``; what is long takes seconds to put in place."""
    made: Function = register_jitable(**_HOW)(function)
    return made


def loop(function: Function) -> Function:
    """Return ``function`` compiled for a processor; other threads go on while it runs.

    Its last two arguments are the first row and the one behind the last. It may not make arrays.
    """
    kept = cache_folder()
    if kept is not None:
        numba.config.CACHE_DIR = str(kept)  # type: ignore[attr-defined]
    made: Function = numba.njit(cache=kept is not None, **_LOOP)(function)
    return made


def over_pixels(function: Callable[..., None], height: int, width: int, *arguments: Any) -> None:
    """Call a `pixel` with ``arguments``, row and column for all pixels, as `over_rows` does."""
    over_rows(_pixels_by(function), height, width, arguments)


def run_pixels(function: Callable[..., None], height: int, width: int, *arguments: Any) -> None:
    """Do the same in one thread: for pixels that write to others than their own."""
    _pixels_by(function)(width, arguments, 0, height)


@cache
def _pixels_by(function: Callable[..., None]) -> Callable[..., None]:
    """Return the loop that calls a `pixel`."""

    def run(width: int, arguments: Any, top: int, bottom: int) -> None:
        for y in range(top, bottom):
            for x in range(width):
                function(*arguments, y, x)

    return loop(run)


def over_rows(
    run: Callable[..., None],
    height: int,
    *arguments: Any,
    room: Callable[[], tuple[Any, ...]] = tuple,
) -> None:
    """Run a `loop` over all rows, on as many threads as torch is told to use.

    Args:
        run: the loop.
        height: how many rows there are.
        arguments: of the loop, but for the last ones.
        room: gives the arguments behind these: arrays that one thread works in.
    """
    threads = min(torch.get_num_threads(), max(1, height // LEAST_ROWS))
    if threads == 1:
        run(*arguments, *room(), 0, height)
        return
    cuts = [height * k // threads for k in range(threads + 1)]
    parts = [
        _pool(os.getpid(), threads).submit(run, *arguments, *room(), top, bottom)
        for top, bottom in pairwise(cuts)
    ]
    for part in parts:
        part.result()


@cache
def _pool(process: int, threads: int) -> ThreadPoolExecutor:
    """Return threads that sleep until there is work; those of a parent process are not ours."""
    return ThreadPoolExecutor(threads, thread_name_prefix="slowglass-kernel")
