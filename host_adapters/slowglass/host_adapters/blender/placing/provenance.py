"""What a result remembers of its making, in a custom property of its strip."""

import json
from typing import Any, Dict, List, Optional

from ..identity import Reference, find
from ..wish import Placement, Wish

PROPERTY = "slowglass"
UNFINISHED = "slowglass_unfinished"
"""On a strip that is still growing: it must not stay if anything comes between."""


def write(result: Any, original: Reference, wish: Wish, placement: Placement, **facts: Any) -> None:
    """Note on a result what it was made of.

    Args:
        result: the strip.
        original: reference to the strip that it was made of.
        wish: what was asked for.
        placement: how it was inserted.
        facts: plain values, such as ``hidden`` and ``sounds``, references for `strips_named`.
    """
    document = {
        "original": original,
        "wish": wish.to_plain(),
        "ripple": placement.ripple,
        "with_sound": placement.with_sound,
        **facts,
    }
    result[PROPERTY] = json.dumps(document)


def read_provenance(strip: Any) -> Optional[Dict[str, Any]]:
    """Return what a result remembers; None if the strip is no result."""
    text = strip.get(PROPERTY) if strip is not None else None
    try:
        document = json.loads(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return document if isinstance(document, dict) else None


def original_of(strip: Any) -> Optional[Any]:
    """Return the strip that a result was made of; None if it is gone, or the strip no result."""
    document = read_provenance(strip)
    found = find(document["original"]) if document else None
    return found[1] if found else None


def original_channel(strip: Any) -> int:
    """Return the channel of a result's original; of any other strip its own."""
    return int((original_of(strip) or strip).channel)


def strips_named(result: Any, role: str) -> List[Any]:
    """Return strips that a result remembers and that are still there.

    Args:
        result: the strip.
        role: "hidden" for those that were muted for it, "sounds" for those that came with it,
            "rest" for the copies that show the original before and after a part.
    """
    document = read_provenance(result) or {}
    found = [find(reference) for reference in document.get(role, [])]
    return [pair[1] for pair in found if pair is not None]
