"""What matching grain took over a whole retime, in a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from slowglass.core.composition.grain.match import GrainAmount


@dataclass
class _Sums:
    """Sums over frames of the squares of amounts."""

    frames: int = 0
    source_noise: float = 0.0
    added_noise: float = 0.0
    raised_detail: float = 0.0


class GrainReport:
    """Adds up the amounts of made frames, by item."""

    def __init__(self) -> None:
        """Start with no frames."""
        self._items: dict[str, _Sums] = {}

    def add(self, amounts: Iterable[GrainAmount]) -> None:
        """Take in what one frame needed."""
        for amount in amounts:
            sums = self._items.setdefault(amount.item, _Sums())
            sums.frames += 1
            sums.source_noise += amount.source_noise**2
            sums.added_noise += amount.added_noise**2
            sums.raised_detail += amount.raised_detail**2

    @property
    def notes(self) -> list[str]:
        """One sentence for each item; root mean squares over all frames, 1 is white."""
        return [
            f"Grain of {item or 'the picture'} matched in {sums.frames} made frames: noise of "
            f"{_mean(sums.added_noise, sums):.2g} was added (the source has at least "
            f"{_mean(sums.source_noise, sums):.2g}), raised detail changed them by "
            f"{_mean(sums.raised_detail, sums):.2g} (root mean squares; white is 1)."
            for item, sums in self._items.items()
        ]


def _mean(total: float, sums: _Sums) -> float:
    return float((total / sums.frames) ** 0.5)
