"""Where the frames of a retime go: a sequence or a movie, its manifest and its preview."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from slowglass.core.atomic import output_error, sweep
from slowglass.core.errors import OutputExistsError, UsageError
from slowglass.core.frames import Frame, FrameSink
from slowglass.core.job import JobSpec
from slowglass.core.media import is_sequence
from slowglass.core.media.images import ImageSequenceSink, output_path
from slowglass.core.pipeline.colour import ManagedColour, target_transfer, to_transfer
from slowglass.core.pipeline.delivery.existing import look_at_existing
from slowglass.core.pipeline.delivery.manifest import (
    SOUND,
    FrameRecord,
    Manifest,
    file_digest,
    manifest_path,
)
from slowglass.core.pipeline.delivery.preview import Preview
from slowglass.core.pipeline.delivery.sinks import open_sink
from slowglass.core.pipeline.delivery.sound import SoundFiles
from slowglass.core.pipeline.delivery.space import check_space
from slowglass.core.pipeline.describe import describe
from slowglass.core.pipeline.maker import Task
from slowglass.core.pipeline.outcome import RetimeResult
from slowglass.core.pipeline.prepare import Prepared


class Output:
    """Publishes frames in order and notes what became of each."""

    def __init__(
        self,
        sink: FrameSink | None,
        shape: Callable[[Frame], Frame],
        manifest: Manifest,
        kept: dict[int, FrameRecord],
        preview: Preview | None,
        sounds: SoundFiles,
        path_of: Callable[[int], Path],
        notes: tuple[str, ...] = (),
    ) -> None:
        """Put the parts together; `open_output` does it for a job.

        Args:
            sink: takes the frames; None where all of them are there already.
            shape: brings a frame to what the sink holds.
            manifest: started.
            kept: frames, and sounds, that need not be made.
            preview: takes the frames too.
            sounds: to be written beside the frames.
            path_of: the file that an output frame lies in.
            notes: what else the user should know.
        """
        self._sounds = sounds
        self._sink = sink
        self._shape = shape
        self._manifest = manifest
        self._preview = preview
        self._is_movie = not isinstance(sink, ImageSequenceSink)
        self._path_of = path_of
        self._notes = notes
        self._sounds_kept = frozenset(sounds.paths) & frozenset(kept)
        self.kept = {k: record for k, record in kept.items() if k not in self._sounds_kept}

    @property
    def manifest_path(self) -> Path:
        """Where the manifest will lie."""
        return self._manifest.path

    @property
    def notes(self) -> tuple[str, ...]:
        """What the target cannot hold, one sentence each."""
        sink_notes = () if self._sink is None else self._sink.notes
        return (*sink_notes, *self._sounds.notes, *self._notes)

    def shape(self, task: Task) -> Task:
        """Bring a finished frame to what the target holds."""
        if task.frame is None:
            raise UsageError("expected a composed frame, got none", frame=task.entry.output_index)
        return replace(task, frame=self._shape(task.frame))

    def write(self, task: Task) -> str:
        """Publish a frame; return the path that it lies under."""
        index, frame = task.entry.output_index, task.frame
        if self._sink is None or frame is None:
            raise UsageError("expected nothing more to write", frame=index)
        sink, path = self._sink, self._path_of(index)
        if self._is_movie:
            sink.write(index, frame)
        else:
            self._publish(index, path, describe(task.entry), lambda: sink.write(index, frame))
        if self._preview is not None:
            self._preview.write(frame)
        return str(path)

    def finish(self, result: RetimeResult, decisions: Iterable[str]) -> None:
        """Give a movie its name, write the sound of a sequence, and the manifest."""
        if self._sink is not None:
            if self._is_movie:
                what = f"movie of {result.frames} frames"
                self._publish(0, self._path_of(0), what, self._sink.close)
            else:
                self._sink.close()
        if self._preview is not None:
            self._preview.close()
        for index, path in self._sounds.paths.items():
            if index not in self._sounds_kept:
                self._publish(index, path, SOUND, partial(self._sounds.write, index))
        self._manifest.finish(result.to_json(), decisions)

    def _publish(self, index: int, path: Path, what: str, write: Callable[[], object]) -> None:
        """Let a file get its name; note it before, so that it is known for ours, and after."""
        self._manifest.record(FrameRecord(index, path.name, 0, "", what))
        write()
        self._manifest.record(_record(index, path, what))

    def abort(self) -> None:
        """Drop what is unfinished; whole frames and the journal stay for the next run."""
        if self._sink is not None:
            self._sink.abort()
        if self._preview is not None:
            self._preview.abort()
        self._manifest.close()


@contextmanager
def open_output(
    job: JobSpec,
    prepared: Prepared,
    header: dict[str, Any],
    digest: str,
    colour: ManagedColour | None = None,
) -> Iterator[Output]:
    """Give the output of a job; on any error what is unfinished is dropped.

    Raises:
        OutputExistsError: something that may not be replaced lies there.
        OutputError: it cannot be written there.
        UsageError: the target cannot hold what the job makes.
    """
    path = manifest_path(job.output)
    _refuse_source(job)
    make_folder(path.parent)
    sweep(path.parent)
    sounds = SoundFiles(job, prepared)
    files = chain(_files(job, prepared), sounds.paths.items())
    existing = look_at_existing(path, digest, files, job.overwrite)
    kept = existing.kept
    movie = not is_sequence(job.output)
    complete = len(kept.keys() - sounds.paths) == (1 if movie else len(prepared.plan))
    manifest = Manifest(path, header)
    notes: tuple[str, ...] = ()
    with ExitStack() as undo:
        sink = None
        if not complete:
            notes = check_space(job, prepared.info, len(prepared.plan) - len(kept))
            sink = open_sink(job, prepared, colour, _first_number(job, prepared))
        if sink is not None:
            undo.callback(sink.abort)
        preview = None
        if job.preview and not complete:
            preview = Preview(job.preview, prepared.plan.output_rate)
            undo.callback(preview.abort)
        manifest.start((*kept.values(), *existing.replaced.values()))
        undo.pop_all()
    if complete and movie:
        kept = dict.fromkeys(range(len(prepared.plan)), kept[0])
    path_of = partial(_path, job, prepared)
    shape = _shape(job, colour)
    output = Output(sink, shape, manifest, kept, preview, sounds, path_of, notes)
    try:
        yield output
    except BaseException:
        output.abort()
        raise


def _record(index: int, path: Path, what: str) -> FrameRecord:
    """Return what the manifest notes of a published file."""
    return FrameRecord(index, path.name, path.stat().st_size, file_digest(path), what)


def _first_number(job: JobSpec, prepared: Prepared) -> int:
    """Return the number of the first output frame: as asked, else that of the source."""
    if job.start_number is not None:
        return job.start_number
    return prepared.info.first_number + (job.first or 0)


def _files(job: JobSpec, prepared: Prepared) -> Iterator[tuple[int, Path]]:
    """Yield the files of the result by output index; a movie is one file."""
    for index in range(len(prepared.plan) if is_sequence(job.output) else 1):
        yield index, _path(job, prepared, index)


def _path(job: JobSpec, prepared: Prepared, index: int) -> Path:
    """Return the file that an output frame lies in."""
    if not is_sequence(job.output):
        return Path(job.output)
    return output_path(job.output, _first_number(job, prepared) + index)


def _shape(job: JobSpec, colour: ManagedColour | None) -> Callable[[Frame], Frame]:
    """Return what brings frames to the space, or the kind of code, that the target holds."""
    if colour is not None:
        return colour.to_target
    if job.colour == "keep_code":
        return partial(to_transfer, transfer="any")
    return partial(to_transfer, transfer=target_transfer(job.output))


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
