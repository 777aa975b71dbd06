"""Makes source frames that hold, beside their picture, how it moves to both neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from slowglass.core.choices import VectorForm
from slowglass.core.errors import UnsupportedMediaError
from slowglass.core.frames import Frame
from slowglass.core.pipeline.making import FrameMaker, Made, Sources, Way
from slowglass.core.pipeline.vectors.channels import Neighbours, with_vectors
from slowglass.core.timing import Between, Copy, Entry, FramePlan


@dataclass(frozen=True)
class ReadNeighbours:
    """A source frame, and the pairs that it is in, as far as they are of its shot."""

    own: Sources
    before: Sources | None
    after: Sources | None

    @property
    def left(self) -> Frame:
        """The frame."""
        return self.own.left


@dataclass(frozen=True)
class MovedNeighbours:
    """A source frame, and how it moves."""

    own: Sources
    neighbours: Neighbours
    fields: None = None
    """The frame is passed on."""


class VectorsMaker:
    """Three steps, as of every maker; the pair that two frames share is estimated once."""

    def __init__(self, maker: FrameMaker, plan: FramePlan, form: VectorForm) -> None:
        """Write what ``maker`` knows of motion.

        Args:
            maker: reads frames and estimates pairs.
            plan: source frames, one after the other.
            form: how vectors are stored.
        """
        self._maker = maker
        self._plan = plan
        self._form = form

    def read(self, entry: Entry) -> ReadNeighbours:
        """Read a frame and its neighbours.

        Raises:
            UnsupportedMediaError: the frame is not there, or a stereo picture.
        """
        if not isinstance(entry, Copy):
            raise UnsupportedMediaError(
                "expected frames that are there, each with its motion, found a gap",
                frame=int(entry.source_position),
                hint="fill the gap by a retime at 100%, then write the vectors of its result",
            )
        shot = self._plan.shots.shot_at(entry.source_position)
        index = entry.index
        before = self._pair(entry, index - 1) if index - 1 in shot else None
        after = self._pair(entry, index) if index + 1 in shot else None
        own = self._maker.read(entry)
        if len(own.left.views) > 1:
            raise UnsupportedMediaError(
                f"expected one picture a frame, got the views {', '.join(own.left.views)}",
                hint="write the vectors of each view by itself",
            )
        return ReadNeighbours(own, before, after)

    def estimate(self, item: ReadNeighbours) -> MovedNeighbours:
        """Find how a frame moves."""
        to_previous = self._way(item.before, 1)
        to_next = self._way(item.after, 0)
        return MovedNeighbours(item.own, Neighbours(to_next, to_previous))

    def compose(self, item: MovedNeighbours) -> Made:
        """Put the motion beside the picture."""
        frame = with_vectors(item.own.left, item.neighbours, self._form)
        return Made(item.own.entry, frame)

    def _pair(self, entry: Entry, left: int) -> Sources:
        middle = Between(entry.output_index, entry.source_position, left, left + 1, Fraction(1, 2))
        return self._maker.read(middle)

    def _way(self, pair: Sources | None, which: int) -> Way | None:
        return None if pair is None else self._maker.ways(pair)[which]
