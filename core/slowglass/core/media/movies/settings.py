"""How a movie is encoded: what is asked for, filled in from where the frames come from."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from slowglass.core.errors import OutputError
from slowglass.core.frames import ClipInfo, NativePlanes
from slowglass.core.media.movies.codecs import choose_codec, choose_format, plain_format
from slowglass.core.media.movies.encoder import EncoderSettings
from slowglass.core.media.movies.hdr_metadata import HdrMetadata
from slowglass.core.media.planes import (
    CodePoints,
    ColourTags,
    is_full_range,
    matrix_of,
    pixel_format,
    tags_of_space,
    tags_to_write,
)
from slowglass.core.media.reel import reel_of


def encoder_settings(
    path: Path,
    size: tuple[int, int],
    frame_rate: Fraction,
    codec_name: str,
    source: ClipInfo | None,
    space: CodePoints | None,
) -> EncoderSettings:
    """Return how to encode: what is asked for, filled in from the source.

    Args:
        path: the movie.
        size: width and height of every frame.
        frame_rate: exact and constant.
        codec_name: a key of `CODECS`, or "".
        source: where the frames come from.
        space: what the light was brought to, by its code points; None: it is that of the source.

    Raises:
        UsageError: a codec that does not exist or does not fit the file's name.
        OutputError: a size that the codec cannot hold, or no encoder.
    """
    has_alpha = source is not None and source.encoding.alpha != "none"
    codec = choose_codec(path, codec_name, has_alpha=has_alpha)
    from_movie = source is not None and source.kind == "movie"
    native_format = source.pixel_format if source and from_movie else ""
    format_name = choose_format(codec, native_format)
    own = ColourTags.from_metadata(source.metadata) if source and from_movie else None
    tags = tags_to_write(own, native_format, format_name, codec.matrices)
    if space is not None:
        tags = tags_of_space(tags, space, format_name, codec.matrices)
    if not codec.keeps_format:
        _check_size(path, format_name, *size)
    return EncoderSettings(
        codec,
        format_name,
        tags,
        *size,
        frame_rate,
        source.pixel_aspect if source else Fraction(1),
        source.timecode if source else "",
        reel_of(source) if source else "",
        _hdr(source, own, tags),
    )


def _hdr(source: ClipInfo | None, own: ColourTags | None, tags: ColourTags) -> HdrMetadata:
    """Return the HDR10 metadata of the source, while its light stays what it speaks of."""
    if source is None or own is None:
        return HdrMetadata()
    same = (own.color_trc, own.color_primaries) == (tags.color_trc, tags.color_primaries)
    return HdrMetadata.from_metadata(source.metadata) if same else HdrMetadata()


def takes(settings: EncoderSettings, native: NativePlanes) -> bool:
    """Return whether planes mean to the encoder what they mean in the source."""
    width, height = settings.width, settings.height
    own, tags = ColourTags.of(native), settings.tags
    name = settings.pixel_format
    same_format = plain_format(native.pixel_format) == name
    same_range = is_full_range(own, native.pixel_format) == is_full_range(tags, name)
    same_matrix = pixel_format(name).model != "yuv" or (
        matrix_of(own, width, height) == matrix_of(tags, width, height)
    )
    return same_format and same_range and same_matrix and len(native.planes[0]) == height


def _check_size(path: Path, format_name: str, width: int, height: int) -> None:
    """Refuse odd sizes where two pixels share their colour: encoders crop or fail there.

    Raises:
        OutputError: the size does not fit.
    """
    layout = pixel_format(format_name)
    if width % layout.chroma_step_x or height % layout.chroma_step_y:
        raise OutputError(
            f"expected even sides for {layout.chroma_name} colour, got {width} x {height}",
            path=path,
            hint="choose ffv1 or an image sequence, or crop by one pixel",
        )


def losses(path: Path, settings: EncoderSettings, source: ClipInfo | None) -> Iterator[str]:
    """Say what of the source the movie does not hold."""
    if source is None:
        return
    codec, layout = settings.codec, pixel_format(settings.pixel_format)
    if source.encoding.alpha != "none" and not layout.has_alpha:
        yield f"{codec.name} has no alpha: it is left out"
    if settings.hdr != HdrMetadata() and codec.name != "hevc":
        yield f"{codec.name} does not hold the HDR10 mastering metadata: choose hevc to keep it"
    if path.suffix.lower() == ".avi":
        yield "avi holds no colour tags: choose mkv to keep them"
        if source.pixel_aspect != 1:
            yield f"avi does not hold the pixel aspect {source.pixel_aspect}: choose mkv to keep it"
    if source.kind == "movie" and pixel_format(source.pixel_format).bits > layout.bits:
        yield f"{codec.name} has {layout.bits} bits: dithered"
