"""A finished result, opened to change some of its frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from slowglass.core.errors import (
    MissingInputError,
    OutputExistsError,
    UnsupportedMediaError,
    UsageError,
)
from slowglass.core.lock import only_writer
from slowglass.core.pipeline.delivery import (
    NO_FRAMES,
    FrameRecord,
    MovieTarget,
    Recorded,
    SequenceTarget,
    Store,
    journal_path,
    read_recorded,
    result_at,
    state_of,
    write_manifest,
)
from slowglass.core.pipeline.mends.outcome import MendResult
from slowglass.core.plain_files import MANIFEST_BYTES, read_json

_LISTS = ("decisions", "left", "frames", "confidence", "mends")


@dataclass(frozen=True)
class OpenResult:
    """A finished sequence, while no other run may write there."""

    target: SequenceTarget
    document: Mapping[str, Any]
    """Its manifest."""
    recorded: Recorded
    store: Store
    notes: tuple[str, ...]

    @property
    def manifest(self) -> Path:
        """Where the manifest lies."""
        return self.target.manifest_path

    def frame(self, index: int) -> FrameRecord:
        """Return the record of a frame that lies there as it was made.

        Raises:
            UsageError: the result has no such frame.
            OutputExistsError: the file is not there, damaged, or changed by somebody.
        """
        record = self.recorded.frames.get(index)
        if record is None or record.what in NO_FRAMES:
            last = self.recorded.frames_there - 1
            raise UsageError(
                f"expected an output frame from 0 to {last}, got {index}", path=self.target.output
            )
        path = self.manifest.with_name(record.path)
        state = state_of(path, record)
        if state != "whole":
            raise OutputExistsError(
                f"expected the frame as it was made, found it {state}",
                path=path,
                hint="run the job again, which mends what is damaged and never what you changed",
            )
        return record

    def change(self, recorded: Recorded, frames: Iterable[int]) -> MendResult:
        """Put what is staged in place, with a manifest that says ``recorded``.

        Args:
            recorded: of the result from now on.
            frames: whose files change.
        """
        head = {name: value for name, value in self.document.items() if name not in _LISTS}
        decisions = self.document.get("decisions", [])
        write_manifest(self.store.staged / self.manifest.name, head, decisions, recorded)
        self.store.commit()
        indices = tuple(sorted(frames))
        paths = [str(self.manifest.with_name(recorded.frames[k].path)) for k in indices]
        notes = self.notes
        if indices and head.get("job", {}).get("preview"):
            notes += ("The preview shows these frames as they were.",)
        return MendResult(self.target.output, str(self.manifest), indices, tuple(paths), notes)


@contextmanager
def open_result(output: str) -> Iterator[OpenResult]:
    """Open a result to change it; a change that was cut off is finished first.

    Args:
        output: a pattern, one frame, or the folder of a result.

    Raises:
        MissingInputError: there is no result, or no manifest of it.
        UnsupportedMediaError: it is a movie, or was never finished.
        OutputBusyError: somebody else writes it.
    """
    target = result_at(output)
    if isinstance(target, MovieTarget):
        raise UnsupportedMediaError(
            "expected an image sequence, got a movie: its frames cannot be changed one by one",
            path=target.output,
            hint="retime to a sequence such as shot.####.exr, mend that, then encode the movie",
        )
    manifest = target.manifest_path
    if not manifest.parent.is_dir():
        raise MissingInputError("expected a result, there is none", path=target.output)
    with only_writer(manifest) as notes:
        store = Store(manifest)
        store.begin()
        try:
            yield OpenResult(target, *_read(target, manifest), store, notes)
        finally:
            if not store.is_unfinished:  # what was kept for a change that is not made goes, too
                recorded = read_recorded(manifest)
                store.sweep(recorded.mends if recorded else ())


def _read(target: SequenceTarget, manifest: Path) -> tuple[Mapping[str, Any], Recorded]:
    """Return the manifest, as it is and as it is believed.

    Raises:
        MissingInputError: there is none.
        UnsupportedMediaError: it is damaged, of another result, or of one that is unfinished.
    """
    if journal_path(manifest).exists():
        raise UnsupportedMediaError(
            "expected a finished result, the run that made it did not end",
            path=target.output,
            hint="run it again, then mend what it made",
        )
    recorded = read_recorded(manifest)
    if not manifest.exists():
        raise MissingInputError("expected the manifest of a result, there is none", path=manifest)
    if recorded is None or not recorded.is_of(target.output):
        raise UnsupportedMediaError(
            "expected the manifest of this result, found another or a damaged one", path=manifest
        )
    return read_json(manifest, MANIFEST_BYTES), recorded


def with_frames(recorded: Recorded, frames: Iterable[FrameRecord], **changes: Any) -> Recorded:
    """Return what is noted of a result some of whose frames are others."""
    records = {**recorded.frames, **{record.output_index: record for record in frames}}
    return replace(recorded, frames=records, **changes)
