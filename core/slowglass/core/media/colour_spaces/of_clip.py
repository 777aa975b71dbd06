"""The colour space that a clip is in, by what its files say, or else by what is usual."""

from __future__ import annotations

from collections.abc import Sequence

from slowglass.core.frames import ClipInfo
from slowglass.core.media.planes import (
    BT601_525,
    BT601_625,
    BT709,
    BT2020,
    TRANSFER_HLG,
    TRANSFER_PQ,
    UNSPECIFIED,
    ColourTags,
    transfer_of,
)

LINEAR_REC709 = "lin_rec709_scene"
SRGB_REC709 = "srgb_rec709_scene"
"""Colour interop IDs, which every configuration for OpenColorIO 2.5 knows."""

_P3 = 12
_NEAR_REC709 = (BT709, UNSPECIFIED, BT601_625, BT601_525, 7)
"""Primaries of Rec. 709, and those of SD, which displays do not tell apart."""
_HDR = {
    (BT2020, TRANSFER_PQ): "pq_rec2020_display",
    (BT2020, TRANSFER_HLG): "hlg_rec2020_display",
    (_P3, TRANSFER_PQ): "pq_p3d65_display",
}
_OTHERS = {
    ("linear", BT2020): "lin_rec2020_scene",
    ("linear", _P3): "lin_p3d65_scene",
    ("srgb", _P3): "srgb_p3d65_scene",
}
_CHROMATICITIES = {
    LINEAR_REC709: (0.64, 0.33, 0.3, 0.6, 0.15, 0.06),
    "lin_ap0_scene": (0.7347, 0.2653, 0.0, 1.0, 0.0001, -0.077),
    "lin_ap1_scene": (0.713, 0.293, 0.165, 0.83, 0.128, 0.044),
    "lin_rec2020_scene": (0.708, 0.292, 0.17, 0.797, 0.131, 0.046),
    "lin_p3d65_scene": (0.68, 0.32, 0.265, 0.69, 0.15, 0.06),
}
"""Red, green and blue. Source: ITU-R BT.709, SMPTE ST 2065-1,
 Academy S-2014-004, ITU-R BT.2020, SMPTE EG 432-1."""
_CHROMATICITY_ERROR = 1e-3


def space_of_clip(info: ClipInfo) -> str:
    """Return the name of the colour space that a clip is in, or is taken for.

    Display code is taken for sRGB and linear light for that of Rec. 709, by the primaries where the
    file states others. "" where nothing is usual: logarithmic codes of an unknown camera, primaries
    without a usual space, data.
    """
    encoding = info.encoding
    if encoding.colour_space or encoding.transfer == "data":
        return encoding.colour_space
    if info.kind == "movie":
        return _space_of_tags(ColourTags.from_metadata(info.metadata))
    if encoding.transfer == "linear":
        return _linear_space(info.metadata.get("chromaticities"))
    return SRGB_REC709 if encoding.transfer == "srgb" else ""


def _space_of_tags(tags: ColourTags) -> str:
    """Return the space that a movie's primaries and transfer stand for."""
    primaries, transfer = tags.color_primaries, tags.color_trc
    if (primaries, transfer) in _HDR:
        return _HDR[primaries, transfer]
    kind = transfer_of(tags)
    if primaries in _NEAR_REC709 and kind != "log":
        return LINEAR_REC709 if kind == "linear" else SRGB_REC709
    return _OTHERS.get((kind, primaries), "")


def _linear_space(chromaticities: object) -> str:
    """Return the linear space of these primaries: Rec. 709 for none, "" for unknown ones."""
    if not isinstance(chromaticities, Sequence) or len(chromaticities) != 8:
        return LINEAR_REC709
    for name, known in _CHROMATICITIES.items():
        pairs = zip(known, chromaticities, strict=False)
        if all(abs(one - other) < _CHROMATICITY_ERROR for one, other in pairs):
            return name
    return ""
