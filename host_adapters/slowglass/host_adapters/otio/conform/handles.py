"""How many frames more than a clip shows are made on either side."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from slowglass.core.timing import SourceClock
from slowglass.host_adapters.otio.edit import EditedClip
from slowglass.host_adapters.otio.placement import Placement


def handles(place: Placement, clip: EditedClip, clock: SourceClock, wanted: int) -> tuple[int, int]:
    """Return the frames before and after those that a clip shows.

    Transitions get what they reach for, whatever is wanted: where the source ends, its last frame
    stays, as it does in the editor. Beyond transitions handles end where the source does.

    Args:
        place: of the clip, with its transitions.
        clip: as the timeline shows it.
        clock: of its source.
        wanted: handles in frames of the timeline.
    """
    last_position = _last_position(clip, clock)

    def there(moments: range) -> int:
        positions = clip.positions_at([Fraction(moment) for moment in moments])
        outside = (k for k, at in enumerate(positions) if not 0 <= at <= last_position)
        return next(outside, len(positions))

    # A clip that begins between two frames of the timeline begins in the frame before.
    head = ceil(place.head_seconds * clip.frame_rate) + ceil(clip.phase)
    tail = ceil(place.tail_seconds * clip.frame_rate)
    before = there(range(-1, -wanted - 1, -1))
    after = there(range(clip.duration, clip.duration + wanted))
    return max(head, before), max(tail, after)


def _last_position(clip: EditedClip, clock: SourceClock) -> Fraction:
    """Return the position of the last source frame, as the timeline counts them."""
    if clip.is_sequence or clock.is_constant:
        return Fraction(clock.frame_count - 1)
    return clock.seconds(clock.frame_count - 1) * clip.source_rate
