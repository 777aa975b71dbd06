"""Making sure that a movie holds what was written."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av

from slowglass.core.errors import InputError, OutputError
from slowglass.core.media.container import demux, open_movie, reason


def verify_movie(path: Path, final: Path, frame_count: int, frame_rate: Fraction) -> None:
    """Open a finished movie again and read all its packets, which cost little beside encoding.

    Args:
        path: where it lies now.
        final: the name that it shall have, for messages.
        frame_count: frames that were encoded.
        frame_rate: at which they were.

    Raises:
        OutputError: another number of frames, or a last one at another time by half a frame or
            more, or a file that does not open.
    """
    try:
        count, span = _count_and_span(path)
    except (InputError, av.error.FFmpegError, OSError) as error:
        text = error.message if isinstance(error, InputError) else reason(error)
        raise OutputError(f"expected a whole movie, got: {text}", path=final) from error
    if count != frame_count:
        raise OutputError(f"expected {frame_count} frames in the movie, got {count}", path=final)
    expected = (frame_count - 1) / frame_rate
    if abs(span - expected) * 2 * frame_rate >= 1:
        raise OutputError(
            f"expected the last frame {float(expected):.3f} s after the first, "
            f"got {float(span):.3f} s",
            path=final,
        )


def _count_and_span(path: Path) -> tuple[int, Fraction]:
    """Return how many pictures a movie holds, and the time from the first to the last."""
    container, stream = open_movie(path)
    count, first, last = 0, None, None
    with container:
        # Not to be asked for once the container is closed: its memory is gone with it.
        time_base = stream.time_base or Fraction(1)
        for packet in demux(container, stream):
            if not packet.size:
                continue
            count += 1
            if packet.pts is not None:
                first = packet.pts if first is None else min(first, packet.pts)
                last = packet.pts if last is None else max(last, packet.pts)
    if first is None or last is None:
        return count, Fraction(0)
    return count, (last - first) * time_base
