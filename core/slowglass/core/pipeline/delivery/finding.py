"""The result that lies at a path, however people name it."""

from __future__ import annotations

import os
from pathlib import Path

from slowglass.core.errors import UnsupportedMediaError
from slowglass.core.media.images import find_sequence, is_pattern
from slowglass.core.pipeline.delivery.recorded import recorded_output
from slowglass.core.pipeline.delivery.target import SequenceTarget, Target, target_of


def result_at(output: str) -> Target:
    """Return the result that lies at a path.

    Args:
        output: a movie, a pattern, one frame, or the folder of one result.

    Raises:
        MissingInputError: there is none.
        UnsupportedMediaError: the folder holds several results.
    """
    target = target_of(_named(output))
    if isinstance(target, SequenceTarget) and not is_pattern(target.output):
        return SequenceTarget(find_sequence(target.output).pattern)
    return target


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
