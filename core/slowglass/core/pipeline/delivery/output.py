"""Where the frames of a retime go: a sequence or a movie, its manifest and its preview."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

from slowglass.core.atomic import sweep
from slowglass.core.confidence import Confidence
from slowglass.core.job import JobSpec
from slowglass.core.media import FrameSink
from slowglass.core.own_files import refuse_one_name_twice
from slowglass.core.pipeline.colour import AnyColour
from slowglass.core.pipeline.delivery.beside import Beside, open_preview
from slowglass.core.pipeline.delivery.existing import look_at_existing
from slowglass.core.pipeline.delivery.manifest import Manifest
from slowglass.core.pipeline.delivery.place import Place
from slowglass.core.pipeline.delivery.preview import Preview
from slowglass.core.pipeline.delivery.records import (
    PREVIEW,
    SOUND,
    FrameRecord,
    confidence_record,
    journal_path,
)
from slowglass.core.pipeline.delivery.space import check_space
from slowglass.core.pipeline.making import Made
from slowglass.core.pipeline.outcome import Cancelled, OnProgress, Progress, RetimeResult
from slowglass.core.pipeline.prepare import Prepared


@dataclass(frozen=True)
class Packed:
    """A frame as its sink keeps it: the pixels are the sink's now."""

    index: int
    confidence: Confidence | None
    content: Any
    picture: Any
    """Of the preview; None where none is made."""


class Output:
    """Publishes frames in order, what lies beside them, and the manifest."""

    def __init__(
        self,
        colour: AnyColour,
        sink: FrameSink | None,
        beside: Beside,
        preview: Preview | None,
        manifest: Manifest,
        kept: Collection[int],
        notes: tuple[str, ...],
    ) -> None:
        """Put the parts together; `open_output` does it for a job.

        Args:
            colour: brings a frame to what the target holds.
            sink: takes the frames that are to be made; None where all are kept.
            beside: to be made beside the frames.
            preview: takes their small pictures; None where none is to be made.
            manifest: started.
            kept: output indices of the frames that need not be made.
            notes: what the user should know, one sentence each.
        """
        self._colour = colour
        self._sink = sink
        self._beside = beside
        self._preview = preview
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
        return (*(self._sink.notes if self._sink else ()), *self._notes)

    def shape(self, made: Made) -> Made:
        """Bring a finished frame to what the target holds; several threads may at once."""
        return replace(made, frame=self._colour.to_target(made.frame))

    def pack(self, made: Made) -> Packed:
        """Make of a shaped frame what the sink stores; several threads may at once."""
        assert self._sink is not None, "frames come only where some are to be made"
        index, frame = made.entry.output_index, made.frame
        picture = None if self._preview is None else self._preview.pack(index, frame)
        return Packed(index, made.confidence, self._sink.pack(index, frame), picture)

    def put(self, packed: Packed) -> str:
        """Publish a frame, in order; return the path that it lies under."""
        assert self._sink is not None, "frames come only where some are to be made"
        if packed.confidence is not None:
            self._manifest.trust(confidence_record(packed.index, packed.confidence))
        return self._sink.put(packed.index, packed.content)

    def show(self, packed: Packed, on_progress: OnProgress, cancelled: Cancelled) -> None:
        """Show a frame that was put in the preview, and before it those that lie there already.

        Raises:
            CancelledError: the user stopped it.
        """
        assert self._preview is not None, "pictures are packed only where they are shown"
        self._preview.put(packed.index, packed.picture, on_progress, cancelled)

    def leave(self, notes: Iterable[str]) -> None:
        """Leave a part to the run that takes up all parts, with what is to be told of it."""
        if self._sink is not None:
            self._manifest.note(tuple(dict.fromkeys((*self._sink.notes, *notes))))
            self._sink.close()
        self._manifest.close()

    def complete(self, on_progress: OnProgress, cancelled: Cancelled) -> None:
        """Give a movie its name, and make what lies beside the frames.

        Raises:
            OutputError: it could not be written.
            CancelledError: the user stopped it.
        """
        on_progress(Progress("finish", 0, 1))
        if self._sink is not None:
            self._manifest.note(self._sink.notes)
            self._sink.close()
        for index, sound in self._beside.sounds.items():
            with self._manifest.publishing(index, sound.path, SOUND):
                sound.write()
        if self._preview is not None:
            for index, path in self._beside.previews.items():
                with self._manifest.publishing(index, path, PREVIEW):
                    self._preview.close(on_progress, cancelled)

    def finish(self, result: RetimeResult, decisions: Iterable[str]) -> None:
        """Write the manifest."""
        self._manifest.finish(result.to_json(), decisions)


@contextmanager
def open_output(
    job: JobSpec,
    prepared: Prepared,
    colour: AnyColour,
    header: Mapping[str, Any],
    place: Place,
    part: range | None = None,
    on_progress: OnProgress = lambda _: None,
) -> Iterator[Output]:
    """Give the output of a job; on any error what is unfinished is dropped.

    Whole frames and the journal stay for the next run.

    Args:
        job: what to do.
        prepared: what is decided of it.
        colour: brings a frame to what the target holds.
        header: of the manifest.
        place: where the result goes.
        part: output indices of the frames that are wanted; None: all, and what lies beside them.
        on_progress: called as files are looked at that lie there already.

    Raises:
        OutputExistsError: something that may not be replaced lies there.
        OutputError: it cannot be written there.
        UsageError: the target cannot hold what the job makes.
    """
    target = place.target
    manifest = Manifest(target.manifest_path, header, part)
    beside = Beside.of(job, prepared, place) if part is None else Beside({}, {})
    wanted = range(len(prepared.plan)) if part is None else part
    refuse_one_name_twice((manifest.path, *(path for _, path in beside.paths)))
    for folder in {manifest.path.parent, *(path.parent for path in beside.previews.values())}:
        sweep(folder)
    frames = islice(target.files(job, prepared), wanted.start, wanted.stop)
    files: Iterator[tuple[int, Path]] = chain(frames, beside.paths)
    if manifest.path.exists() or journal_path(manifest.path).exists():
        files = _told(files, len(wanted) + len(beside.paths), on_progress)
    existing = look_at_existing(manifest.path, header["job_hash"], files, job.overwrite, place.read)
    kept = target.frames_in(existing.kept, len(prepared.plan))
    left = existing.left if part is None else []
    notes = (*place.notes, *_notes_of(left), *(s.note for s in beside.sounds.values()))
    missing = beside.without(existing.kept)
    sink: FrameSink | None = None
    preview: Preview | None = None
    try:
        for path in missing.previews.values():
            preview = open_preview(path, job, prepared, colour, target)
        if to_make := len(wanted) - len(kept):
            needed = target.estimated_bytes(job, prepared.info, to_make)
            notes += check_space(manifest.path.parent, needed, to_make)
            sink = target.open_sink(job, prepared, colour, manifest)
        else:
            notes += existing.notes
        if to_make or part is None:
            earlier = (*existing.kept.values(), *existing.replaced.values())
            manifest.start(earlier, left, existing.confidence.values(), existing.mends)
        if not to_make and part is None:
            manifest.note(existing.notes)
        yield Output(colour, sink, missing, preview, manifest, kept, notes)
    except BaseException:
        if preview is not None:
            preview.abort()
        if sink is not None:
            sink.abort()
        manifest.abandon()
        raise


def _told(
    files: Iterable[tuple[int, Path]], count: int, on_progress: OnProgress
) -> Iterator[tuple[int, Path]]:
    """Yield the files of a result, telling how many of them were looked at."""
    for done, file in enumerate(files, 1):
        yield file
        on_progress(Progress("keep", min(done, count), count))


def _notes_of(left: Sequence[FrameRecord]) -> tuple[str, ...]:
    """Say which files of earlier results the new one does not have."""
    if not left:
        return ()
    names = [record.path for record in left]
    shown = f"{names[0]} to {names[-1]}" if len(names) > 1 else names[0]
    return (
        f"{len(names)} frames of an earlier result stay there that this one does not have: {shown}",
    )
