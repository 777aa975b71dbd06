"""Frames as people name them."""

import re
from typing import List, Set

from .refusal import Refusal

_MOST = 100000
_RANGE = re.compile(r"\s*(-?\d{1,9})(?:\s*-\s*(-?\d{1,9}))?\s*")


def frames_named(text: str) -> List[int]:
    """Return the frames of a list such as "112-118, 130", in order.

    Raises:
        Refusal: it is no such list.
    """
    found: Set[int] = set()
    for part in text.split(","):
        match = _RANGE.fullmatch(part)
        first, last = (match.group(1), match.group(2)) if match else ("", "")
        if not first or not 0 <= int(last or first) - int(first) < _MOST:
            raise Refusal(f"expected frames such as 112-118, 130, got “{text}”")
        found.update(range(int(first), int(last or first) + 1))
    return sorted(found)
