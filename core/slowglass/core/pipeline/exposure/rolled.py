"""Makes frames whose lines were read one after the other: each line at its own time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from slowglass.core.field import WarpField
from slowglass.core.frames import Frame
from slowglass.core.pipeline.exposure.banded import Part, joined_confidence, joined_frames
from slowglass.core.pipeline.exposure.kept import with_what_is_kept
from slowglass.core.pipeline.exposure.maker import Maker
from slowglass.core.pipeline.making import Made, Moved, Sources
from slowglass.core.timing import Band, Entry, FramePlan, Readout, bands


@dataclass(frozen=True)
class ReadBands:
    """An entry of the plan, and the source frames of each band of its lines."""

    entry: Entry
    bands: tuple[Band, ...]
    sources: tuple[Sources, ...]
    own: Sources | None = None
    """Those of the frame as if it had no lines, where a matte keeps something of it."""

    @property
    def left(self) -> Frame:
        """One of the source frames."""
        return self.sources[0].left


@dataclass(frozen=True)
class MovedBands:
    """The same, with what says where the pixels come from."""

    entry: Entry
    bands: tuple[Band, ...]
    moved: tuple[Moved, ...]
    own: Moved | None = None

    @property
    def fields(self) -> Mapping[str, WarpField] | None:
        """By view, those of one band."""
        return self.moved[0].fields


class RolledMaker:
    """A maker whose frames show one moment in all lines, filmed one after the other."""

    def __init__(self, maker: Maker[Sources, Moved], plan: FramePlan, readout: Readout) -> None:
        """Straighten what ``maker`` makes.

        Args:
            maker: makes what one pair of frames shows.
            plan: says what lies around a frame.
            readout: how the source was read.
        """
        self._maker = maker
        self._plan = plan
        self._readout = readout

    def read(self, entry: Entry) -> ReadBands:
        """Read the source frames of all bands, in the order of time."""
        found = bands(self._plan, entry, self._readout)
        sources = tuple(self._maker.read(band.entry) for band in found)
        keeps = any(guide.kind == "lock" for guide in sources[0].left.guides)
        return ReadBands(entry, found, sources, self._maker.read(entry) if keeps else None)

    def estimate(self, item: ReadBands) -> MovedBands:
        """Find where the pixels of each band come from."""
        moved: list[Moved] = []
        own: Moved | None = None
        for band, sources in zip(item.bands, item.sources, strict=True):
            moved.append(self._maker.estimate(sources))
            if band.holds_middle and item.own is not None:  # it is of the same pair
                own = self._maker.estimate(item.own)
        return MovedBands(item.entry, item.bands, tuple(moved), own)

    def compose(self, item: MovedBands) -> Made:
        """Make each band, and join them."""
        made = [self._maker.compose(moved) for moved in item.moved]
        parts = [Part(one.frame, band) for one, band in zip(made, item.bands, strict=True)]
        confidence = [
            (one.confidence, band)
            for one, band in zip(made, item.bands, strict=True)
            if one.confidence is not None
        ]
        frame = joined_frames(parts)
        if item.own is not None:
            frame = with_what_is_kept(frame, self._maker.compose(item.own).frame)
        return Made(item.entry, frame, joined_confidence(confidence))
