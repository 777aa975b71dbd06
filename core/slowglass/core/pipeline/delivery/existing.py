"""What lies where the result should go: ours to keep, ours to replace, or not ours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from slowglass.core.choices import Overwrite
from slowglass.core.errors import OutputExistsError
from slowglass.core.pipeline.delivery.records import FrameRecord, file_digest, read_recorded

FileState = Literal["whole", "missing", "cut off", "changed", "unreadable", "unfinished"]
"""Of a file beside its record: the same bytes, gone, fewer bytes, other bytes, refused by the
system, and a record that was never completed."""


@dataclass(frozen=True)
class Existing:
    """What lies where the result goes."""

    kept: dict[int, FrameRecord] = field(default_factory=dict)
    """By output index: whole frames that an earlier run of the same job made."""
    replaced: dict[int, FrameRecord] = field(default_factory=dict)
    """Others, which this run may make anew."""


def look_at_existing(
    manifest: Path, job_hash: str, files: Iterable[tuple[int, Path]], overwrite: Overwrite
) -> Existing:
    """Return which files lie there already, and which of them are still good.

    Args:
        manifest: of the result.
        job_hash: of this job.
        files: every file of the result, by output index.
        overwrite: what may be replaced: ``never`` nothing but damaged frames of the same job,
            ``stale`` whatever Slowglass made, ``always`` everything.

    Raises:
        OutputExistsError: something lies there that may not be replaced.
    """
    recorded = read_recorded(manifest)
    earlier = recorded.frames if recorded else {}
    same_job = recorded is not None and recorded.job_hash == job_hash
    existing = Existing()
    for index, path in files:
        if not path.exists():
            continue
        record = earlier.get(index) or FrameRecord(index, "", 0, "", "")
        if overwrite != "always":
            _check_replaceable(path, record, same_job or overwrite == "stale")
        if same_job and overwrite != "always" and is_whole(path, record):
            existing.kept[index] = record
        else:
            existing.replaced[index] = replace(record, path=path.name).unfinished()
    return existing


def _check_replaceable(path: Path, record: FrameRecord, may_replace_ours: bool) -> None:
    """Refuse to replace what is not ours, or ours of another job.

    Raises:
        OutputExistsError: it may not be replaced.
    """
    if record.path != path.name:
        raise OutputExistsError(
            "expected a free place, found a file that Slowglass did not make",
            path=path,
            hint="choose another name, or --overwrite always",
        )
    if not may_replace_ours:
        raise OutputExistsError(
            "expected a free place, found the result of another job",
            path=path,
            hint="choose another name, or --overwrite stale",
        )


def is_whole(path: Path, record: FrameRecord) -> bool:
    """Return whether a file is, byte for byte, the one that was noted."""
    return state_of(path, record) == "whole"


def state_of(path: Path, record: FrameRecord) -> FileState:
    """Return what became of a file that was noted."""
    if not record.blake2b:
        return "unfinished"
    try:
        size = path.stat().st_size
        if size < record.size_bytes:
            return "cut off"
        same = size == record.size_bytes and file_digest(path) == record.blake2b
    except FileNotFoundError:
        return "missing"
    except OSError:
        return "unreadable"
    return "whole" if same else "changed"
