"""Frames under other light, in the midst of a shot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from slowglass.core.detect.match import Picture

FLASH_LIGHT = 0.03
"""Change of mean luma (0..1), beyond what is usual around, from which on a flash may begin."""
LONGEST_FLASH = 6
"""Frames after which the old picture must be back for the change to have been a flash."""
EMPTY = 0.04
"""Standard deviation of luma below which a picture is black, white or grey."""
SAME_TONES = 0.5
"""Part of a picture's variance that a tone curve explains where only the light changed."""
_TONES = 16


@dataclass(frozen=True)
class Flash:
    """Frames brighter, darker or emptier than the shot that goes on after them."""

    first: int
    last: int


def is_relit(old: Picture, new: Picture) -> bool:
    """Return whether ``new`` is empty, or ``old`` under other light."""
    if new.contrast < EMPTY:
        return True
    rise = new.pixels - old.pixels
    if rise.mean() > 0.05 and (rise > -0.03).mean() > 0.95:
        return True
    return max(_tone_curve_fit(old, new), _tone_curve_fit(new, old)) > SAME_TONES


def _tone_curve_fit(source: Picture, result: Picture) -> float:
    """Return the part of the variance of ``result`` that a tone curve of ``source`` explains.

    Source: the correlation ratio, Pearson (1905); for images Roche et al. (1998).
    """
    bins = np.minimum((source.pixels.ravel() * _TONES).astype(int), _TONES - 1)
    values = result.pixels.ravel()
    counts = np.bincount(bins, minlength=_TONES)
    means = np.bincount(bins, values, minlength=_TONES) / np.maximum(counts, 1)
    return float((counts * (means - values.mean()) ** 2).sum() / (values.var() * values.size))
