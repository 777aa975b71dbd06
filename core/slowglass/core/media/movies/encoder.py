"""Setting up FFmpeg to write one stream of pictures."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
from av.container import OutputContainer
from av.video.stream import VideoStream

from slowglass.core.media.movies.codecs import MovieCodec
from slowglass.core.media.movies.hdr_metadata import HdrMetadata
from slowglass.core.media.movies.text_tracks import TextJob, TextTracks
from slowglass.core.media.planes import ColourTags
from slowglass.core.media.reel import REEL_OF_MOVIE
from slowglass.core.media.sound import SoundJob, SoundTracks

_DROP_FRAME_RATES = (Fraction(30000, 1001), Fraction(60000, 1001))


@dataclass(frozen=True)
class EncoderSettings:
    """All that must be known before the first frame."""

    codec: MovieCodec
    pixel_format: str
    tags: ColourTags
    width: int
    height: int
    frame_rate: Fraction
    pixel_aspect: Fraction = Fraction(1)
    timecode: str = ""
    """Of the first frame; "" writes none."""
    reel: str = ""
    hdr: HdrMetadata = field(default_factory=HdrMetadata)


def open_encoder(
    path: Path,
    settings: EncoderSettings,
    sound: SoundJob | None = None,
    texts: TextJob | None = None,
) -> tuple[OutputContainer, VideoStream, tuple[SoundTracks | TextTracks, ...]]:
    """Return a movie file open for writing, its stream of pictures, and what goes with them.

    Raises:
        OSError: the file cannot be made.
        av.error.FFmpegError: the encoder or the container refuses the settings.
    """
    # Without version strings and random numbers the same frames give the same bytes.
    # Pictures wait no longer than a second for a stream that says nothing, as subtitles do.
    options = {"fflags": "+bitexact", "max_interleave_delta": "1000000"}
    container = av.open(
        f"file:{path}", "w", container_options=options, metadata_errors="surrogateescape"
    )
    try:
        suffix = path.suffix.lower()
        stream = _add_stream(container, settings, suffix)
        tracks: list[SoundTracks | TextTracks] = []
        if sound is not None:
            tracks.append(SoundTracks(sound, container, suffix))
        if texts is not None:
            tracks.append(TextTracks(texts, container, suffix))
        container.start_encoding()
        return container, stream, tuple(tracks)
    except BaseException:
        container.close()
        raise


def _add_stream(container: OutputContainer, settings: EncoderSettings, suffix: str) -> VideoStream:
    if settings.timecode:
        container.metadata["timecode"] = _countable(settings.timecode, settings.frame_rate)
    codec = settings.codec
    options = dict(codec.options)
    if "x265-params" in options:
        options["x265-params"] += settings.hdr.x265_parameters()
    added = container.add_stream(codec.encoder, settings.frame_rate, options)
    stream = cast(VideoStream, added)
    stream.width, stream.height = settings.width, settings.height
    stream.pix_fmt = settings.pixel_format
    if settings.reel:
        stream.metadata[REEL_OF_MOVIE] = settings.reel
    context = stream.codec_context
    if codec.several_frames:
        context.thread_type = "FRAME"
    context.time_base = 1 / settings.frame_rate
    context.sample_aspect_ratio = settings.pixel_aspect
    context.colorspace = settings.tags.colorspace
    context.color_range = settings.tags.color_range
    context.color_primaries = settings.tags.color_primaries
    context.color_trc = settings.tags.color_trc
    if codec.codec_tag and suffix != ".mkv":
        context.codec_tag = codec.codec_tag
    return stream


def _countable(timecode: str, frame_rate: Fraction) -> str:
    """Return the timecode without its mark for drop-frame counting where the rate has none."""
    return timecode if frame_rate in _DROP_FRAME_RATES else timecode.replace(";", ":")
