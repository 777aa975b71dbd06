"""What the numbers of a movie's colour tags mean, and what is assumed where they are missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from slowglass.core.errors import UnsupportedMediaError
from slowglass.core.frames import NativePlanes, Transfer
from slowglass.core.media.planes.formats import pixel_format

Siting = Literal["left", "centre", "topleft"]
"""Where the first chroma sample lies among the luma samples that share it. Source: ITU-T H.273
clause 8.7, types 0, 1 and 2. Left: MPEG-2, H.264, HEVC without a tag. Centre: JPEG, MPEG-1. Top
left: BT.2020."""

UNSPECIFIED = 2
LIMITED, FULL = 1, 2
BT709, BT601_625, BT601_525, BT2020 = 1, 5, 6, 9
TRANSFER_LINEAR, TRANSFER_SRGB, TRANSFER_PQ, TRANSFER_HLG = 8, 13, 16, 18
"""Source: ITU-T H.273 tables 2 to 4; ranges are FFmpeg's AVColorRange."""

LUMA_WEIGHTS = {
    BT709: (0.2126, 0.0722),
    4: (0.30, 0.11),
    BT601_625: (0.299, 0.114),
    BT601_525: (0.299, 0.114),
    7: (0.212, 0.087),
    BT2020: (0.2627, 0.0593),
}
"""Weights of red and blue in luma by MatrixCoefficients. Source: ITU-T H.273 table 4 (BT.709, FCC,
BT.601 625 and 525 lines, SMPTE 240M, BT.2020 non-constant luminance)."""

_MATRIX_NAMES = {BT709: "BT.709", BT601_625: "BT.601", BT601_525: "BT.601", BT2020: "BT.2020"}
_HD_VIDEO = (BT709, LIMITED, BT709, BT709)
_CURVES_OF_BT709 = (1, 6, 14, 15)
"""Transfer characteristics with one and the same curve. Source: ITU-T H.273 table 3."""
_LOGARITHMIC = (9, 10, TRANSFER_PQ, TRANSFER_HLG)


@dataclass(frozen=True)
class ColourTags:
    """The four tags, in FFmpeg's numbers (those of ITU-T H.273 but for the range)."""

    colorspace: int = UNSPECIFIED
    color_range: int = 0
    color_primaries: int = UNSPECIFIED
    color_trc: int = UNSPECIFIED

    @classmethod
    def of(cls, native: NativePlanes) -> ColourTags:
        """Return the tags that decoded planes carry."""
        return cls(native.colorspace, native.color_range, native.color_primaries, native.color_trc)

    @classmethod
    def from_metadata(cls, metadata: Mapping[str, Any]) -> ColourTags:
        """Return the tags that a movie's `ClipInfo.metadata` holds."""
        return cls(**{tag.name: metadata[tag.name] for tag in fields(cls)})


@dataclass(frozen=True)
class CodePoints:
    """A colour space in the numbers that movies are tagged with. Source: ITU-T H.273."""

    primaries: int = UNSPECIFIED
    transfer: int = UNSPECIFIED
    matrix: int = UNSPECIFIED


def tags_of_space(
    tags: ColourTags, points: CodePoints, format_name: str, matrices: tuple[int, ...] = ()
) -> ColourTags:
    """Return the tags of a movie whose colour is in a given space.

    Args:
        tags: that it would have otherwise; its range stays, and its matrix where the space names
            none that ``format_name`` and the codec can have.
        points: of the space.
        format_name: the pixel format to write.
        matrices: those that the codec holds; empty: any.
    """
    wanted = points.matrix in LUMA_WEIGHTS and pixel_format(format_name).model == "yuv"
    matrix = points.matrix if wanted and points.matrix in (matrices or LUMA_WEIGHTS) else None
    return replace(
        tags,
        colorspace=tags.colorspace if matrix is None else matrix,
        color_primaries=points.primaries,
        color_trc=points.transfer,
    )


def matrix_of(tags: ColourTags, width: int, height: int) -> int:
    """Return the matrix to decode with: the tagged one, else BT.709 for HD and BT.601 for SD.

    Raises:
        UnsupportedMediaError: a matrix that is not a plain weighting of R, G and B.
    """
    if tags.colorspace in LUMA_WEIGHTS:
        return tags.colorspace
    if tags.colorspace not in (0, UNSPECIFIED, 3):
        raise UnsupportedMediaError(
            f"expected a colour matrix of BT.601, 709, 2020, FCC or SMPTE 240M, "
            f"got MatrixCoefficients {tags.colorspace}"
        )
    if width >= 1280 or height > 576:
        return BT709
    return BT601_625 if height == 576 else BT601_525


def tags_to_write(
    source: ColourTags | None, source_format: str, format_name: str, matrices: tuple[int, ...] = ()
) -> ColourTags:
    """Return the tags for a new movie: the source's own, missing ones left missing.

    A picture that is not from a movie, or changes between RGB and Y'CbCr, gets the tags that its
    new form needs (BT.709, limited; RGB full).

    Args:
        source: tags of the movie that the frames come from, None for another source.
        source_format: its pixel format.
        format_name: the pixel format to write.
        matrices: those that the codec holds, the first for all others; empty: any, in any range.
    """
    rgb = pixel_format(format_name).model == "rgb"
    usual = ColourTags(0, FULL, BT709, TRANSFER_SRGB) if rgb else ColourTags(*_HD_VIDEO)
    if source is None:
        return usual
    if (pixel_format(source_format).model == "rgb") != rgb:
        return replace(source, colorspace=usual.colorspace, color_range=usual.color_range)
    full = is_full_range(source, source_format)
    if not matrices:
        return replace(source, color_range=FULL) if full else source
    matrix = source.colorspace if source.colorspace in matrices else matrices[0]
    curve = BT709 if source.color_trc in _CURVES_OF_BT709 else source.color_trc
    limited = LIMITED if full else source.color_range
    return replace(source, colorspace=matrix, color_range=limited, color_trc=curve)


def is_full_range(tags: ColourTags, format_name: str) -> bool:
    """Return whether codes use the full range; untagged, only Y'CbCr is limited."""
    if tags.color_range in (LIMITED, FULL):
        return tags.color_range == FULL
    return pixel_format(format_name).model != "yuv" or format_name.startswith("yuvj")


def siting_of(tags: ColourTags, codec: str) -> Siting:
    """Return where chroma lies. PyAV does not show the tag, so the codec's own default counts."""
    if codec in ("mjpeg", "mpeg1video"):
        return "centre"
    return "topleft" if tags.colorspace == BT2020 else "left"


def transfer_of(tags: ColourTags) -> Transfer:
    """Return how the codes stand for light."""
    if tags.color_trc == TRANSFER_LINEAR:
        return "linear"
    return "log" if tags.color_trc in _LOGARITHMIC else "srgb"


def assumption(tags: ColourTags, format_name: str, width: int, height: int) -> str:
    """Return the sentence about what the file does not say, "" if it says all that is needed."""
    if pixel_format(format_name).model != "yuv":
        return ""
    assumed = []
    if tags.colorspace not in LUMA_WEIGHTS:
        size = "HD" if matrix_of(tags, width, height) == BT709 else "SD"
        name = _MATRIX_NAMES[matrix_of(tags, width, height)]
        assumed.append(f"matrix {name} (usual for {size})")
    if tags.color_range not in (LIMITED, FULL):
        full = is_full_range(tags, format_name)
        assumed.append("full range" if full else "limited range")
    return f"no colour tags: {' and '.join(assumed)} assumed" if assumed else ""
