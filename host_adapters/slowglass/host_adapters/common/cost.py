"""What a retime will cost, from what the engine measured of some of its frames."""

from typing import Any, Dict, List, NamedTuple, Optional, Sequence, Tuple

from .words import duration_text, size_text


class FrameCost(NamedTuple):
    """What one frame costs; None: the trial did not last long enough to tell."""

    seconds: Optional[float]
    bytes: Optional[float]
    free_bytes: int
    """On the disk of the output, when it was measured."""


def cost_of(result: Dict[str, Any]) -> FrameCost:
    """Return what a frame costs, from the engine's answer to ``plan``.

    Another speed of the same clip makes frames alike.
    """
    frames, seconds, size = (
        result[key] for key in ("frames", "estimated_seconds", "estimated_bytes")
    )
    return FrameCost(
        seconds=None if seconds is None else seconds / frames,
        bytes=None if size is None else size / frames,
        free_bytes=result["free_bytes"],
    )


def cost_lines(parts: Sequence[Tuple[int, Optional[FrameCost]]]) -> List[str]:
    """Return lines that say how long a retime takes and how much disk; none if it is not known.

    Args:
        parts: of the retime, frames and what one of them costs, None where it was not measured.
    """
    known = [(frames, cost) for frames, cost in parts if cost is not None]
    if len(known) < len(parts):
        return []
    times = [frames * cost.seconds for frames, cost in known if cost.seconds is not None]
    sizes = [frames * cost.bytes for frames, cost in known if cost.bytes is not None]
    takes = f"about {duration_text(sum(times))}" if len(times) == len(known) else "time unknown"
    size = f"about {size_text(sum(sizes))}" if len(sizes) == len(known) else "size unknown"
    free = min(cost.free_bytes for _, cost in known)
    lines = [f"Takes {takes}, {size} of {size_text(free)} free"]
    if sum(sizes) > free:
        lines.append("The disk is too small for it")
    return lines
