"""Meta strips that hold a result: they end with it, so that all of it is seen."""

from typing import Any, List

from .. import timeline
from ..handles import end_of, set_end, start_of


def fit_metas(scene: Any, strip: Any, end: int, by: int, may_shrink: bool) -> List[str]:
    """Let the meta strips that a strip lies in end where what is seen in them ends now.

    Args:
        scene: that holds the strips.
        strip: the result.
        end: where what was retimed ends now; it ended ``by`` frames earlier.
        by: frames; below 0 where it has become shorter.
        may_shrink: whether they may end earlier than before.

    Returns:
        What the user should know.
    """
    notes: List[str] = []
    meta = strip.parent_meta()
    while meta is not None:
        before = end_of(meta)
        after = before + by if end - by >= before else max(before, end)
        if after < before and not may_shrink:
            after = before
        set_end(strip, end_of(strip))  # Blender then sees the meta's new length
        if after == before:
            return notes
        owner = timeline.owner_of(scene, meta)
        place = (start_of(meta), after, meta.channel, meta.name)
        channel = timeline.free_channel(owner, *place)
        if channel != meta.channel:
            notes.append(
                f"The meta strip “{meta.name}” ends later and found no room: it lies in "
                f"channel {channel} now."
            )
            meta.channel = channel
        set_end(meta, after)
        strip, end, by, meta = meta, after, after - before, meta.parent_meta()
    return notes
