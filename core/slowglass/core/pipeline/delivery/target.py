"""What a result is: a sequence of pictures, or one movie. Here it is decided, and nowhere else."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from slowglass.core.frames import Alpha, ClipInfo
from slowglass.core.job import JobSpec, OutputFormat
from slowglass.core.media import FrameSink, is_sequence
from slowglass.core.media.images import base_name, output_path, picture_format
from slowglass.core.pipeline.colour import AnyColour, TargetTransfer
from slowglass.core.pipeline.delivery.manifest import Manifest
from slowglass.core.pipeline.delivery.sinks import (
    PublishedMovie,
    PublishedPictures,
    movie_sink,
    picture_sink,
)
from slowglass.core.pipeline.delivery.sound import SoundFile, sound_files
from slowglass.core.pipeline.delivery.space import movie_pixel_bytes, picture_pixel_bytes
from slowglass.core.pipeline.prepare import Prepared

_TRANSFERS: dict[str, TargetTransfer] = {".exr": "linear", ".tif": "any", ".tiff": "any"}
"""By suffix; other pictures hold display code."""


@dataclass(frozen=True)
class SequenceTarget:
    """Numbered pictures, each published by itself, with sound in files beside them."""

    output: str
    """Their pattern."""
    takes_any_colour: ClassVar[bool] = True
    """Whether it may hold linear light, and the very RGB that a host shows."""

    @property
    def manifest_path(self) -> Path:
        """Where the manifest lies: ``shot.####.exr`` has ``shot.slowglass.json``."""
        path = Path(self.output)
        base = base_name(path)
        return path.with_name(f"{base}.slowglass.json" if base else "slowglass.json")

    @property
    def transfer(self) -> TargetTransfer:
        """What its numbers are, unless a colour space is named."""
        return _TRANSFERS.get(Path(self.output).suffix.lower(), "srgb")

    @property
    def alpha(self) -> Alpha | None:
        """How its colour relates to alpha; None: as in the frames that come."""
        return picture_format(Path(self.output), OutputFormat()).alpha

    def files(self, job: JobSpec, prepared: Prepared) -> Iterator[tuple[int, Path]]:
        """Yield the files that hold the frames, by output index."""
        for index, number in enumerate(frame_numbers(job, prepared)):
            yield index, output_path(self.output, number)

    def sounds(self, job: JobSpec, prepared: Prepared) -> dict[int, SoundFile]:
        """Return the sound that lies beside the frames, by what the manifest notes it under."""
        return sound_files(job, prepared)

    def frames_in(self, kept: Collection[int], frame_count: int) -> frozenset[int]:
        """Return which frames the files of these indices hold."""
        return frozenset(index for index in kept if index < frame_count)

    def estimated_bytes(self, job: JobSpec, info: ClipInfo, frame_count: int) -> int:
        """Return about how many bytes ``frame_count`` frames take, sound not counted."""
        return round(_pixels(info, frame_count) * picture_pixel_bytes(job, info))

    def open_sink(
        self, job: JobSpec, prepared: Prepared, colour: AnyColour, manifest: Manifest
    ) -> FrameSink:
        """Return what takes the frames and notes in the manifest what it publishes.

        Raises:
            UsageError: the target cannot hold what the job makes.
            OutputError: it cannot be written there.
        """
        sink = picture_sink(job, prepared, frame_numbers(job, prepared).start)
        return PublishedPictures(sink, manifest, prepared.plan)


@dataclass(frozen=True)
class MovieTarget:
    """One file, published when its last frame is in it; it holds its sound itself."""

    output: str
    transfer: ClassVar[TargetTransfer] = "srgb"
    alpha: ClassVar[Alpha | None] = "straight"
    takes_any_colour: ClassVar[bool] = False

    @property
    def manifest_path(self) -> Path:
        """Where the manifest lies: ``shot.mov`` has ``shot.mov.slowglass.json``."""
        path = Path(self.output)
        return path.with_name(f"{path.name}.slowglass.json")

    def files(self, job: JobSpec, prepared: Prepared) -> Iterator[tuple[int, Path]]:
        """Yield the one file, under 0."""
        yield 0, Path(self.output)

    def sounds(self, job: JobSpec, prepared: Prepared) -> dict[int, SoundFile]:
        """Return nothing: there are no other files."""
        return {}

    def frames_in(self, kept: Collection[int], frame_count: int) -> frozenset[int]:
        """Return which frames the files of these indices hold: all or none."""
        return frozenset(range(frame_count)) if 0 in kept else frozenset()

    def estimated_bytes(self, job: JobSpec, info: ClipInfo, frame_count: int) -> int:
        """Return about how many bytes ``frame_count`` frames take, sound not counted."""
        return round(_pixels(info, frame_count) * movie_pixel_bytes(job))

    def open_sink(
        self, job: JobSpec, prepared: Prepared, colour: AnyColour, manifest: Manifest
    ) -> FrameSink:
        """Return what takes the frames and notes in the manifest what it publishes.

        Raises:
            UsageError: the target cannot hold what the job makes.
            OutputError: it cannot be written there.
        """
        sink = movie_sink(job, prepared, colour.code_points)
        return PublishedMovie(sink, manifest, Path(self.output), len(prepared.plan))


Target = SequenceTarget | MovieTarget


def target_of(output: str) -> Target:
    """Return what lies, or shall lie, at a path: pictures by their suffix or folder, or a movie."""
    return SequenceTarget(output) if is_sequence(output) else MovieTarget(output)


def frame_numbers(job: JobSpec, prepared: Prepared) -> range:
    """Return the numbers of the frames of a sequence: from the one asked for, else the source's."""
    first = job.start_number
    if first is None:
        first = prepared.info.first_number + (job.first or 0)
    return range(first, first + len(prepared.plan))


def _pixels(info: ClipInfo, frame_count: int) -> int:
    return info.width * info.height * frame_count
