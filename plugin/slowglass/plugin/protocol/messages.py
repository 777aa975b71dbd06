"""Messages: one JSON object on one line, requests to the engine and events from it."""

import json
from typing import Any, Dict, Optional, Tuple, Union

PROTOCOL_VERSION = 1
"""Raised when an older side could not understand; both sides must have the same one."""

EVENTS = ("hello", "progress", "log", "warning", "error", "done")
LAST_EVENTS = ("error", "done")
"""One of these is the last thing that the engine says."""
REQUESTS = ("retime", "plan", "describe", "fetch", "mend")

SHOWN_CHARACTERS = 200

Message = Dict[str, Any]


class ProtocolError(ValueError):
    """A line is no message of this protocol, or of another version."""


def encode(message: Message) -> bytes:
    """Return a message as a line; ASCII, so that no system's encoding of pipes matters."""
    return json.dumps(message, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"


def decode_event(line: Union[bytes, str]) -> Message:
    """Return the event in a line that the engine wrote.

    Raises:
        ProtocolError: the line holds no event that this version knows.
    """
    message = _decode(line)
    if message.get("event") not in EVENTS:
        raise ProtocolError(f"expected an event among {', '.join(EVENTS)}, got {_shown(line)}")
    return message


def check_hello(event: Message) -> None:
    """Check that an engine's first event shows one that this side can talk to.

    Raises:
        ProtocolError: it is another event, or the engine speaks another version.
    """
    if event["event"] != "hello":
        raise ProtocolError(f"expected hello first, got {event['event']}")
    if event.get("protocol") != PROTOCOL_VERSION:
        raise ProtocolError(
            f"expected an engine of protocol {PROTOCOL_VERSION}, got {event.get('protocol')} "
            f"(Slowglass {event.get('slowglass')})"
        )


def request(name: str, job: Optional[Message] = None) -> Message:
    """Return a request of this version, to be sent as the first line.

    Args:
        name: one of `REQUESTS`.
        job: what `jobs.retime_job` or `mends.mend` builds; None for ``describe``; for ``fetch`` it
            is ``{"model": name}``.
    """
    message: Message = {"protocol": PROTOCOL_VERSION, "request": name}
    if job is not None:
        message["job"] = job
    return message


def read_request(line: Union[bytes, str]) -> Tuple[str, Any]:
    """Return the name and the unchecked job, None if there is none, of a first line.

    Raises:
        ProtocolError: it is no request, has unknown keys, or is of another version.
    """
    message = _decode(line)
    if message.get("protocol") != PROTOCOL_VERSION:
        raise ProtocolError(
            f'expected "protocol": {PROTOCOL_VERSION}, got {message.get("protocol")!r}'
        )
    unknown = sorted(set(message) - {"protocol", "request", "job"})
    if unknown:
        raise ProtocolError(f"expected only protocol, request and job, got {unknown[0]!r}")
    if message.get("request") not in REQUESTS:
        known = ", ".join(REQUESTS)
        raise ProtocolError(f"expected a request among {known}, got {message.get('request')!r}")
    return message["request"], message.get("job")


CANCEL = {"cancel": True}
"""Sent any time after the request: stop, keep what is whole."""


def is_cancel(line: Union[bytes, str]) -> bool:
    """Return whether a later line asks the engine to stop."""
    try:
        return bool(_decode(line) == CANCEL)
    except ProtocolError:
        return False


def _decode(line: Union[bytes, str]) -> Message:
    """Return the JSON object in a line."""
    try:
        message = json.loads(line.decode("utf-8") if isinstance(line, bytes) else line)
    except (ValueError, RecursionError):
        raise ProtocolError(f"expected a line of JSON, got {_shown(line)}") from None
    if not isinstance(message, dict):
        raise ProtocolError(f"expected a JSON object, got {_shown(line)}")
    return message


def _shown(line: Union[bytes, str]) -> str:
    """Return the beginning of a line for an error message."""
    return repr(line[:SHOWN_CHARACTERS])
