"""Pictures that a movie stores lying on a side, or mirrored: turned as players show them.

Source: ISO/IEC 14496-12:2022, 6.2.2, "Transformation matrix"; libavutil/display.h for its order.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from av.video.frame import VideoFrame

from slowglass.core.frames import Pixels

_MATRIX = struct.Struct("=9i")


@dataclass(frozen=True)
class Turn:
    """What makes a picture upright: columns made rows first, then mirrored."""

    transposed: bool = False
    mirrored_across: bool = False
    """Left is right."""
    mirrored_down: bool = False

    @classmethod
    def of(cls, frame: VideoFrame) -> Turn:
        """Return the turn that a frame asks for, mirroring included, to the nearest right angle."""
        for data in cast(Any, frame.side_data):
            if data.type.name == "DISPLAYMATRIX" and data.buffer_size == _MATRIX.size:
                a, b, _, c, d, *_ = _MATRIX.unpack(bytes(data))
                if abs(a) + abs(d) >= abs(b) + abs(c):
                    return cls(False, a < 0, d < 0)
                return cls(True, c < 0, b < 0)
        return cls()

    @classmethod
    def by_degrees(cls, degrees: int) -> Turn:
        """Return the turn that looks at the angle only, counterclockwise, as some players do."""
        quarters = round(degrees / 90) % 4
        return cls(quarters % 2 == 1, quarters in (2, 3), quarters in (1, 2))

    @property
    def mirrors(self) -> bool:
        """Whether lettering is reversed by it."""
        return (self.transposed + self.mirrored_across + self.mirrored_down) % 2 == 1

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Return the size after the turn."""
        return (height, width) if self.transposed else (width, height)

    def apply(self, picture: Pixels) -> Pixels:
        """Return (..., height, width) turned."""
        if self.transposed:
            picture = picture.swapaxes(-1, -2)
        across, down = (
            -1 if mirrored else 1 for mirrored in (self.mirrored_across, self.mirrored_down)
        )
        return np.ascontiguousarray(picture[..., ::down, ::across])
