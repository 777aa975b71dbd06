"""What a job has beside its frames: sound, and a small movie to look at."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from slowglass.core.job import JobSpec
from slowglass.core.pipeline.colour import AnyColour
from slowglass.core.pipeline.delivery.place import Place
from slowglass.core.pipeline.delivery.preview import Preview, frames_of
from slowglass.core.pipeline.delivery.sound import SoundFile
from slowglass.core.pipeline.delivery.target import Target
from slowglass.core.pipeline.prepare import Prepared


@dataclass(frozen=True)
class Beside:
    """Its files by their index in the manifest, after those of the frames."""

    sounds: Mapping[int, SoundFile]
    previews: Mapping[int, Path]
    """None or one."""

    @classmethod
    def of(cls, job: JobSpec, prepared: Prepared, place: Place) -> Beside:
        """Return what a job wants."""
        sounds = place.target.sounds(job, prepared)
        index = len(prepared.plan) + len(sounds)
        return cls(sounds, {index: Path(job.preview)} if job.preview else {})

    @property
    def paths(self) -> list[tuple[int, Path]]:
        """Where all of it goes, by index."""
        return [*((k, sound.path) for k, sound in self.sounds.items()), *self.previews.items()]

    def without(self, kept: Collection[int]) -> Beside:
        """Return what of it is still to be made."""
        return Beside(
            {k: sound for k, sound in self.sounds.items() if k not in kept},
            {k: path for k, path in self.previews.items() if k not in kept},
        )


def open_preview(
    path: Path, job: JobSpec, prepared: Prepared, colour: AnyColour, target: Target
) -> Preview:
    """Open the preview of a job.

    Raises:
        OutputError, UsageError: it cannot be written there.
    """
    info, plan = prepared.info, prepared.plan
    return Preview(
        path,
        (info.height, info.width),
        plan.output_rate,
        len(plan),
        (file for _, file in target.files(job, prepared)),
        partial(frames_of, transfer=colour.result_transfer(info), beauty=job.beauty),
        target.alpha,
    )
