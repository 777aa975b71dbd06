"""What HDR10 says of the display that a movie was mastered on, and of its brightest light."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

from av.video.frame import VideoFrame

MASTERING_DISPLAY, CONTENT_LIGHT = "mastering_display", "content_light_level"
"""Keys of `ClipInfo.metadata`."""

_CHROMATICITY_STEP, _LUMINANCE_STEP = Fraction(1, 50_000), Fraction(1, 10_000)
"""Units of SMPTE ST 2086 as HEVC stores them. Source: ITU-T H.265 clause D.3.28."""


@dataclass(frozen=True)
class HdrMetadata:
    """As the x265 encoder takes them; empty where a movie does not say."""

    mastering_display: str = ""
    """``G(x,y)B(x,y)R(x,y)WP(x,y)L(max,min)`` in units of 0.00002, and 0.0001 cd/m²."""
    content_light: str = ""
    """``MaxCLL,MaxFALL`` in cd/m²."""

    @classmethod
    def of(cls, frame: VideoFrame) -> HdrMetadata:
        """Return what a decoded frame carries."""
        # PyAV's stubs take what is iterated for names.
        items = cast(Iterable[Any], frame.side_data)
        data = {item.type.name: bytes(item) for item in items}
        return cls(
            _mastering_display(data.get("MASTERING_DISPLAY_METADATA", b"")),
            _content_light(data.get("CONTENT_LIGHT_LEVEL", b"")),
        )

    @classmethod
    def from_metadata(cls, metadata: Mapping[str, Any]) -> HdrMetadata:
        """Return what a movie's `ClipInfo.metadata` holds."""
        return cls(metadata.get(MASTERING_DISPLAY, ""), metadata.get(CONTENT_LIGHT, ""))

    def metadata(self) -> dict[str, str]:
        """Return it as entries of `ClipInfo.metadata`."""
        entries = {MASTERING_DISPLAY: self.mastering_display, CONTENT_LIGHT: self.content_light}
        return {key: text for key, text in entries.items() if text}

    def x265_parameters(self) -> str:
        """Return them for the option x265-params, each with a colon before it."""
        named = {"master-display": self.mastering_display, "max-cll": self.content_light}
        found = [f":{name}={text}" for name, text in named.items() if text]
        return ":hdr10=1" + "".join(found) if found else ""


def _mastering_display(data: bytes) -> str:
    """Return FFmpeg's AVMasteringDisplayMetadata as text, "" where it is not complete."""
    if len(data) < 88:
        return ""
    numbers = struct.unpack("=22i", data[:88])
    has_primaries, has_luminance = numbers[20:]
    if not (has_primaries and has_luminance) or 0 in numbers[1:20:2]:
        return ""
    values = [Fraction(numbers[k], numbers[k + 1]) for k in range(0, 20, 2)]
    red, green, blue, white = (
        tuple(round(value / _CHROMATICITY_STEP) for value in values[k : k + 2])
        for k in (0, 2, 4, 6)
    )
    darkest, brightest = (round(value / _LUMINANCE_STEP) for value in values[8:])
    points = (("G", green), ("B", blue), ("R", red), ("WP", white), ("L", (brightest, darkest)))
    return "".join(f"{name}({pair[0]},{pair[1]})" for name, pair in points)


def _content_light(data: bytes) -> str:
    """Return FFmpeg's AVContentLightMetadata as text."""
    return ",".join(map(str, struct.unpack("=2I", data[:8]))) if len(data) >= 8 else ""
