"""What makes one frame, as shutters see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TypeVar

from slowglass.core.field import WarpField
from slowglass.core.frames import Frame
from slowglass.core.pipeline.making import Made
from slowglass.core.timing import Entry


class HasSources(Protocol):
    """An entry with the source frames that it is made of."""

    @property
    def left(self) -> Frame:
        """One of them."""
        ...


class HasFields(Protocol):
    """What says where pixels come from."""

    @property
    def fields(self) -> Mapping[str, WarpField] | None:
        """By view; None: a source frame is passed on."""
        ...


SourcesT = TypeVar("SourcesT", bound=HasSources)
MovedT = TypeVar("MovedT", bound=HasFields)


class Maker(Protocol[SourcesT, MovedT]):
    """What makes one frame of a pair, or passes a source frame on."""

    def read(self, entry: Entry) -> SourcesT:
        """Read the source frames of an entry."""
        ...

    def estimate(self, sources: SourcesT) -> MovedT:
        """Find where the pixels of a made frame come from."""
        ...

    def compose(self, moved: MovedT) -> Made:
        """Make the frame, or pass the source frame on."""
        ...
