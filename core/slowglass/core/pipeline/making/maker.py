"""From an entry of the plan to the frame: read, estimate, compose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import torch

from slowglass.core.channels import Overrides
from slowglass.core.choices import Grain
from slowglass.core.composition import KeptPairs, TimeStep, rescale_vectors
from slowglass.core.composition.grain import GrainMatch, GrainReport
from slowglass.core.confidence import Confidence
from slowglass.core.field import WarpField
from slowglass.core.frames import Frame, FrameSource
from slowglass.core.models import LoadedModel
from slowglass.core.pipeline.choosing import FarMotion
from slowglass.core.pipeline.making.model_in_use import ModelInUse
from slowglass.core.pipeline.making.pair_fields import PairFields
from slowglass.core.pipeline.making.source_reader import SourceReader, Sources
from slowglass.core.pipeline.making.views import compose_views
from slowglass.core.pipeline.making.ways import Way
from slowglass.core.timing import Between, Entry, Extrapolate, FramePlan


@dataclass(frozen=True)
class Moved:
    """Source frames with what says where the pixels of a new one come from."""

    sources: Sources
    fields: Mapping[str, WarpField] | None = None
    """By the view that each moves; None: the left frame is passed on."""
    confidence: Confidence | None = None
    """In the new frame, of its main view."""


@dataclass(frozen=True)
class Made:
    """A frame of the result. What it was made of is no longer held."""

    entry: Entry
    frame: Frame
    confidence: Confidence | None = None
    """In a new frame, of its main view."""


class FrameMaker:
    """Three steps: read, estimate, compose.

    The first two are called in order, each from one thread; frames may be composed side by side.
    """

    def __init__(
        self,
        source: FrameSource,
        model: LoadedModel,
        plan: FramePlan | None = None,
        channels: Overrides = (),
        grain: Grain = "keep",
        batch_size: int = 1,
        far: FarMotion | None = None,
        *,
        searches: bool = True,
    ) -> None:
        """Make frames of ``source`` by ``model``.

        Args:
            source: gives the frames.
            model: says where pixels come from.
            plan: gives the time from one output frame to the next, by which motion vectors are
                rescaled; None: they stay as they are.
            channels: policies that the user gave.
            grain: whether made frames get the grain and detail of their neighbours.
            batch_size: how many frames of a pair the model is asked for at once, with a ``plan``.
            far: looks at each pair; None: nobody wants to know.
            searches: whether what stands in a pair is looked for where no matte says it.
        """
        self._reader = SourceReader(source)
        self._model = ModelInUse(model, batch_size)
        self._plan = plan
        self._channels = channels
        self._grain = grain
        self._grain_report = GrainReport()
        self._taken_apart = KeptPairs(channels)
        self._far = far
        self._pairs: defaultdict[str, PairFields] = defaultdict(
            lambda: PairFields(far, searches=searches)
        )
        self._copies_changed = ""
        self._told: list[str] = []

    @property
    def model(self) -> LoadedModel:
        """The model in use; another device than at first after a fallback."""
        return self._model.model

    @property
    def fallbacks(self) -> list[str]:
        """What had to be done otherwise than asked, one sentence each."""
        assumed = (note for pairs in self._pairs.values() for note in pairs.notes)
        known = (*self._model.notes, *assumed, self._copies_changed, *self._told)
        return [*dict.fromkeys(filter(None, known))]

    def tell(self, sentence: str) -> None:
        """Add what somebody else had to do otherwise than asked."""
        self._told.append(sentence)

    @property
    def far(self) -> tuple[int, ...]:
        """Numbers of source frames after which much moves far, as far as somebody looks."""
        return tuple(sorted(self._far.frames)) if self._far else ()

    @property
    def notes(self) -> list[str]:
        """What had to be done otherwise than asked, and what matching grain took."""
        return [*self.fallbacks, *self._grain_report.notes]

    @property
    def pairs_estimated(self) -> int:
        """How many times the motion of a pair was looked for."""
        return sum(pairs.pairs_estimated for pairs in self._pairs.values())

    def read(self, entry: Entry) -> Sources:
        """Read the one or two source frames of an entry."""
        return self._reader.read(entry)

    def estimate(self, sources: Sources) -> Moved:
        """Find where the pixels of a made frame come from; once for a pair, whatever t."""
        entry, left, right = sources.entry, sources.left, sources.right
        if not isinstance(entry, Between | Extrapolate) or right is None:
            return Moved(sources)

        def fields(model: LoadedModel) -> dict[str, WarpField]:
            times = self._times_ahead(entry)
            return {
                view: self._pairs[view].field(
                    model, entry, left.of_view(view), right.of_view(view), times
                )
                for view in left.views
            }

        found = self._model.run(entry.output_index, fields)
        view, main = next(iter(found.items()))
        return Moved(sources, found, self._pairs[view].confidence(entry, main))

    def ways(self, sources: Sources) -> tuple[Way, Way]:
        """Return how the main view of a pair moves from left to right, and back."""
        entry, left, right = sources.entry, sources.left, sources.right
        assert isinstance(entry, Between) and right is not None, "it is a pair"
        view = left.views[0]
        pairs, one, other = self._pairs[view], left.of_view(view), right.of_view(view)
        return self._model.run(
            entry.output_index, lambda model: pairs.ways(model, entry, one, other)
        )

    def compose(self, moved: Moved) -> Made:
        """Make the frame, or pass the source frame on."""
        sources, fields = moved.sources, moved.fields
        entry, left, right = sources.entry, sources.left, sources.right
        step = self._step(entry)
        if fields is None or right is None:
            return Made(entry, self._copied(left, step))

        def make(model: LoadedModel) -> tuple[Frame, GrainMatch]:
            grain = GrainMatch(entry.output_index)
            asked = grain if self._grain == "match" else None

            def one_view(one: Frame, other: Frame, field: WarpField) -> Frame:
                here = field.to(model.device)
                return self._taken_apart.of(one, other, model.device).at(here, step, asked)

            with torch.inference_mode():
                return compose_views(left, right, fields, one_view), grain

        frame, grain = self._model.run(entry.output_index, make)
        self._grain_report.add(grain.amounts)
        return Made(entry, frame, moved.confidence)

    def _step(self, entry: Entry) -> TimeStep:
        """Return the time from an output frame to its neighbours."""
        if self._plan is None:
            return TimeStep()
        return TimeStep(*map(float, self._plan.source_step(entry.output_index)))

    def _copied(self, frame: Frame, step: TimeStep) -> Frame:
        """Return a source frame as it is, but for motion vectors, which fit their neighbours'."""
        copied = rescale_vectors(frame, step, self._channels)
        if copied is not frame:
            self._copies_changed = (
                "Motion vectors are rescaled to the new time step, in copied frames too, which "
                'are written anew for it; --channels "*Vector*=nearest" leaves them as they are.'
            )
        return copied

    def _times_ahead(self, entry: Between | Extrapolate) -> list[Fraction]:
        """Return the times of an entry and of those after it in its pair, each once."""
        times = {entry.t: True}
        after, batch = entry.output_index + 1, self._model.batch_size
        ahead = [] if self._plan is None else self._plan[after : after + batch - 1]
        for other in ahead:
            if not isinstance(other, Between) or other.source_frames != entry.source_frames:
                break
            times[other.t] = True
        return list(times)
