"""What lies where the result should go: ours to keep, ours to replace, or not ours."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from slowglass.core.choices import Overwrite
from slowglass.core.errors import OutputExistsError
from slowglass.core.own_files import (
    Identity,
    file_names,
    name_key,
    refuse_what_is_no_file,
    refuse_what_is_read,
)
from slowglass.core.pipeline.delivery.recorded import read_parts, read_recorded
from slowglass.core.pipeline.delivery.records import (
    NO_FRAMES,
    ConfidenceRecord,
    FrameRecord,
    Mend,
    journal_path,
    noted_name,
)
from slowglass.core.pipeline.delivery.state import can_be_read, is_whole, state_of


@dataclass(frozen=True)
class Existing:
    """What lies where the result goes."""

    kept: dict[int, FrameRecord] = field(default_factory=dict)
    """By output index: whole frames that an earlier run of the same job made."""
    replaced: dict[int, FrameRecord] = field(default_factory=dict)
    """Others, which this run may make anew."""
    left: list[FrameRecord] = field(default_factory=list)
    """Of earlier results, that this one does not have."""
    notes: tuple[str, ...] = ()
    """What the target could not hold, as the run said that made it."""
    confidence: dict[int, ConfidenceRecord] = field(default_factory=dict)
    """In the frames that are kept, by output index."""
    mends: tuple[Mend, ...] = ()
    """Of an earlier run's frames, that stay in force."""


def look_at_existing(
    manifest: Path,
    job_hash: str,
    files: Iterable[tuple[int, Path]],
    overwrite: Overwrite,
    read: Container[Identity] = frozenset(),
) -> Existing:
    """Return which files lie there already, and which of them are still good.

    Args:
        manifest: of the result.
        job_hash: of this job.
        files: every file of the result, by output index.
        overwrite: what may be replaced: ``never`` nothing but damaged frames of the same job,
            ``stale`` whatever Slowglass made, ``always`` everything but what is read.
        read: files that the job reads.

    Raises:
        OutputExistsError: something lies there that may not be replaced.
    """
    recorded = [*filter(None, [read_recorded(manifest)]), *read_parts(manifest)]
    ours = [one for one in recorded if one.job_hash == job_hash]
    of_this_job = {name: record for one in ours for name, record in one.by_name.items()}
    earlier = {name: record for one in recorded for name, record in one.by_name.items()}
    earlier |= of_this_job
    kept = ours if overwrite != "always" else []
    existing = Existing(
        notes=tuple(dict.fromkeys(note for one in ours for note in one.notes)),
        confidence={k: value for one in kept for k, value in one.confidence.items()},
        mends=tuple(mend for one in kept for mend in one.mends),
    )
    for index, path in _there(files):
        refuse_what_is_read(path, read)
        refuse_what_is_no_file(path)
        name = noted_name(manifest, path)
        record, same_job = earlier.pop(name, None), name in of_this_job
        if overwrite != "always":
            _check_replaceable(path, record, index, same_job, overwrite)
        if record and same_job and overwrite != "always" and is_whole(path, record):
            existing.kept[index] = replace(record, output_index=index)
        else:
            existing.replaced[index] = FrameRecord(
                index, name, 0, "", record.what if record else ""
            )
    existing.left.extend(
        record
        for record in earlier.values()
        if record.what not in NO_FRAMES and os.path.lexists(manifest.parent / record.path)
    )
    return existing


def refuse_foreign_manifest(manifest: Path, output: str) -> None:
    """Refuse to write where the manifest, or the journal, is not one of this result.

    Whatever the job says of replacing: it would make frames of another result forgotten.

    Raises:
        OutputExistsError: it is a stranger's file, or of another result.
    """
    for path in (manifest, journal_path(manifest)):
        refuse_what_is_no_file(path)
    recorded = read_recorded(manifest)
    for path in (manifest, journal_path(manifest)):
        if recorded is None and os.path.exists(path):
            raise OutputExistsError(
                "expected a free place for the manifest, found a file that is none of Slowglass, "
                "or damaged",
                path=path,
                hint="move it away, or choose another name",
            )
    if recorded is not None and not recorded.is_of(output):
        raise OutputExistsError(
            f"expected a free place for the manifest, found that of {recorded.output}",
            path=manifest,
            hint="choose another name, or another folder",
        )


def _there(files: Iterable[tuple[int, Path]]) -> Iterator[tuple[int, Path]]:
    """Yield those that are there, in whatever spelling; each folder is listed once."""
    folders: dict[Path, frozenset[str]] = {}
    for index, path in files:
        folder = path.parent
        if folder not in folders:
            folders[folder] = file_names(folder)
        if name_key(path.name) in folders[folder] and os.path.lexists(path):
            yield index, path


def _check_replaceable(
    path: Path, record: FrameRecord | None, index: int, same_job: bool, overwrite: Overwrite
) -> None:
    """Refuse to replace what is not ours, ours of another job, or ours and changed since.

    Raises:
        OutputExistsError: it may not be replaced.
    """
    if record is None:
        raise OutputExistsError(
            "expected a free place, found a file that Slowglass did not make",
            path=path,
            hint="choose another name, or --overwrite always",
        )
    if overwrite == "stale":
        return
    if not same_job or record.output_index != index:
        raise OutputExistsError(
            "expected a free place, found the result of another job",
            path=path,
            hint="choose another name, or --overwrite stale",
        )
    if state_of(path, record) in ("changed", "cut off") and can_be_read(path):
        raise OutputExistsError(
            "expected the file that was made, found one that was changed since",
            path=path,
            hint="keep it under another name, or --overwrite stale to make it again",
        )
