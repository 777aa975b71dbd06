"""Codes of planes by channel, and what they stand for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from numpy.typing import NDArray

from slowglass.core.media.planes.formats import PixelFormat


def codes_by_channel(
    planes: tuple[NDArray[Any], ...], layout: PixelFormat
) -> Iterator[tuple[str, NDArray[Any]]]:
    """Yield each channel of decoded planes with a view of its codes (rows, columns)."""
    if layout.is_planar:
        yield from zip(layout.order, planes, strict=True)
    elif layout.order in ("YUYV", "UYVY"):
        packed = planes[0]
        yield "Y", packed[:, layout.order.index("Y") :: 2]
        for name in "UV":
            yield name, packed[:, layout.order.index(name) :: 4]
    else:
        count = len(layout.order)
        for k, name in enumerate(layout.order):
            if name != "_":
                yield name, planes[0][:, k::count]


def luma_levels(bits: int, full: bool) -> tuple[float, float]:
    """Return the code of black and how many lead to white, of luma or of R, G or B.

    Source: ITU-R BT.709 part 2 item 4.4.
    """
    step = 2.0 ** (bits - 8)
    return (0.0, 2.0**bits - 1) if full else (16 * step, 219 * step)


def chroma_levels(bits: int, full: bool) -> tuple[float, float]:
    """Return the code of no colour and how many lead from -0.5 to 0.5.

    Source: ITU-R BT.709 part 2 item 4.4.
    """
    step = 2.0 ** (bits - 8)
    return 128 * step, 2.0**bits - 1 if full else 224 * step
