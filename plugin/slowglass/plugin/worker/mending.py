"""A mend that a host asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slowglass.core.choices import Device
from slowglass.core.errors import JobSpecError, UsageError
from slowglass.core.typed import JSON, Misfit, read
from slowglass.plugin.protocol.mends import SCHEMA, UNDO


@dataclass(frozen=True)
class MendRequest:
    """What `plugin.protocol.mends` builds."""

    schema: str
    result: str
    frames: tuple[int, ...]
    """Numbers as in the names of the files."""
    how: str
    device: Device = "auto"


def mend(document: object, report: Any, stop: Callable[[], bool]) -> dict[str, Any]:
    """Do what is asked; return which files changed.

    Raises:
        JobSpecError: it is no such request.
        SlowglassError: it cannot be done; no frame is changed.
    """
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise JobSpecError(f'expected "schema": "{SCHEMA}"')
    try:
        request = read(MendRequest, document, JSON)
    except Misfit as misfit:
        raise JobSpecError(str(misfit)) from None
    from slowglass.core.pipeline import mends

    numbers = mends.frame_numbers(request.result)
    if unknown := [number for number in request.frames if number not in numbers]:
        raise UsageError(
            f"expected frames within {numbers.start}-{numbers.stop - 1}, got {unknown[0]}",
            path=request.result,
        )
    indices = [number - numbers.start for number in request.frames]
    if request.how == UNDO:
        return mends.undo(request.result, indices).to_json()
    return mends.redo(
        request.result,
        indices,
        request.how,
        device=request.device,
        on_progress=report,
        cancelled=stop,
    ).to_json()
