"""The look of the original for the result: transform, crop, composite, grade."""

import json
import math
from typing import Any, List

from ..api import ask, is_number
from ..clips import OURS
from ..ticket import Ticket

NEAREST = 1
"""Of RetimeProcess: Resolve is to show our frames as they are, and to mix none."""
PRECISION = 1e-4
"""Of properties: less is not seen, and not kept by every version."""
NOT_COPIED = ("RetimeProcess", "MotionEstimation")
MARKER_COLOUR = "Mint"


def copy_look(original: Any, item: Any) -> List[str]:
    """Give the result what the original has; return what it could not be given, as sentences."""
    if original is None:
        return ["The clip is gone: its transform and grade could not be copied."]
    left = _copy_properties(original, item)
    ask(item, "SetProperty", "RetimeProcess", NEAREST)
    # The answer says whether it was copied; the number of nodes, in case that it is no proof.
    if not ask(original, "CopyGrades", [item]) or _nodes(original) != _nodes(item):
        left.append("The grade could not be copied: copy it by hand.")
    if ask(original, "GetFusionCompCount"):
        left.append("Fusion effects of the clip are not copied.")
    return left


def mark(item: Any, ticket: Ticket) -> List[str]:
    """Mark the result with where it is from; return a sentence if Resolve did not take it."""
    note = "{} at {}, model {}\n{}".format(
        ticket.item_name,
        ticket.speed,
        ticket.model or "of the engine's choice",
        ticket.source,
    )
    custom = {"id": ticket.id, "item": ticket.item_id, "speed": ticket.speed}
    data = f"{OURS} {json.dumps(custom, sort_keys=True)}"
    # A marker's frame is counted in the source; the whole sequence is shown, from its frame 0.
    ask(item, "AddMarker", 0, MARKER_COLOUR, "Slowglass", note, 1, data)
    if ask(item, "GetMarkerByCustomData", data):
        return []
    return ["The marker that tells where the result is from could not be set."]


def disable(original: Any) -> List[str]:
    """Switch the original off; return a sentence if that did not work."""
    ask(original, "SetClipEnabled", False)
    if ask(original, "GetClipEnabled") is False:
        return []
    return ["The original could not be switched off: it lies below the result."]


def _copy_properties(original: Any, item: Any) -> List[str]:
    """Copy what the inspector shows."""
    wanted = ask(original, "GetProperty")
    if not isinstance(wanted, dict):
        return ["The transform of the clip cannot be read: copy it by hand."]
    for name, value in wanted.items():
        if name not in NOT_COPIED and not _is_same(ask(item, "GetProperty", name), value):
            ask(item, "SetProperty", name, value)
    now = ask(item, "GetProperty")
    now = now if isinstance(now, dict) else {}
    differ = [
        name
        for name in sorted(wanted)
        if name not in NOT_COPIED and not _is_same(now.get(name), wanted[name])
    ]
    return ["Not copied from the clip: {}.".format(", ".join(differ))] if differ else []


def _is_same(one: Any, other: Any) -> bool:
    """Return whether two values of a property are one, but for what a float cannot hold."""
    if is_number(one) and is_number(other):
        return math.isclose(one, other, rel_tol=PRECISION, abs_tol=PRECISION)
    return bool(one == other)


def _nodes(item: Any) -> Any:
    """Return how many nodes the grade has, None where the version does not tell."""
    return ask(ask(item, "GetNodeGraph"), "GetNumNodes")
