"""Where the frames of a retime go: a sequence or a movie, its manifest and its preview."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from slowglass.core.errors import UsageError
from slowglass.core.frames import FrameSink
from slowglass.core.job import JobSpec
from slowglass.core.media.atomic import output_error, sweep
from slowglass.core.media.image_sink import ImageSequenceSink
from slowglass.core.media.movie_sink import MovieSink
from slowglass.core.media.open import is_sequence
from slowglass.core.media.sequence import output_path
from slowglass.core.pipeline.convert import TargetTransfer, to_transfer
from slowglass.core.pipeline.describe import describe
from slowglass.core.pipeline.existing import frames_to_keep
from slowglass.core.pipeline.maker import Task
from slowglass.core.pipeline.manifest import FrameRecord, Manifest, file_digest, manifest_path
from slowglass.core.pipeline.outcome import RetimeResult
from slowglass.core.pipeline.prepare import Prepared
from slowglass.core.pipeline.preview import Preview
from slowglass.core.pipeline.sound import SoundFiles, sound_job

TRANSFERS: dict[str, TargetTransfer] = {".exr": "linear", ".tif": "any", ".tiff": "any"}
"""By suffix; all others hold display code."""


class Output:
    """Publishes frames in order and notes what became of each."""

    def __init__(
        self,
        sink: FrameSink | None,
        transfer: TargetTransfer,
        manifest: Manifest,
        kept: dict[int, FrameRecord],
        preview: Preview | None,
        sounds: SoundFiles,
    ) -> None:
        """Put the parts together; `open_output` does it for a job.

        Args:
            sink: takes the frames; None where all of them are there already.
            transfer: what the sink holds.
            manifest: started.
            kept: frames, and sounds, that need not be made.
            preview: takes the frames too.
            sounds: to be written beside the frames.
        """
        self._sounds = sounds
        self._sink = sink
        self._transfer = transfer
        self._manifest = manifest
        self._preview = preview
        self._is_movie = isinstance(sink, MovieSink)
        self._sounds_kept = frozenset(sounds.paths) & frozenset(kept)
        self.kept = {k: record for k, record in kept.items() if k not in self._sounds_kept}

    @property
    def manifest_path(self) -> Path:
        """Where the manifest will lie."""
        return self._manifest.path

    @property
    def notes(self) -> tuple[str, ...]:
        """What the target cannot hold, one sentence each."""
        return (*(() if self._sink is None else self._sink.notes), *self._sounds.notes)

    def shape(self, task: Task) -> Task:
        """Bring a finished frame to what the target holds."""
        if task.frame is None:
            raise UsageError("expected a composed frame, got none", frame=task.entry.output_index)
        return replace(task, frame=to_transfer(task.frame, self._transfer))

    def write(self, task: Task) -> str:
        """Publish a frame; return the path that it lies under."""
        index, frame = task.entry.output_index, task.frame
        if self._sink is None or frame is None:
            raise UsageError("expected nothing more to write", frame=index)
        path = self._sink.write(index, frame)
        if not self._is_movie:
            self._manifest.record(_record(index, Path(path), describe(task.entry)))
        if self._preview is not None:
            self._preview.write(frame)
        return path

    def finish(self, result: RetimeResult, decisions: Iterable[str]) -> None:
        """Give a movie its name, write the sound of a sequence, and the manifest."""
        if self._sink is not None:
            self._sink.close()
            if self._is_movie:
                path = Path(result.output)
                self._manifest.record(_record(0, path, f"movie of {result.frames} frames"))
        if self._preview is not None:
            self._preview.close()
        for index, path in self._sounds.paths.items():
            if index not in self._sounds_kept:
                self._sounds.write(index)
                self._manifest.record(_record(index, path, "sound"))
        self._manifest.finish(result.to_json(), decisions)

    def abort(self) -> None:
        """Drop what is unfinished; whole frames and the journal stay for the next run."""
        if self._sink is not None:
            self._sink.abort()
        if self._preview is not None:
            self._preview.abort()
        self._manifest.close()


@contextmanager
def open_output(
    job: JobSpec, prepared: Prepared, header: dict[str, Any], digest: str
) -> Iterator[Output]:
    """Give the output of a job; on any error what is unfinished is dropped.

    Raises:
        OutputExistsError: something that may not be replaced lies there.
        OutputError: it cannot be written there.
        UsageError: the target cannot hold what the job makes.
    """
    path = manifest_path(job.output)
    make_folder(path.parent)
    sweep(path.parent)
    sounds = SoundFiles(job, prepared)
    files = chain(_files(job, prepared), sounds.paths.items())
    kept = frames_to_keep(path, digest, files, job.overwrite)
    movie = not is_sequence(job.output)
    complete = len(kept.keys() - sounds.paths) == (1 if movie else len(prepared.plan))
    manifest = Manifest(path, header)
    with ExitStack() as undo:
        sink = None if complete else _sink(job, prepared)
        if sink is not None:
            undo.callback(sink.abort)
        preview = None
        if job.preview and not complete:
            preview = Preview(job.preview, prepared.plan.output_rate)
            undo.callback(preview.abort)
        manifest.start(kept.values())
        undo.pop_all()
    if complete and movie:
        kept = dict.fromkeys(range(len(prepared.plan)), kept[0])
    output = Output(sink, target_transfer(job.output), manifest, kept, preview, sounds)
    try:
        yield output
    except BaseException:
        output.abort()
        raise


def _record(index: int, path: Path, what: str) -> FrameRecord:
    """Return what the manifest notes of a published file."""
    return FrameRecord(index, path.name, path.stat().st_size, file_digest(path), what)


def target_transfer(output: str) -> TargetTransfer:
    """Return what a target holds."""
    return TRANSFERS.get(Path(output).suffix.lower(), "srgb")


def _first_number(job: JobSpec, prepared: Prepared) -> int:
    """Return the number of the first output frame: as asked, else that of the source."""
    if job.start_number is not None:
        return job.start_number
    return prepared.info.first_number + (job.first or 0)


def _files(job: JobSpec, prepared: Prepared) -> Iterator[tuple[int, Path]]:
    """Yield the files of the result by output index; a movie is one file."""
    if not is_sequence(job.output):
        yield 0, Path(job.output)
        return
    start = _first_number(job, prepared)
    for index in range(len(prepared.plan)):
        yield index, Path(output_path(job.output, start + index))


def _sink(job: JobSpec, prepared: Prepared) -> MovieSink | ImageSequenceSink:
    """Return the sink of a job."""
    info = prepared.info
    if is_sequence(job.output):
        return ImageSequenceSink(
            job.output,
            first_number=_first_number(job, prepared),
            frame_rate=prepared.plan.output_rate,
            source_info=info,
            format=job.format,
        )
    return MovieSink(
        job.output,
        width=info.width,
        height=info.height,
        frame_rate=prepared.plan.output_rate,
        codec=job.format.codec,
        source=info,
        sound=sound_job(job, prepared),
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
