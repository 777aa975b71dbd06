"""What lies where the result should go: ours to keep, ours to replace, or not ours."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from slowglass.core.errors import OutputExistsError
from slowglass.core.job import Overwrite
from slowglass.core.pipeline.manifest import FrameRecord, earlier_frames, file_digest


def frames_to_keep(
    manifest: Path, job_hash: str, files: Iterable[tuple[int, Path]], overwrite: Overwrite
) -> dict[int, FrameRecord]:
    """Return the files that an earlier run of the same job made, and that are still whole.

    Args:
        manifest: of the result.
        job_hash: of this job.
        files: every file of the result, by output index.
        overwrite: what may be replaced: ``never`` nothing but damaged frames of the same job,
            ``stale`` whatever Slowglass made, ``always`` everything.

    Raises:
        OutputExistsError: something lies there that may not be replaced.
    """
    if overwrite == "always":
        return {}
    earlier_hash, earlier = earlier_frames(manifest)
    same_job = earlier_hash == job_hash
    kept = {}
    for index, path in files:
        if not path.exists():
            continue
        record = earlier.get(index)
        ours = record is not None and record.path == path.name
        if not ours:
            raise OutputExistsError(
                "expected a free place, found a file that Slowglass did not make",
                path=path,
                hint="choose another name, or --overwrite always",
            )
        if not same_job and overwrite == "never":
            raise OutputExistsError(
                "expected a free place, found the result of another job",
                path=path,
                hint="choose another name, or --overwrite stale",
            )
        if same_job and record is not None and is_whole(path, record):
            kept[index] = record
    return kept


def is_whole(path: Path, record: FrameRecord) -> bool:
    """Return whether a file is, byte for byte, the one that was noted."""
    try:
        return path.stat().st_size == record.size_bytes and file_digest(path) == record.blake2b
    except OSError:
        return False
