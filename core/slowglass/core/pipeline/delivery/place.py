"""The place of a result: taken by one run at a time, before it works, and never the source's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from slowglass.core.atomic import output_error
from slowglass.core.errors import UsageError
from slowglass.core.frames import ClipInfo
from slowglass.core.job import JobSpec
from slowglass.core.layers import matte_path
from slowglass.core.lock import one_of_writers, only_writer
from slowglass.core.media.images import find_sequence
from slowglass.core.models import weights_paths
from slowglass.core.own_files import (
    Identity,
    identities,
    refuse_one_name_twice,
    refuse_what_is_read,
)
from slowglass.core.pipeline.delivery.existing import refuse_foreign_manifest
from slowglass.core.pipeline.delivery.records import journal_path
from slowglass.core.pipeline.delivery.store import Store
from slowglass.core.pipeline.delivery.target import SequenceTarget, Target, target_of


@dataclass(frozen=True)
class Place:
    """Where a result goes, while no other run may write there."""

    target: Target
    read: frozenset[Identity]
    """Files that the job reads; none of them is ever written."""
    notes: tuple[str, ...]
    """What the user should know, one sentence each."""


@contextmanager
def taken_place(job: JobSpec, info: ClipInfo, in_parts: bool = False) -> Iterator[Place]:
    """Take the place of a job's result for this run alone, or beside others that make parts of it.

    Folders that had to be made go again where nothing came into them.

    Args:
        job: what to do.
        info: of its source.
        in_parts: whether others may write there, too, each its own part.

    Raises:
        OutputBusyError: another run has it alone, or this one wants to.
        OutputExistsError: it is the source's, or the manifest of something else lies there.
        UsageError: two of the results have one name, or they would lie among the source's frames.
        OutputError: it cannot be written there.
    """
    target = target_of(job.output)
    manifest, preview = target.manifest_path, Path(job.preview) if job.preview else None
    _refuse_folder_of_source(job, target)
    beside = _names(target_of(job.vectors_beside)) if job.vectors_beside else ()
    refuse_one_name_twice(filter(None, (*_names(target), preview, *beside)))
    read = identities(_files_read(job, info))
    for path in filter(None, (Path(job.output), preview)):
        refuse_what_is_read(path, read)
    made = make_folder(manifest.parent)
    try:
        with ExitStack() as stack:
            writer = one_of_writers if in_parts else only_writer
            notes = stack.enter_context(writer(manifest))
            if preview is not None and not in_parts:
                made += make_folder(preview.parent)
                notes += stack.enter_context(only_writer(preview))
            Store(manifest).finish()
            refuse_foreign_manifest(manifest, job.output)
            yield Place(target, read, notes)
    finally:
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()  # refused where anything lies


def source_files(path: str) -> list[Path]:
    """Return the files of a source, be it a movie or a sequence."""
    file = Path(path)
    return [file] if os.path.isfile(file) else list(find_sequence(path).paths.values())


def make_folder(folder: Path) -> list[Path]:
    """Make the folder of the result; return those that were not there, outer ones first.

    Raises:
        OutputError: it cannot be made, or is no folder.
    """
    made = [one for one in reversed((folder, *folder.parents)) if not os.path.exists(one)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError(13, os.strerror(13))
    except OSError as error:
        raise output_error(error, folder) from error
    return made


def _files_read(job: JobSpec, info: ClipInfo) -> Iterator[str | os.PathLike[str]]:
    """Yield all files that a job reads."""
    clips = (info.path, job.motion_from, *(matte_path(text) for text in (*job.mattes, job.lock)))
    for clip in filter(None, clips):
        yield from source_files(clip)
    yield from filter(None, weights_paths(job.model).values())
    yield job.ocio


def _names(target: Target) -> tuple[Path, ...]:
    """Return the files of a result that have names of their own."""
    fixed = (target.manifest_path, journal_path(target.manifest_path))
    return fixed if isinstance(target, SequenceTarget) else (Path(target.output), *fixed)


def _refuse_folder_of_source(job: JobSpec, target: Target) -> None:
    """Refuse frames in a folder that stands for the source: the next run would find two clips.

    Raises:
        UsageError: it is so.
    """
    source = Path(job.source)
    if isinstance(target, SequenceTarget) and os.path.isdir(source):
        with suppress(OSError):
            if Path(target.output).parent.samefile(source):
                raise UsageError(
                    "expected another folder than the source's, where the source is a folder",
                    path=job.output,
                    hint=f"name the source as {find_sequence(source).pattern}",
                )
