"""Everything that the adapter knows of one clip, read at once as plain values."""

import os
from fractions import Fraction
from typing import Any, NamedTuple

from ...common import Refusal
from ..api import ask, clip_property, unique_id, whole_frame, whole_number
from ..timecode import frame_rate
from .files import NUMBERED, a_file, check_letters, is_sequence, lowest_number, pattern_of
from .refuse import refusal


class Clip(NamedTuple):
    """A clip of the timeline; frames of the timeline are absolute, as Resolve counts them."""

    name: str
    item_id: str
    track: int
    """Of the timeline's video tracks, from 1."""
    start: int
    duration: int
    left_offset: int
    right_offset: int
    media_id: str
    source: str
    """A movie, or the pattern of a sequence such as ``plate.####.exr``."""
    source_rate: Fraction
    """At which Resolve plays the media, whatever its file says."""
    source_frames: int
    """How many the media has: a subclip fewer than its file; 0: not known."""
    first_number: int
    """How Resolve numbers the first frame: as the files of a sequence are, from 0 in a movie; a
    subclip of a movie begins later."""
    first_index: int
    """The engine's index of that frame: 0 unless the pool has only a part of files or movie."""
    bit_depth: int
    """Of movies; 0: not known."""
    timeline_rate: Fraction
    timeline_id: str
    timeline_name: str
    project_id: str
    project_name: str

    @property
    def end(self) -> int:
        """The first frame of the timeline after the clip."""
        return self.start + self.duration

    @property
    def is_sequence(self) -> bool:
        """Whether the source is pictures."""
        return is_sequence(self.source)


def read_clip(project: Any, timeline: Any, track: int, item: Any) -> Clip:
    """Return the facts of an item of a video track.

    Raises:
        Refusal: it cannot be retimed, with the reason.
    """
    media = ask(item, "GetMediaPoolItem")
    written = clip_property(media, "File Path")
    check_letters(written)
    reason = refusal(item, media, a_file(written))
    if reason is not None:
        raise reason
    rate = timeline_rate(project, timeline)
    source_rate = frame_rate(clip_property(media, "FPS"))
    start, duration = whole_frame(item, "GetStart"), whole_frame(item, "GetDuration")
    if source_rate is None:
        raise Refusal(
            f"Resolve does not tell the frame rate of {os.path.basename(written)}",
            "set Clip Attributes > Frame Rate, then try again",
        )
    if start is None or not duration or duration < 1:
        raise Refusal("Resolve does not tell where the clip lies", BUSY_HINT)
    numbered = NUMBERED.search(os.path.basename(written))
    movie = numbered is None or os.path.exists(written)
    first = whole_number(clip_property(media, "Start"))
    return Clip(
        name=ask(item, "GetName") or os.path.basename(written),
        item_id=unique_id(item),
        track=track,
        start=start,
        duration=duration,
        left_offset=whole_number(ask(item, "GetLeftOffset")),
        right_offset=whole_number(ask(item, "GetRightOffset")),
        media_id=unique_id(media),
        source=written if movie else pattern_of(written),
        source_rate=source_rate,
        source_frames=whole_number(clip_property(media, "Frames")),
        first_number=first,
        first_index=first if movie else first - lowest_number(written),
        bit_depth=whole_number(clip_property(media, "Bit Depth")) if movie else 0,
        timeline_rate=rate,
        timeline_id=unique_id(timeline),
        timeline_name=ask(timeline, "GetName") or "",
        project_id=unique_id(project),
        project_name=ask(project, "GetName") or "",
    )


BUSY_HINT = "close any dialog, stop playback and rendering, then try again"


def timeline_rate(project: Any, timeline: Any) -> Fraction:
    """Return the frame rate of a timeline: its own, or the project's if it says that it has none.

    Raises:
        Refusal: Resolve does not tell.
    """
    rate = frame_rate(ask(timeline, "GetSetting", "timelineFrameRate"))
    if rate is None and str(ask(timeline, "GetSetting", "useCustomSettings")) == "0":
        rate = frame_rate(ask(project, "GetSetting", "timelineFrameRate"))
    if rate is not None:
        return rate
    raise Refusal("Resolve does not tell the frame rate of the timeline", BUSY_HINT)
