"""Mends as plain dicts, schema ``slowglass.mend/1``, built inside a host."""

from typing import Any, Dict, Iterable

SCHEMA = "slowglass.mend/1"

UNDO = "undo"
HOLD_LEFT, HOLD_RIGHT, CUT, BLEND = "hold-left", "hold-right", "cut", "blend"
"""What may stand for ``how`` besides the names of models; `UNDO` gives back what was."""


def mend(result: str, frames: Iterable[int], how: str, device: str = "auto") -> Dict[str, Any]:
    """Return a mend.

    Args:
        result: path of any frame of the result, or its pattern.
        frames: their numbers, as in the names of their files.
        how: a name of a model, or one of those above.
        device: where a model runs.
    """
    numbers = sorted(set(frames))
    return {
        "schema": SCHEMA,
        "result": result,
        "frames": numbers,
        "how": how,
        "device": device,
    }
