"""The error events of this side: what the engine cannot say because it is not there."""

from typing import Any, Dict, List, Sequence


def error_event(code: str, message: str, hint: str = "", **fields: Any) -> Dict[str, Any]:
    """Return an error in the form of the engine's own; ``fields`` add to it or replace."""
    event: Dict[str, Any] = {
        "event": "error",
        "code": code,
        "message": message,
        "hint": hint,
        "path": None,
        "frame": None,
        "exit_code": 1,
    }
    event.update(fields)
    return event


def missing(command: List[str], error: OSError) -> Dict[str, Any]:
    """Return the error for an engine that could not be started."""
    return error_event(
        "engine_missing",
        f"expected the Slowglass engine, it cannot be started: {error.strerror or error}",
        "install Slowglass, or set the path of the Python that it is installed in",
        path=command[0] if command else None,
    )


def silent(seconds: float) -> Dict[str, Any]:
    """Return the error for a program that does not greet."""
    return error_event(
        "engine_silent",
        f"expected the engine's first word within {seconds:g} s, none came",
        "see whether the path of the engine leads to Slowglass's Python",
    )


def other_version(error: Exception) -> Dict[str, Any]:
    """Return the error for an engine that speaks otherwise than this side."""
    hint = "install the same version of Slowglass for the host and for the engine"
    return error_event("protocol", str(error), hint)


def died(status: int, last_words: Sequence[str]) -> Dict[str, Any]:
    """Return the error for an engine that ended without a last event.

    Args:
        status: of the process; below 0 the signal that ended it.
        last_words: the last lines that it wrote to stderr; the event holds them as ``stderr``.
    """
    said = f"; it said: {last_words[-1]}" if last_words else ""
    return error_event(
        "engine_died",
        f"the engine ended without a result, exit status {status}{said}",
        "run it again, what was finished is kept; if it ends again, report what it said",
        stderr=list(last_words),
    )


def stopped() -> Dict[str, Any]:
    """Return the error for an engine that was ended because it did not stop by itself."""
    return error_event("cancelled", "stopped; the engine was ended", exit_code=130)
