"""A delivered result against what its manifest says: all there, whole, and nothing besides."""

from __future__ import annotations

import os
from pathlib import Path

from slowglass.core.device import plain_memory_errors
from slowglass.core.errors import UnsupportedMediaError
from slowglass.core.media.images import find_sequence, is_pattern
from slowglass.core.pipeline.check_report import CheckReport
from slowglass.core.pipeline.checkers import MovieChecker, SequenceChecker
from slowglass.core.pipeline.delivery import (
    MovieTarget,
    SequenceTarget,
    recorded_output,
    target_of,
)
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
    target = target_of(_named(output))
    watch = on_progress or (lambda _: None), cancelled or (lambda: False)
    if isinstance(target, MovieTarget):
        return MovieChecker(target, *watch).check()
    named = is_pattern(target.output)
    pattern = target.output if named else find_sequence(target.output).pattern
    return SequenceChecker(SequenceTarget(pattern), *watch).check()


def _named(output: str) -> str:
    """Return the result that a folder holds; any other path as it is.

    Raises:
        InputError: a folder without a result, or with several.
    """
    path = Path(output)
    if not os.path.isdir(path):
        return output
    manifests = sorted(path.glob("*slowglass.json"))
    if len(manifests) > 1:
        raise UnsupportedMediaError(
            f"expected one result in the folder, found {len(manifests)}",
            path=path,
            hint=f"name one of them: {', '.join(one.name for one in manifests)}",
        )
    recorded = recorded_output(manifests[0]) if manifests else ""
    return str(path / recorded) if recorded else find_sequence(path).pattern
