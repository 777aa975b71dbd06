"""What the packets of a movie's pictures say without being decoded."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

REORDERED_PACKETS = 16
"""How far apart in the file a frame and its neighbours in time may be."""


@dataclass
class StoredPackets:
    """What the packets of the picture stream say, in the order in which they are stored."""

    format_name: str
    time_base: Fraction
    timestamps: array[int] = field(default_factory=lambda: array("q"))
    durations: array[int] = field(default_factory=lambda: array("q"))
    is_key: bytearray = field(default_factory=bytearray)
    flagged: list[int] = field(default_factory=list)
    """Packets that are not whole, as the container says."""
    wrong_sums: list[int] = field(default_factory=list)
    """Packets whose own checksums do not agree with them, and those that build on them."""
    skipped: list[tuple[int, int]] = field(default_factory=list)
    """A packet, and how many bytes before it belong to none: a damaged header hid them."""
    cracks: list[int] = field(default_factory=list)
    """Packets before which a transport stream is damaged."""
    untimed: list[int] = field(default_factory=list)
    """Packets without a timestamp, by the one after each; they are left out here."""
    hidden: int = 0
    """Packets that are stored, but not shown."""
    end_seconds: Fraction = Fraction(0)
    """When the last packet of any stream ends."""
    is_trustworthy: bool = True
    """Whether the timestamps are those of the file."""

    def __len__(self) -> int:
        return len(self.is_key)

    @property
    def is_damaged(self) -> bool:
        """Whether anything in the file tells of damage."""
        return bool(
            self.flagged or self.wrong_sums or self.skipped or self.cracks or self.misplaced
        )

    @property
    def lacks_end(self) -> bool:
        """Whether bytes after the last packet belong to none."""
        return bool(self.skipped) and self.skipped[-1][0] == len(self)

    @property
    def is_torn(self) -> bool:
        """Whether a transport stream ends with a frame that is to be shown before an earlier one.

        Then it may end between that one and others that belong before it.
        """
        return self.format_name == "mpegts" and self.order[-1] != len(self) - 1

    @cached_property
    def order(self) -> list[int]:
        """The packets in the order in which they are shown, without those that are misplaced."""
        shown = self._shown
        if not self.misplaced:
            return shown
        return [number for number in shown if number not in self.misplaced]

    @cached_property
    def misplaced(self) -> frozenset[int]:
        """Packets whose timestamp is wrong: no frame is shown that long before or after others."""
        return frozenset(
            number
            for place, number in enumerate(self._shown)
            if abs(place - number) > REORDERED_PACKETS
        )

    @cached_property
    def _shown(self) -> list[int]:
        return sorted(range(len(self)), key=self.timestamps.__getitem__)
