"""The movie codecs that frames can be written in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import av

from slowglass.core.errors import OutputError, UsageError
from slowglass.core.media.planes import BT601_525, BT709, BT2020, UNSPECIFIED


@dataclass(frozen=True)
class MovieCodec:
    """How one codec is set up."""

    name: str
    encoder: str
    """FFmpeg's name."""
    pixel_format: str
    suffixes: tuple[str, ...]
    """Of the files that hold it; lower case with the dot."""
    options: Mapping[str, str] = field(default_factory=dict)
    keeps_format: bool = False
    """Whether it takes the source's own pixel format where it can."""
    alpha: MovieCodec | None = None
    """The variant for pictures with alpha; None: it has none."""
    matrices: tuple[int, ...] = ()
    """MatrixCoefficients that it can hold, with limited range only; the first stands in for all
    others. Empty: it holds every matrix and both ranges."""
    several_frames: bool = False
    """Whether it encodes several frames at once, to the same bytes; others share out one."""
    codec_tag: str = ""
    """Four letters that players look for, where FFmpeg's own choice is not understood."""


_FFV1 = {"level": "3", "slicecrc": "1"}
_PRORES_SUFFIXES = (".mov", ".mkv")
_PRORES_MATRICES = (BT709, BT601_525, BT2020, UNSPECIFIED)

CODECS = {
    codec.name: codec
    for codec in (
        MovieCodec(
            "h264",
            "libx264",
            "yuv420p",
            (".mp4", ".m4v", ".mov", ".mkv"),
            # With its macroblock tree x264 reads memory that nobody set: other bytes in each run.
            {"crf": "16", "preset": "medium", "x264-params": "mbtree=0"},
        ),
        MovieCodec(
            "hevc",
            "libx265",
            "yuv420p10le",
            (".mp4", ".m4v", ".mov", ".mkv"),
            {"crf": "16", "preset": "medium", "x265-params": "log-level=error"},
            codec_tag="hvc1",
        ),
        # Of FFmpeg's two ProRes encoders prores_aw is twenty times faster at the same error;
        # alpha is what prores_ks is measured for.
        MovieCodec(
            "prores",
            "prores_aw",
            "yuv422p10le",
            _PRORES_SUFFIXES,
            {"profile": "3", "vendor": "apl0"},
            matrices=_PRORES_MATRICES,
            several_frames=True,
            alpha=MovieCodec(
                "prores",
                "prores_ks",
                "yuva444p10le",
                _PRORES_SUFFIXES,
                {"profile": "4", "vendor": "apl0", "alpha_bits": "16"},
                matrices=_PRORES_MATRICES,
            ),
        ),
        MovieCodec(
            "dnxhr",
            "dnxhd",
            "yuv422p10le",
            (".mxf", ".mov"),
            {"profile": "dnxhr_hqx"},
            matrices=(BT709,),
        ),
        MovieCodec(
            "ffv1",
            "ffv1",
            "gbrp16le",
            (".mkv", ".avi"),
            _FFV1,
            keeps_format=True,
            alpha=MovieCodec("ffv1", "ffv1", "gbrap16le", (".mkv",), _FFV1, keeps_format=True),
        ),
    )
}

CODEC_OF_SUFFIX = {
    ".mp4": "h264",
    ".m4v": "h264",
    ".mov": "prores",
    ".mkv": "ffv1",
    ".mxf": "dnxhr",
    ".avi": "ffv1",
}
"""What a file's name asks for when no codec is named."""


def choose_codec(path: Path, name: str = "", *, has_alpha: bool = False) -> MovieCodec:
    """Return the codec of this name, or the one that the file's suffix stands for.

    Raises:
        UsageError: no such codec, or one that does not go into such a file.
    """
    suffix = path.suffix.lower()
    name = name or CODEC_OF_SUFFIX.get(suffix, "")
    if not name:
        known = ", ".join(CODEC_OF_SUFFIX)
        raise UsageError(f"expected a movie name ending in {known}, got {suffix!r}", path=path)
    if name not in CODECS:
        raise UsageError(f"expected a codec of {', '.join(CODECS)}, got {name!r}", path=path)
    codec = CODECS[name]
    if suffix not in codec.suffixes:
        fitting = ", ".join(codec.suffixes)
        raise UsageError(f"expected {name} in a file ending in {fitting}", path=path)
    return codec.alpha if has_alpha and codec.alpha else codec


def choose_format(codec: MovieCodec, source_format: str) -> str:
    """Return the pixel format to encode: the source's own where the codec keeps it.

    Raises:
        OutputError: this build of FFmpeg lacks the encoder.
    """
    try:
        formats = {f.name for f in av.Codec(codec.encoder, "w").video_formats or ()}
    except av.codec.codec.UnknownCodecError as error:
        raise OutputError(
            f"this build of FFmpeg has no encoder {codec.encoder}",
            hint="choose another codec, or install PyAV from PyPI",
        ) from error
    wanted = plain_format(source_format)
    return wanted if codec.keeps_format and wanted in formats else codec.pixel_format


def plain_format(name: str) -> str:
    """Return a pixel format's name without the old mark for full range, which a tag says."""
    return name.replace("yuvj", "yuv")
