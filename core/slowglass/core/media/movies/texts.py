"""What a movie holds beside its pictures and its sound: chapters, subtitles, titles, streams."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

import av
from av.container import InputContainer
from av.subtitles.stream import SubtitleStream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from slowglass.core.media.container import demux, is_cover

TITLES = (
    "title comment description synopsis artist author album album_artist composer performer "
    "copyright date genre grouping keywords lyrics show episode_id network publisher"
).split()
"""Tags of a whole movie that are about what it shows: true of a part and at any speed."""

TEXT_SUBTITLES = ("subrip", "srt", "mov_text", "ass", "ssa", "webvtt", "text")
"""Codecs of subtitles that are words; those of others are pictures."""

_IN_PICTURES = {
    "A53_CC": "closed captions in the pictures",
    "DYNAMIC_HDR_PLUS": "HDR10+ metadata",
    "DOVI_METADATA": "Dolby Vision metadata",
}
"""What decoders find beside pictures, by FFmpeg's name, and no encoder of ours takes."""


@dataclass(frozen=True)
class Chapter:
    """A stretch of a movie with a name, in seconds from its first picture on."""

    start_seconds: Fraction
    end_seconds: Fraction
    metadata: dict[str, str]


@dataclass(frozen=True)
class Cue:
    """A subtitle, in seconds from the first picture on."""

    start_seconds: Fraction
    end_seconds: Fraction
    stored: bytes
    """As its own codec has it."""
    events: tuple[bytes, ...]
    """The words of it as ASS has them."""


def chapters_of(container: InputContainer, start_seconds: Fraction) -> list[Chapter]:
    """Return the chapters of a movie whose first picture lies at ``start_seconds``."""
    return [
        Chapter(
            max(found["start"] * found["time_base"] - start_seconds, Fraction(0)),
            found["end"] * found["time_base"] - start_seconds,
            dict(found["metadata"]),
        )
        for found in cast(list[dict[str, Any]], container.chapters())
    ]


def cues_of(
    container: InputContainer, stream: SubtitleStream, start_seconds: Fraction
) -> Iterator[Cue]:
    """Yield what a stream of subtitles in words holds; what cannot be read has no events."""
    base = stream.time_base or Fraction(1)
    for packet in demux(container, stream):
        if packet.pts is None or not packet.size or not packet.duration:
            continue
        events: tuple[bytes, ...] = ()
        with suppress(av.error.FFmpegError):
            found = stream.codec_context.decode2(packet) or ()
            events = tuple(bytes(cast(Any, rect).ass) for rect in found)
            if not events:  # QuickTime stores the silence between, too
                continue
        start = packet.pts * base - start_seconds
        yield Cue(start, start + packet.duration * base, bytes(packet), events)


def titles_of(container: InputContainer) -> dict[str, str]:
    """Return the tags of a movie that are about what it shows."""
    tags = {name.lower(): text for name, text in container.metadata.items()}
    return {name: tags[name] for name in TITLES if tags.get(name)}


def texts_in(container: InputContainer) -> Iterator[str]:
    """Yield the chapters and subtitles of a movie, in words."""
    if chapters := len(container.chapters()):
        yield "1 chapter" if chapters == 1 else f"{chapters} chapters"
    for stream in container.streams.subtitles:
        yield f"subtitles ({codec_of(stream)})"


def never_carried(
    container: InputContainer, pictures: VideoStream, first: VideoFrame
) -> Iterator[str]:
    """Yield what a movie holds that nothing encoded anew does, in words.

    Args:
        container: the movie.
        pictures: the stream of it that is taken.
        first: frame of that.
    """
    kinds = {data.type.name for data in cast(Any, first.side_data)}
    yield from (words for name, words in _IN_PICTURES.items() if name in kinds)
    for stream in container.streams:
        if stream.type == "video" and stream.index != pictures.index:
            shown = cast(VideoStream, stream)
            known = cast(object, shown.codec_context) is not None
            size = f"{shown.width} x {shown.height} pictures" if known else "unknown pictures"
            yield "a cover picture" if is_cover(shown) else f"a stream of {size}"
        elif stream.type == "attachment":
            yield f"the attachment {stream.metadata.get('filename', '')}".rstrip()
        elif stream.type == "data" and not _is_carried_otherwise(stream, container):
            yield f"data ({stream.metadata.get('handler_name') or stream.name or 'unknown'})"


def codec_of(stream: SubtitleStream) -> str:
    """Return the name of the codec of subtitles, "unknown" where there is no decoder for it."""
    context = cast(Any, stream.codec_context)
    return "unknown" if context is None else str(context.name)


def _is_carried_otherwise(stream: Any, container: InputContainer) -> bool:
    """Return whether data are timecode, or the chapters as QuickTime has them."""
    names_chapters = bool(container.chapters()) and stream.name in ("bin_data", "text")
    return "timecode" in stream.metadata or names_chapters
