"""The table of frames that QuickTime files keep, so that huge masters open without being read."""

from __future__ import annotations

import os
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from av.container import InputContainer
from av.video.stream import VideoStream

from slowglass.core.errors import UnreadableMediaError
from slowglass.core.media.movies.indexing.promise import CUT_OFF_TOLERANCE_SECONDS

INTRA_CODECS = frozenset({"prores", "dnxhd", "cfhd", "mjpeg", "png", "v210"})
"""Every frame stands alone, so frames are stored in the order in which they are shown."""


@dataclass(frozen=True)
class ListedFrames:
    """What the table says."""

    timestamps: Sequence[int]
    """When each frame is shown, in the units of the stream; strictly increasing."""
    cut_off: int
    """How many of them, at the end, lie beyond the end of the file."""


def listed_frames(
    container: InputContainer, stream: VideoStream, path: str | os.PathLike[str]
) -> ListedFrames | None:
    """Return when each frame is shown, from the container's own table.

    None where that table does not tell all: another container, frames that depend on others, edits
    that leave frames out, a fragmented file.

    Raises:
        UnreadableMediaError: the table lists many frames beyond the end of the file.
    """
    is_quicktime = container.format.name.startswith("mov,")
    if not is_quicktime or stream.codec_context.name not in INTRA_CODECS:
        return None
    entries = [stream.index_entries[k] for k in range(len(stream.index_entries))]
    whole = bool(entries) and len(entries) == stream.frames
    if not whole or not all(entry.is_keyframe and not entry.is_discard for entry in entries):
        return None
    timestamps = array("q", (entry.timestamp for entry in entries))
    if any(b <= a for a, b in pairwise(timestamps)):
        return None
    size = Path(path).stat().st_size
    lost = sum(entry.pos + entry.size > size for entry in entries)
    step = Fraction(timestamps[-1] - timestamps[0]) * (stream.time_base or 1) / len(timestamps)
    if lost * step > CUT_OFF_TOLERANCE_SECONDS or lost == len(entries):
        raise UnreadableMediaError(
            f"expected {len(entries)} frames as its table says, the last {lost} are cut off",
            path=path,
            hint="copy the file again",
        )
    return ListedFrames(timestamps, lost)
