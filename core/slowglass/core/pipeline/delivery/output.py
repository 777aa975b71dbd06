"""Where the frames of a retime go: a sequence or a movie, its manifest and its preview."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from slowglass.core.atomic import output_error, sweep
from slowglass.core.errors import OutputExistsError
from slowglass.core.frames import FrameSink
from slowglass.core.job import JobSpec
from slowglass.core.pipeline.colour import AnyColour
from slowglass.core.pipeline.delivery.existing import look_at_existing
from slowglass.core.pipeline.delivery.manifest import Manifest
from slowglass.core.pipeline.delivery.preview import Preview
from slowglass.core.pipeline.delivery.records import SOUND
from slowglass.core.pipeline.delivery.sound import SoundFile
from slowglass.core.pipeline.delivery.space import check_space
from slowglass.core.pipeline.delivery.target import target_of
from slowglass.core.pipeline.maker import Task
from slowglass.core.pipeline.outcome import RetimeResult
from slowglass.core.pipeline.prepare import Prepared


class Output:
    """Publishes frames in order, the sound beside them, and the manifest."""

    def __init__(
        self,
        colour: AnyColour,
        sinks: Sequence[FrameSink],
        sounds: Mapping[int, SoundFile],
        manifest: Manifest,
        kept: Collection[int],
        notes: tuple[str, ...],
    ) -> None:
        """Put the parts together; `open_output` does it for a job.

        Args:
            colour: brings a frame to what the target holds.
            sinks: take the frames that are to be made, the result's first.
            sounds: to be written beside the frames, by their index in the manifest.
            manifest: started.
            kept: output indices of the frames that need not be made.
            notes: what the user should know, one sentence each.
        """
        self._colour = colour
        self._sinks = sinks
        self._sounds = sounds
        self._manifest = manifest
        self._notes = notes
        self.kept = kept

    @property
    def manifest_path(self) -> Path:
        """Where the manifest will lie."""
        return self._manifest.path

    @property
    def notes(self) -> tuple[str, ...]:
        """What the target cannot hold, and what else is to be known of it, one sentence each."""
        return (*(note for sink in self._sinks for note in sink.notes), *self._notes)

    def shape(self, task: Task) -> Task:
        """Bring a finished frame to what the target holds."""
        return replace(task, frame=self._colour.to_target(task.made))

    def write(self, task: Task) -> str:
        """Publish a frame; return the path that it lies under."""
        paths = [sink.write(task.entry.output_index, task.made) for sink in self._sinks]
        return paths[0]

    def finish(self, result: RetimeResult, decisions: Iterable[str]) -> None:
        """Give a movie its name, write the sound of a sequence, and the manifest."""
        for sink in self._sinks:
            sink.close()
        for index, sound in self._sounds.items():
            with self._manifest.publishing(index, sound.path, SOUND):
                sound.write()
        self._manifest.finish(result.to_json(), decisions)


@contextmanager
def open_output(
    job: JobSpec, prepared: Prepared, colour: AnyColour, header: Mapping[str, Any]
) -> Iterator[Output]:
    """Give the output of a job; on any error what is unfinished is dropped.

    Whole frames and the journal stay for the next run.

    Raises:
        OutputExistsError: something that may not be replaced lies there.
        OutputError: it cannot be written there.
        UsageError: the target cannot hold what the job makes.
    """
    target = target_of(job.output)
    manifest = Manifest(target.manifest_path, header)
    folder, frame_count = manifest.path.parent, len(prepared.plan)
    _refuse_source(job)
    make_folder(folder)
    sweep(folder)
    sounds = target.sounds(job, prepared)
    files = chain(target.files(job, prepared), ((k, sound.path) for k, sound in sounds.items()))
    existing = look_at_existing(manifest.path, header["job_hash"], files, job.overwrite)
    kept = target.frames_in(existing.kept, frame_count)
    notes = tuple(sound.note for sound in sounds.values())
    sinks: list[FrameSink] = []
    try:
        if to_make := frame_count - len(kept):
            needed = target.estimated_bytes(job, prepared.info, to_make)
            notes += check_space(folder, needed, to_make)
            sinks.append(target.open_sink(job, prepared, colour, manifest))
            sinks += [Preview(job.preview, prepared.plan.output_rate)] if job.preview else []
        manifest.start((*existing.kept.values(), *existing.replaced.values()))
        unwritten = {k: sound for k, sound in sounds.items() if k not in existing.kept}
        yield Output(colour, sinks, unwritten, manifest, kept, notes)
    except BaseException:
        for sink in sinks:
            sink.abort()
        manifest.close()
        raise


def _refuse_source(job: JobSpec) -> None:
    """Refuse to write over a movie that is read.

    Raises:
        OutputExistsError: the result, or its preview, has the name of the source.
    """
    for path in filter(None, (job.output, job.preview)):
        if Path(path).resolve() == Path(job.source).resolve():
            raise OutputExistsError(
                "expected another name than the source's",
                path=path,
                hint="the source is never replaced",
            )


def make_folder(folder: Path) -> None:
    """Make the folder of the result.

    Raises:
        OutputError: it cannot be made, or is no folder.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError(13, os.strerror(13))
    except OSError as error:
        raise output_error(error, folder) from error
