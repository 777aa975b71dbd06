"""Where a clip of a subclip begins in the file, which is whole."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from slowglass.core.errors import InputError, UnsupportedMediaError
from slowglass.core.timing import Timecode
from slowglass.host_adapters.otio.edit import EditedClip
from slowglass.host_adapters.otio.media_info import media_info

FRAMES_OF_DOUBT = 2
"""By which counts of the frames of one file may differ."""


def counted_from_file(clip: EditedClip) -> EditedClip:
    """Return a clip that begins where it does in its file, also if its media is a part of that.

    Where less of a movie is available than there is, times count as the timecode of the file does.

    Raises:
        UnsupportedMediaError: the clip does not lie in the file so.
    """
    if clip.is_sequence:
        return clip
    try:
        info = media_info(clip.source)
    except InputError:  # whoever makes the frames says so, too
        return clip
    frames = info.clock.frame_count
    if round(clip.media_seconds * clip.source_rate) >= frames - FRAMES_OF_DOUBT:
        return clip
    label = info.timecode
    head = (
        Timecode.parse(label, clip.source_rate).frame / clip.source_rate if label else Fraction(0)
    )
    start = clip.used_seconds - head
    if not 0 <= start * clip.source_rate < frames:
        raise UnsupportedMediaError(
            f"expected {clip.name} to lie within its media, it begins at frame "
            f"{float(start * clip.source_rate):.0f} of {frames}",
            path=clip.source,
            hint="a subclip? Put the whole clip in its place and export the timeline again",
        )
    return replace(clip, start_seconds=start)
