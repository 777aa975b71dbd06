"""From an entry of the plan to the frame: read, estimate, compose."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeVar

import torch
from torch import Tensor

from slowglass.core.channels import Overrides
from slowglass.core.choices import Grain
from slowglass.core.composition import TimeStep, compose_frame, rescale_vectors
from slowglass.core.composition.grain import GrainMatch, GrainReport
from slowglass.core.confidence import Confidence, confidence_of
from slowglass.core.device import is_out_of_memory
from slowglass.core.errors import DeviceMemoryError, UsageError
from slowglass.core.field import WarpField
from slowglass.core.frames import Frame, FrameSource
from slowglass.core.models import LoadedModel, PairMotion
from slowglass.core.pipeline.choosing import FarMotion
from slowglass.core.pipeline.extrapolate import extrapolated_field
from slowglass.core.pipeline.missing import black
from slowglass.core.pipeline.views import compose_views
from slowglass.core.proxy import pair_proxies
from slowglass.core.timing import Between, Blank, Copy, Entry, Extrapolate, FramePlan, Hold

Made = TypeVar("Made")

KEPT_FRAMES = 3
"""Decoded frames that are kept for the next entries: a pair and its successor."""


@dataclass(frozen=True)
class Task:
    """An entry on its way through the stages."""

    entry: Entry
    left: Frame
    right: Frame | None = None
    fields: Mapping[str, WarpField] | None = None
    """By the view that each moves."""
    confidence: Confidence | None = None
    """In a made frame, of its main view."""
    frame: Frame | None = None

    @property
    def made(self) -> Frame:
        """The frame.

        Raises:
            UsageError: it is not composed yet.
        """
        if self.frame is None:
            raise UsageError("expected a composed frame, got none", frame=self.entry.output_index)
        return self.frame


@dataclass
class _Pair:
    """What is known of the pair that was estimated last."""

    model: LoadedModel
    indices: tuple[int, int]
    motion: PairMotion
    proxies: tuple[Tensor, Tensor]
    ready: dict[Fraction, WarpField] = field(default_factory=dict)
    """Fields of the next frames, by their time."""
    pictures: tuple[Tensor, Tensor] | None = None
    """Proxies that show something, where the model does not look at any."""


class FrameMaker:
    """Three steps, each of them called in order and from one thread: read, estimate, compose."""

    def __init__(
        self,
        source: FrameSource,
        model: LoadedModel,
        plan: FramePlan | None = None,
        channels: Overrides = (),
        grain: Grain = "keep",
        batch_size: int = 1,
        far: FarMotion | None = None,
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
        """
        self._source = source
        self._model = model
        self._plan = plan
        self._channels = channels
        self._grain = grain
        self._batch_size = batch_size
        self._far = far
        self._grain_report = GrainReport()
        self._copies_changed = False
        self._frames: OrderedDict[int, Frame] = OrderedDict()
        self._pairs: dict[str, _Pair] = {}
        self._fallback = threading.Lock()
        self.fallbacks: list[str] = []
        """What had to be done otherwise than asked, one sentence each."""
        self.pairs_estimated = 0

    @property
    def model(self) -> LoadedModel:
        """The model in use; another device than at first after a fallback."""
        return self._model

    @property
    def far(self) -> tuple[int, ...]:
        """Numbers of source frames after which much moves far, as far as somebody looks."""
        return tuple(sorted(self._far.frames)) if self._far else ()

    @property
    def notes(self) -> list[str]:
        """What had to be done otherwise than asked, and what matching grain took."""
        return [*self.fallbacks, *self._grain_report.notes]

    def read(self, entry: Entry) -> Task:
        """Read the one or two source frames of an entry."""
        if isinstance(entry, Copy | Hold):
            return Task(entry, self._frame(entry.index))
        if isinstance(entry, Blank):
            return Task(entry, black(self._frame(entry.index)))
        return Task(entry, self._frame(entry.left), self._frame(entry.right))

    def estimate(self, task: Task) -> Task:
        """Find where the pixels of a made frame come from; once for a pair, whatever t."""
        entry = task.entry
        if not isinstance(entry, Between | Extrapolate) or task.right is None:
            return task
        right = task.right

        def fields(model: LoadedModel) -> dict[str, WarpField]:
            return {
                view: self._field(model, entry, task.left.of_view(view), right.of_view(view))
                for view in task.left.views
            }

        made = self._within_memory(entry.output_index, fields)
        return replace(
            task, fields=made, confidence=self._confidence(entry, task.left, right, made)
        )

    def compose(self, task: Task) -> Task:
        """Make the frame, or pass the source frame on."""
        fields, right = task.fields, task.right
        step = self._step(task.entry)
        if fields is None or right is None:
            return replace(task, frame=self._copied(task.left, step))

        def make(model: LoadedModel) -> tuple[Frame, GrainMatch]:
            grain = GrainMatch(task.entry.output_index)
            asked = grain if self._grain == "match" else None

            def one_view(one: Frame, other: Frame, field: WarpField) -> Frame:
                here = field.to(model.device)
                return compose_frame(one, other, here, model.device, self._channels, step, asked)

            with torch.inference_mode():
                return compose_views(task.left, right, fields, one_view), grain

        frame, grain = self._within_memory(task.entry.output_index, make)
        self._grain_report.add(grain.amounts)
        return Task(task.entry, task.left, frame=frame, confidence=task.confidence)

    def _step(self, entry: Entry) -> TimeStep:
        """Return the time from an output frame to its neighbours."""
        if self._plan is None:
            return TimeStep()
        return TimeStep(*map(float, self._plan.source_step(entry.output_index)))

    def _copied(self, frame: Frame, step: TimeStep) -> Frame:
        """Return a source frame as it is, but for motion vectors, which fit their neighbours'."""
        copied = rescale_vectors(frame, step, self._channels)
        if copied is not frame and not self._copies_changed:
            self._copies_changed = True
            self.fallbacks.append(
                "Motion vectors are rescaled to the new time step, in copied frames too, which "
                'are written anew for it; --channels "*Vector*=nearest" leaves them as they are.'
            )
        return copied

    def _frame(self, index: int) -> Frame:
        """Return a source frame, read once as long as it is near."""
        if index not in self._frames:
            self._frames[index] = self._source.read(index)
            while len(self._frames) > KEPT_FRAMES:
                self._frames.popitem(last=False)
        self._frames.move_to_end(index)
        return self._frames[index]

    def _field(
        self, model: LoadedModel, entry: Between | Extrapolate, left: Frame, right: Frame
    ) -> WarpField:
        """Return the field of one view, estimating the motion of its pair where that is new."""
        view = left.layers[0].view
        pair, indices = self._pairs.get(view), (entry.left, entry.right)
        with torch.inference_mode():
            if pair is None or pair.indices != indices or pair.model is not model:
                proxies = _proxies(model, left, right)
                pair = self._pairs[view] = _Pair(
                    model, indices, self._motion(model, entry, left, right, proxies), proxies
                )
                self.pairs_estimated += 1
            if isinstance(entry, Between):
                if entry.t not in pair.ready:
                    times = self._times_ahead(entry)
                    pair.ready = dict(zip(times, pair.motion.fields(times), strict=True))
                    if self._far is not None:
                        self._far.look(entry.left, pair.ready[entry.t], pair.proxies)
                return pair.ready.pop(entry.t)
            return extrapolated_field(pair.motion, *pair.proxies, entry.t)

    def _confidence(
        self,
        entry: Between | Extrapolate,
        left: Frame,
        right: Frame,
        fields: Mapping[str, WarpField],
    ) -> Confidence:
        """Return how far a frame is to be trusted, seen in the pictures that the model saw."""
        view, field = next(iter(fields.items()))
        pair = self._pairs[view]
        if pair.pictures is None:
            seen = pair.model.spec.needs_pictures
            pair.pictures = pair.proxies if seen else pair_proxies(left, right, self.model.device)
        with torch.inference_mode():
            return confidence_of(field, *pair.pictures, float(entry.t))

    def _times_ahead(self, entry: Between) -> list[Fraction]:
        """Return the times of an entry and of those after it in its pair, each once."""
        times = {entry.t: True}
        after = entry.output_index + 1
        ahead = [] if self._plan is None else self._plan[after : after + self._batch_size - 1]
        for other in ahead:
            if not isinstance(other, Between) or other.source_frames != entry.source_frames:
                break
            times[other.t] = True
        return list(times)

    def _motion(
        self,
        model: LoadedModel,
        entry: Between | Extrapolate,
        left: Frame,
        right: Frame,
        proxies: tuple[Tensor, Tensor],
    ) -> PairMotion:
        """Return the motion of the pair of an entry; what had to be assumed is said once."""
        motion = model.frame_motion(left, right, entry.right - entry.left, proxies)
        self.fallbacks += [note for note in motion.notes if note not in self.fallbacks]
        return motion

    def _within_memory(self, output: int, make: Callable[[LoadedModel], Made]) -> Made:
        """Run ``make``; where memory is too little, go on with less at once, then on the CPU."""
        model = self._model
        try:
            return make(model)
        except Exception as error:
            if not is_out_of_memory(error):
                raise
            if self._batch_size > 1:
                self._batch_size = 1
                self.fallbacks.append(
                    f"Memory ran out at output frame {output}; from there on the model was asked "
                    "for one frame at a time."
                )
                return self._within_memory(output, make)
            if model.device.type == "cpu":
                raise DeviceMemoryError(
                    "expected enough memory for one frame, ran out",
                    frame=output,
                    hint="close other programs, or retime in a smaller size",
                ) from error
        with self._fallback:
            if self._model is model:
                self.fallbacks.append(
                    f"The {model.device.type} device ran out of memory at output frame {output}; "
                    "from there on the CPU did the work."
                )
                self._model = model.on_cpu()
        if model.device.type == "cuda":
            torch.cuda.empty_cache()
        return make(self._model)


def _proxies(model: LoadedModel, left: Frame, right: Frame) -> tuple[Tensor, Tensor]:
    """Return what the model sees of a pair; only its size where it does not look."""
    if model.spec.needs_pictures:
        return pair_proxies(left, right, model.device)
    window = left.display_window
    blank = torch.zeros(1, 3, window.height, window.width, device=model.device)
    return blank, blank
