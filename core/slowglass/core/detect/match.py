"""How much of a picture can be found again in another one, wherever it moved to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from slowglass.core.errors import ShapeError

ROWS, COLUMNS = 40, 64
"""Size that pictures are compared at; fixed, so that any shape costs the same time."""
BLOCK = 8
SEARCH_ROWS, SEARCH_COLUMNS = 6, 8
"""How far a block is looked for on each side, around no motion and around the global motion."""
NOISE_VARIANCE = 0.006**2
"""Blocks with less contrast than this match nothing and count for nothing."""
FAINT = 0.005
"""Contrast (standard deviation) below which a block has little say."""
BLANK, FAINT_PICTURE = 0.01, 0.05
"""Contrast of a picture with nothing in it, and of one that a fade may make from that at once."""

_BLOCK_PIXELS = BLOCK * BLOCK
_BLOCK_COUNT = (ROWS // BLOCK) * (COLUMNS // BLOCK)
_TAPER = np.outer(np.hanning(ROWS), np.hanning(COLUMNS)).astype(np.float32)


@dataclass(frozen=True, eq=False)
class Picture:
    """A luma proxy, reduced to what pictures are compared by."""

    pixels: NDArray[np.float32]
    """(40, 64), 0..1."""

    @cached_property
    def contrast(self) -> float:
        """Standard deviation of luma."""
        return float(self.pixels.std())

    @cached_property
    def light(self) -> float:
        """Mean of luma."""
        return float(self.pixels.mean())

    @cached_property
    def spectrum(self) -> NDArray[np.complexfloating[Any, Any]]:
        """Fourier transform without the mean, tapered towards the edges."""
        return np.fft.rfft2((self.pixels - self.pixels.mean()) * _TAPER)


@dataclass(frozen=True)
class Change:
    """What differs between two pictures."""

    unmatched: float
    """Part of the contrast that no motion, gain or offset explains, 0..1."""
    brightness: float
    """Mean absolute difference of luma, 0..1."""


def make_picture(luma: NDArray[np.floating[Any]]) -> Picture:
    """Return ``luma`` (height, width), 0..1, reduced by averaging.

    Raises:
        ShapeError: not an array of two dimensions with at least one pixel.
    """
    if luma.ndim != 2 or luma.size == 0:
        raise ShapeError(f"expected luma of shape (height, width), got {luma.shape}")
    return Picture(_reduce(_reduce(luma, ROWS, 0), COLUMNS, 1).astype(np.float32))


def compare(left: Picture, right: Picture) -> Change:
    """Return what of ``right`` is not in ``left``.

    Each block of ``right`` is looked for in ``left`` by normalised cross-correlation, around its
    own place and around the place that the global motion suggests.

    Source: normalised cross-correlation as in Lewis, "Fast Normalized Cross-Correlation" (1995);
    global motion by phase correlation, Kuglin and Hines (1975).
    """
    brightness = float(np.abs(left.pixels - right.pixels).mean())
    if min(left.contrast, right.contrast) < BLANK:
        # Nothing can be found in, or of, a blank picture: it is another one, or part of a fade.
        faint = max(left.contrast, right.contrast) < FAINT_PICTURE
        return Change(0.0 if faint else 1.0, brightness)
    return Change(_unmatched(left, right), brightness)


def _unmatched(left: Picture, right: Picture) -> float:
    """Return the part of the contrast of ``right`` that is not in ``left``."""
    grid = right.pixels.reshape(ROWS // BLOCK, BLOCK, COLUMNS // BLOCK, BLOCK)
    blocks = grid.transpose(0, 2, 1, 3).reshape(_BLOCK_COUNT, _BLOCK_PIXELS)
    blocks = blocks - blocks.mean(1, keepdims=True)
    correlation = _best_correlation(blocks, left.pixels, 0, 0)
    down, across = _global_motion(left, right)
    if abs(down) > 2 or abs(across) > 2:
        moved = _best_correlation(blocks, left.pixels, down, across)
        correlation = np.maximum(correlation, moved)
    contrast = np.sqrt((blocks * blocks).mean(1))
    unexplained = 1 - np.clip(correlation, 0, 1) ** 2
    total = contrast.sum() + _BLOCK_COUNT * FAINT
    return float((contrast * unexplained).sum() / total)


def _reduce(values: NDArray[Any], count: int, axis: int) -> NDArray[Any]:
    """Average ``axis`` down to ``count`` samples; repeat samples where there are fewer."""
    length = values.shape[axis]
    starts = np.arange(count) * length // count
    sizes = np.maximum(np.diff(np.append(starts, length)), 1).astype(np.float32)
    sums = np.add.reduceat(values, starts, axis=axis)
    return sums / (sizes[:, None] if axis == 0 else sizes)


def _global_motion(left: Picture, right: Picture) -> tuple[int, int]:
    """Return (down, across): how far the picture as a whole moved, in pixels."""
    cross = right.spectrum * np.conj(left.spectrum)
    cross /= np.abs(cross) + 1e-3
    peak = int(np.fft.irfft2(cross, s=(ROWS, COLUMNS)).argmax())
    down, across = divmod(peak, COLUMNS)
    return (
        down - ROWS if down > ROWS // 2 else down,
        across - COLUMNS if across > COLUMNS // 2 else across,
    )


def _best_correlation(
    blocks: NDArray[np.float32], left: NDArray[np.float32], down: int, across: int
) -> NDArray[np.float32]:
    """Return each block's best correlation (40,) with ``left`` around its place before a motion.

    ``blocks`` are (40, 64) without their means.
    """
    pad_rows, pad_columns = SEARCH_ROWS + abs(down), SEARCH_COLUMNS + abs(across)
    padded = np.pad(left, ((pad_rows,) * 2, (pad_columns,) * 2), mode="edge")
    area = (BLOCK + 2 * SEARCH_ROWS, BLOCK + 2 * SEARCH_COLUMNS)
    top, start = pad_rows - down - SEARCH_ROWS, pad_columns - across - SEARCH_COLUMNS
    areas = sliding_window_view(padded, area)[
        top : top + ROWS : BLOCK, start : start + COLUMNS : BLOCK
    ].reshape(_BLOCK_COUNT, *area)
    places = sliding_window_view(areas, (BLOCK, BLOCK), axis=(1, 2))
    places = places.reshape(_BLOCK_COUNT, -1, _BLOCK_PIXELS)
    cross = np.matmul(places, blocks[:, :, None])[..., 0]
    noise = NOISE_VARIANCE * _BLOCK_PIXELS
    energy = np.einsum("bpi,bpi->bp", places, places) - _BLOCK_PIXELS * places.mean(2) ** 2
    own = (blocks * blocks).sum(1)
    best = (cross / np.sqrt((np.maximum(energy, 0) + noise) * (own + noise)[:, None])).max(1)
    return np.asarray(best, np.float32)
