"""A delivered result against what its manifest says: all there, whole, and nothing besides."""

from __future__ import annotations

from slowglass.core.device import plain_memory_errors
from slowglass.core.pipeline.check_report import CheckReport
from slowglass.core.pipeline.checkers import MovieChecker, SequenceChecker
from slowglass.core.pipeline.delivery import MovieTarget, result_at
from slowglass.core.pipeline.outcome import Cancelled, OnProgress


@plain_memory_errors()
def check(
    output: str, *, on_progress: OnProgress | None = None, cancelled: Cancelled | None = None
) -> CheckReport:
    """Compare a sequence or a movie with its manifest, and read it back whole.

    Args:
        output: a movie, a pattern, one frame, or the folder of one result.
        on_progress: called as frames are checked.
        cancelled: asked between frames.

    Raises:
        MissingInputError: there is neither a result nor a manifest.
        UnsupportedMediaError: the folder holds several results.
        CancelledError: the user stopped it.
    """
    target = result_at(output)
    watch = on_progress or (lambda _: None), cancelled or (lambda: False)
    if isinstance(target, MovieTarget):
        return MovieChecker(target, *watch).check()
    return SequenceChecker(target, *watch).check()
