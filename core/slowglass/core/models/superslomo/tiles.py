"""Cutting a picture that is too large for the network's memory, so that no cut can be seen.

A tile sees its surroundings as far as the network looks, so what is kept of it is what the whole
picture would have given, up to rounding.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor

STEP = 32
"""Tiles begin and end at multiples of this, as the network halves its picture five times."""

OVERLAP = 288
"""Pixels that a tile sees beyond what is kept; an output depends on none further away."""

LARGEST = 3072
"""Longer side of a tile with its overlap."""

WHOLE_PIXELS = 4096 * 2304
"""Pictures of up to as many pixels are not cut; the network takes about 1,300 bytes for each."""


@dataclass(frozen=True)
class Tile:
    """A rectangle of a larger picture."""

    rows: slice
    """What the network sees."""
    columns: slice
    kept_rows: slice
    """What is kept of it, counted in the whole picture."""
    kept_columns: slice
    height: int
    """Of the whole picture."""
    width: int

    @property
    def is_whole(self) -> bool:
        """Whether this is all of the picture."""
        return (self.rows, self.columns) == (slice(0, self.height), slice(0, self.width))

    def smaller(self, times: int) -> Tile:
        """Return the tile in a picture that is so many times smaller."""

        def shrunk(part: slice) -> slice:
            return slice(part.start // times, part.stop // times)

        return Tile(
            shrunk(self.rows),
            shrunk(self.columns),
            shrunk(self.kept_rows),
            shrunk(self.kept_columns),
            self.height // times,
            self.width // times,
        )

    def cut(self, values: Tensor) -> Tensor:
        """Return what the network sees of ``values`` (..., height, width)."""
        return values[..., self.rows, self.columns]


def whole(height: int, width: int) -> Tile:
    """Return the one tile that is all of the picture."""
    rows, columns = slice(0, height), slice(0, width)
    return Tile(rows, columns, rows, columns, height, width)


def tiles_of(
    height: int, width: int, whole_pixels: int = WHOLE_PIXELS, largest: int = LARGEST
) -> list[Tile]:
    """Return the tiles of a picture, the whole of it where that is small enough.

    Args:
        height: a multiple of `STEP`.
        width: like ``height``.
        whole_pixels: pictures of up to as many pixels are not cut.
        largest: longer side of a tile, more than twice `OVERLAP`.
    """
    if height * width <= whole_pixels:
        return [whole(height, width)]
    core = largest - 2 * OVERLAP
    return [
        Tile(_seen(rows, height), _seen(columns, width), rows, columns, height, width)
        for rows in _parts(height, core)
        for columns in _parts(width, core)
    ]


def in_tiles(tiles: list[Tile], make: Callable[[Tile], Tensor]) -> Tensor:
    """Return what ``make`` gives for each tile (B, C, rows, columns), put together."""
    first = make(tiles[0])
    if tiles[0].is_whole:
        return first
    result = first.new_empty(*first.shape[:2], tiles[0].height, tiles[0].width)
    for tile in tiles:
        made = first if tile is tiles[0] else make(tile)
        inner = (_within(tile.kept_rows, tile.rows), _within(tile.kept_columns, tile.columns))
        result[..., tile.kept_rows, tile.kept_columns] = made[..., inner[0], inner[1]]
    return result


def _parts(length: int, core: int) -> list[slice]:
    """Return about equal parts of ``length``, each of at most ``core`` pixels."""
    count = -(-length // core)
    size = -(-length // (count * STEP)) * STEP
    return [slice(start, min(start + size, length)) for start in range(0, length, size)]


def _seen(kept: slice, length: int) -> slice:
    """Return ``kept`` with its surroundings."""
    return slice(max(0, kept.start - OVERLAP), min(length, kept.stop + OVERLAP))


def _within(kept: slice, seen: slice) -> slice:
    """Return where ``kept`` lies in ``seen``."""
    return slice(kept.start - seen.start, kept.stop - seen.start)
