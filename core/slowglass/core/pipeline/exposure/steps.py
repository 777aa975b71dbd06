"""The stages that make frames: of one moment each, or exposed, and with lines set right."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from slowglass.core.channels import Overrides
from slowglass.core.choices import VectorForm
from slowglass.core.pipeline.exposure.exposed import ExposedMaker
from slowglass.core.pipeline.exposure.maker import Maker
from slowglass.core.pipeline.exposure.rolled import RolledMaker
from slowglass.core.pipeline.making import FrameMaker, Moved, Sources
from slowglass.core.pipeline.stages import Stage
from slowglass.core.pipeline.vectors import VectorsMaker
from slowglass.core.timing import FramePlan, Readout, Shutter


class ShutterMaker(Maker[Sources, Moved], Protocol):
    """A maker that knows how its frames are exposed."""

    @property
    def shutter(self) -> Shutter | None:
        """How frames are exposed; None: they show one moment."""
        ...

    @property
    def readout(self) -> Readout | None:
        """How the source was read out; None: all lines of a frame are of one moment."""
        ...

    @property
    def vectors(self) -> VectorForm | None:
        """How source frames are written with their motion; None: that is not what is made."""
        ...

    @property
    def own(self) -> FrameMaker:
        """What makes frames by the model of the job."""
        ...

    @property
    def in_flight(self) -> int:
        """How many frames it composes at once."""
        ...

    @property
    def channels(self) -> Overrides:
        """Policies that the user gave: they tell what is light."""
        ...


def frame_stages(
    maker: ShutterMaker, plan: FramePlan, indices: Iterable[int]
) -> tuple[Iterable[Any], list[Stage]]:
    """Return what goes through the stages that make frames, and these stages.

    Args:
        maker: makes what is seen at one moment.
        plan: says of what.
        indices: of the output frames that are wanted.
    """
    one: Maker[Any, Any] = maker
    if maker.vectors is not None:
        one = VectorsMaker(maker.own, plan, maker.vectors)
    if maker.readout is not None:
        one = RolledMaker(maker, plan, maker.readout)
    if maker.shutter is None:
        return (plan[k] for k in indices), _stages(one, maker.in_flight)
    exposed = ExposedMaker(one, maker.shutter, maker.channels)
    return exposed.moments(plan, indices), _stages(exposed)


def _stages(maker: Maker[Any, Any] | ExposedMaker[Any, Any], in_flight: int = 1) -> list[Stage]:
    """Return the three steps of a maker; the moments of an exposure are taken in order."""
    return [
        Stage("read", maker.read),
        Stage("estimate", maker.estimate),
        Stage("compose", maker.compose, in_flight),
    ]
