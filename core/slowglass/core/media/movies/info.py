"""What is known of a movie without decoding more than its first frame."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from slowglass.core.frames import ClipInfo, Encoding
from slowglass.core.media.container import is_cover
from slowglass.core.media.movies.hdr_metadata import HdrMetadata
from slowglass.core.media.movies.indexing import MovieIndex, stated_rates
from slowglass.core.media.movies.rate_notes import rate_notes
from slowglass.core.media.movies.texts import never_carried, texts_in
from slowglass.core.media.movies.upright import Turn
from slowglass.core.media.planes import ColourTags, assumption, pixel_format, transfer_of
from slowglass.core.media.reel import REEL_OF_MOVIE
from slowglass.core.timing import SourceClock, recorded_clock


def describe(
    path: str | os.PathLike[str],
    container: InputContainer,
    stream: VideoStream,
    frame: VideoFrame,
    index: MovieIndex,
    frame_rate: Fraction | None,
    turn: Turn,
) -> ClipInfo:
    """Return what is known of a movie.

    Args:
        path: the movie.
        container: the same, open.
        stream: its pictures.
        frame: its first frame that can be read.
        index: all its frames.
        frame_rate: takes the place of what the file says, and makes the rate constant.
        turn: makes the pictures upright.
    """
    width, height = turn.size(frame.width, frame.height)
    tags = tags_of(frame)
    layout = pixel_format(frame.format.name)
    recorded = _recorded_clock(stream, index)
    lead = recorded.jitter.lead_seconds if recorded.jitter else 0
    start = index.timestamps[0] * index.time_base + lead
    clock = recorded if frame_rate is None else SourceClock(frame_rate, len(index))
    assumed = assumption(tags, layout.name, frame.width, frame.height)
    aspect = stream.sample_aspect_ratio or Fraction(1)
    return ClipInfo(
        path=os.fspath(path),
        kind="movie",
        format=stream.codec_context.name,
        width=width,
        height=height,
        clock=clock,
        pixel_aspect=1 / aspect if turn.transposed else aspect,
        pixel_format=layout.name,
        channels=layout.channels,
        encoding=Encoding(
            transfer=transfer_of(tags),
            alpha="straight" if layout.has_alpha else "none",
            assumed=assumed,
        ),
        timecode=_stated(container, "timecode"),
        audio_streams=len(container.streams.audio),
        texts=tuple(texts_in(container)),
        never_carried=tuple(never_carried(container, stream, frame)),
        metadata=_metadata(container, stream, tags, start)
        | HdrMetadata.of(frame).metadata()
        | {REEL_OF_MOVIE: _stated(container, REEL_OF_MOVIE)}
        | {"recorded_clock": recorded},
        notes=(*_streams_note(container), *_notes(turn, index, clock, assumed)),
    )


def tags_of(frame: VideoFrame) -> ColourTags:
    """Return the colour tags of a decoded frame."""
    return ColourTags(
        int(frame.colorspace),
        int(frame.color_range),
        int(frame.color_primaries),
        int(frame.color_trc),
    )


def _recorded_clock(stream: VideoStream, index: MovieIndex) -> SourceClock:
    """Return the clock that the timestamps tell of, what the file states as its witness."""
    last = index.last_duration * index.time_base
    return recorded_clock(index.timestamps, index.time_base, stated_rates(stream), last or None)


def _stated(container: InputContainer, name: str) -> str:
    """Return a tag, wherever the container keeps it; "" if it has none."""
    for metadata in (*(s.metadata for s in container.streams), container.metadata):
        for key in (name, name.upper()):
            if key in metadata:
                return metadata[key]
    return ""


def _metadata(
    container: InputContainer, stream: VideoStream, tags: ColourTags, start_seconds: Fraction
) -> dict[str, Any]:
    """Return the file's own metadata and the numbers that a copy needs."""
    return {
        **container.metadata,
        **stream.metadata,
        "container": container.format.name,
        **asdict(tags),
        "start_seconds": start_seconds,
    }


def _streams_note(container: InputContainer) -> Iterator[str]:
    """Say which pictures are taken where there are several."""
    count = sum(not is_cover(stream) for stream in container.streams.video)
    if count > 1:
        yield f"of {count} streams of pictures the default one is taken"


def _notes(turn: Turn, index: MovieIndex, clock: SourceClock, assumed: str) -> Iterator[str]:
    if assumed:
        yield assumed
    yield from rate_notes(clock)
    if not index.has_timestamps:
        yield "no usable timestamps: reading backward is slow; remux to mov or mkv"
    if index.leading_lost:
        yield f"starts {index.leading_lost} frames late: what they refer to is not in the file"
    if turn != Turn():
        mirrored = " and mirrored" if turn.mirrors else ""
        yield f"turned upright{mirrored}, as the movie says; copies are encoded anew"
