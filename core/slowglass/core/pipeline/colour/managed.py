"""Frames from one colour space to another: light is converted, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from slowglass.core.channels import Overrides
from slowglass.core.colour_groups import colour_groups
from slowglass.core.composition import policy_of
from slowglass.core.frames import ClipInfo, Frame, FrameSource, Layer, Pixels, Transfer
from slowglass.core.job import JobSpec
from slowglass.core.media import colour_spaces
from slowglass.core.media.images import in_colour_space
from slowglass.core.media.planes import UNSPECIFIED, CodePoints
from slowglass.core.pipeline.colour.declared_source import DeclaredSource
from slowglass.core.pipeline.colour.plain import STORED_AS_LIGHT, PlainColour
from slowglass.core.pixels import alpha_within, unit_values, with_alpha, without_alpha


@dataclass(frozen=True)
class ManagedColour:
    """The colour spaces of a job, chosen and checked."""

    config: colour_spaces.ColourConfig
    source: colour_spaces.ColourSpace
    target: colour_spaces.ColourSpace
    overrides: Overrides
    """The user's policies for channels: what is not light is not converted."""
    notes: tuple[str, ...]

    @property
    def converts(self) -> bool:
        """Whether the two spaces differ."""
        return self.source.name != self.target.name

    @property
    def code_points(self) -> CodePoints:
        """What a movie of the result is tagged with; copied planes keep their matrix."""
        points = self.target.code_points or CodePoints()
        return points if self.converts else replace(points, matrix=UNSPECIFIED)

    def resolved(self, job: JobSpec) -> JobSpec:
        """Return the job with what its colour options came down to, for the manifest."""
        return replace(
            job,
            ocio=self.config.location,
            input_space=self.source.name,
            output_space=self.target.name,
        )

    def declared(self, source: FrameSource) -> FrameSource:
        """Return the source with its light said to be in the space that it is in."""
        return DeclaredSource(source, self.source, self.notes)

    def to_target(self, frame: Frame) -> Frame:
        """Return a frame of the source's space in that of the result, unclipped.

        Red, green and blue of every channel group that is light are converted, without the alpha
        that they were multiplied by; all else keeps its samples. The same object if the spaces are
        one.
        """
        if not self.converts:
            return frame
        space = self.target
        return replace(
            frame,
            layers=tuple(self._converted(layer) for layer in frame.layers),
            attributes=in_colour_space(frame.attributes, space.tag, space.chromaticities),
            native=None,
        )

    def result_transfer(self, info: ClipInfo) -> Transfer:
        """Return how the numbers of the result stand for light, whatever its source's do."""
        return self.target.transfer

    def _converted(self, layer: Layer) -> Layer:
        """Return a layer with its light in the target's space, as float32."""
        groups = list(_light(layer, self.overrides))
        if not groups:
            return layer
        pixels = unit_values(layer.pixels).astype(np.float32)
        alphas = [alpha_within(layer, pixels, place) for _, place in groups]
        plain = [
            without_alpha(pixels[:, :, places], alpha, self.source.black)
            for (places, _), alpha in zip(groups, alphas, strict=True)
        ]
        # One picture below the other: a conversion costs the same time again for each call.
        together = np.concatenate(plain, axis=0)
        done = self.config.convert(together, self.source.name, self.target.name)
        pictures = np.split(done, len(groups))
        for (places, _), alpha, picture in zip(groups, alphas, pictures, strict=True):
            pixels[:, :, places] = with_alpha(picture, alpha, self.target.black)
        return _stored(layer, pixels, self.target)


AnyColour = PlainColour | ManagedColour
"""How the colour of a job is brought to its target."""


def _light(layer: Layer, overrides: Overrides) -> Iterator[tuple[list[int], int | None]]:
    """Yield the places of red, green and blue of each group that is light, and of its alpha.

    A lone Y stands for all three.
    """
    if layer.encoding.transfer == "data":
        return
    for group in colour_groups(layer.channels):
        if policy_of(layer.channels[group.colour[0]], layer, overrides) == "blend":
            places = group.colour if len(group.colour) == 3 else group.colour * 3
            yield list(places), group.alpha


def _stored(layer: Layer, pixels: Pixels, space: colour_spaces.ColourSpace) -> Layer:
    """Return a layer with converted pixels, to be stored in a type that can hold them."""
    stored = layer.stored_type
    if space.transfer == "linear":
        stored = STORED_AS_LIGHT.get(stored, stored)
    name = space.tag or space.name
    encoding = replace(layer.encoding, transfer=space.transfer, colour_space=name, assumed="")
    return replace(layer, pixels=pixels, encoding=encoding, sample_type=stored)
