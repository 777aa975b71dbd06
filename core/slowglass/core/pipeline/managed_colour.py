"""Colour by name: what space the source is in, what the result shall be in, and the way between."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from slowglass.core.channels import Overrides
from slowglass.core.compose_frame import unit_values
from slowglass.core.composition.groups import policy_of
from slowglass.core.errors import UsageError
from slowglass.core.frames import ClipInfo, Frame, FrameSource, Layer, Pixels
from slowglass.core.job import JobSpec
from slowglass.core.media.colour_management import ColourConfig, ColourSpace
from slowglass.core.media.colour_tags import UNSPECIFIED, CodePoints
from slowglass.core.media.image_attributes import in_colour_space
from slowglass.core.media.open import is_sequence, open_source
from slowglass.core.media.space_of_clip import LINEAR_REC709, SRGB_REC709, space_of_clip
from slowglass.core.pipeline.convert import target_transfer
from slowglass.core.pipeline.declared_source import DeclaredSource

_UNTAGGED = (".tif", ".tiff", ".dpx")
_STORED_AS_LIGHT = {"uint8": "float16", "uint16": "float32"}
"""What linear light is stored in that was integer code: it holds the codes apart."""


@dataclass(frozen=True)
class ManagedColour:
    """The colour spaces of a job, chosen and checked."""

    config: ColourConfig
    source: ColourSpace
    target: ColourSpace
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

    def resolved(self, job: JobSpec) -> JobSpec:
        """Return the job with what its colour options came down to, for the manifest."""
        return replace(
            job,
            ocio=self.config.location,
            input_space=self.source.name,
            output_space=self.target.name,
        )

    def _converted(self, layer: Layer) -> Layer:
        """Return a layer with its light in the target's space, as float32."""
        groups = list(_light(layer, self.overrides))
        if not groups:
            return layer
        pixels = unit_values(layer.pixels).astype(np.float32)
        covers = [_cover(pixels, layer, alpha) for _, alpha in groups]
        # One picture below the other: a conversion costs the same time again for each call.
        plain = [pixels[:, :, c] / k for (c, _), k in zip(groups, covers, strict=True)]
        together = np.concatenate(plain, axis=0)
        done = self.config.convert(together, self.source.name, self.target.name)
        for (places, _), cover, picture in zip(
            groups, covers, np.split(done, len(groups)), strict=True
        ):
            pixels[:, :, places] = picture * cover
        return _stored(layer, pixels, self.target)


@contextmanager
def open_managed(job: JobSpec) -> Iterator[tuple[JobSpec, FrameSource, ManagedColour | None]]:
    """Open the source of a job, its colour in the space that the job names.

    Gives the job with its colour options resolved, the source, and how colour is managed: None
    where the job names no space.

    Raises:
        InputError: the source, or the OpenColorIO configuration, cannot be used.
        UsageError: a colour space that does not exist or does not fit the target.
    """
    if job.host and not is_sequence(job.output):
        raise UsageError(
            f"expected an image sequence for colour {job.colour}, got a movie: "
            "the host decodes movies of ours as it decodes the source",
            path=job.output,
            hint="write EXR or PNG, or leave --colour exact",
        )
    with open_source(job.source, job.source_rate, host=job.host) as source:
        colour = _manage(job, source.info)
        if colour is None:
            yield job, source, None
        else:
            declared = DeclaredSource(source, colour.source, colour.notes)
            yield colour.resolved(job), declared, colour


def _manage(job: JobSpec, info: ClipInfo) -> ManagedColour | None:
    """Return the colour management that a job asks for."""
    if not (job.input_space or job.output_space):
        return None
    config = ColourConfig(job.ocio)
    name = job.input_space or space_of_clip(info)
    if not name:
        raise UsageError(
            "expected the name of the source's colour space, which its files do not tell",
            path=info.path,
            hint="give --input-space",
        )
    source = config.space(name)
    target = config.space(job.output_space or _usual_target(source, job.output))
    if target.transfer == "linear" and not is_sequence(job.output):
        raise UsageError(
            f"expected a display or logarithmic space for a movie, got {target.name}",
            path=job.output,
            hint="name another --output-space, or write EXR",
        )
    if source.name != target.name:
        config.convert(np.zeros((1, 1, 3), np.float32), source.name, target.name)
    notes = tuple(_notes(source, target, not job.input_space, job.output))
    return ManagedColour(config, source, target, job.channels, notes)


def _usual_target(source: ColourSpace, output: str) -> str:
    """Return the space of a result that names none: the source's, where the target holds such."""
    wanted = target_transfer(output)
    if wanted == "any" or source.transfer == wanted or source.transfer not in ("linear", "srgb"):
        return source.name
    return LINEAR_REC709 if wanted == "linear" else SRGB_REC709


def _notes(source: ColourSpace, target: ColourSpace, assumed: bool, output: str) -> Iterator[str]:
    """Say what is done with colour, and what the files of the result cannot say of it."""
    taken = f"The source is taken for {source.name}; its" if assumed else "The"
    if source.name == target.name:
        yield f"{taken} colour stays {target.name}."
    else:
        yield f"{taken} colour is converted from {source.name} to {target.name}."
    suffix = Path(output).suffix.lower()
    known = target.tag if suffix == ".exr" else target.code_points
    if suffix in _UNTAGGED or not known:
        yield f"{suffix} files have no tag for {target.name}: tell the next program."


def _light(layer: Layer, overrides: Overrides) -> Iterator[tuple[list[int], int | None]]:
    """Yield the places of red, green and blue of each group that is light, and of its alpha.

    A lone Y stands for all three.
    """
    if layer.encoding.transfer == "data":
        return
    names = layer.channels
    for name in names:
        prefix, dot, last = name.rpartition(".")
        members = [f"{prefix}{dot}{part}" for part in "RGB"] if last == "R" else [name] * 3
        is_colour = last == "R" and set(members) <= set(names)
        is_grey = last == "Y" and not {f"{prefix}{dot}X", f"{prefix}{dot}RY"} & set(names)
        if (is_colour or is_grey) and policy_of(name, layer, overrides) == "blend":
            alpha = f"{prefix}{dot}A"
            yield (
                [names.index(member) for member in members],
                names.index(alpha) if alpha in names else None,
            )


def _cover(pixels: Pixels, layer: Layer, alpha: int | None) -> NDArray[np.float32]:
    """Return what colour is multiplied by: alpha, but 1 where there is none, or only glow."""
    if alpha is None or layer.encoding.alpha != "premultiplied":
        return np.ones((1, 1, 1), np.float32)
    values = pixels[:, :, alpha, None]
    return np.where(values > 0, values, np.float32(1))


def _stored(layer: Layer, pixels: Pixels, space: ColourSpace) -> Layer:
    """Return a layer with converted pixels, to be stored in a type that can hold them."""
    stored = layer.stored_type
    if space.transfer == "linear":
        stored = _STORED_AS_LIGHT.get(stored, stored)
    name = space.tag or space.name
    encoding = replace(layer.encoding, transfer=space.transfer, colour_space=name, assumed="")
    return replace(layer, pixels=pixels, encoding=encoding, sample_type=stored)
