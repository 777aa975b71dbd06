"""What is noted of a result's files, and reading it again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

DIGEST_BYTES = 16
SOUND = "sound"
"""What a record is of that is no frame, but the sound beside a sequence."""


@dataclass(frozen=True)
class FrameRecord:
    """A frame that was published: enough to know it again."""

    output_index: int
    path: str
    """File name; the folder is that of the manifest."""
    size_bytes: int
    blake2b: str
    """Empty while the frame is being written."""
    what: str
    """As in `describe`: "copy 12", "between 12 and 13 at 1/4" ..."""

    def unfinished(self) -> FrameRecord:
        """Return the record of a place that is claimed, whatever lies there."""
        return replace(self, size_bytes=0, blake2b="")


def file_digest(path: Path) -> str:
    """Return the BLAKE2b digest of a file, 16 bytes as hexadecimal."""
    digest = hashlib.blake2b(digest_size=DIGEST_BYTES)
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def text_digest(document: Mapping[str, Any]) -> str:
    """Return the digest of plain JSON values, whatever the order of their keys."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=DIGEST_BYTES).hexdigest()


def journal_path(manifest: Path) -> Path:
    """Return where the frames are noted while a run is under way."""
    return manifest.with_name(f".{manifest.stem}.journal")


@dataclass(frozen=True)
class Recorded:
    """What was noted of a result."""

    job_hash: str
    frames: dict[int, FrameRecord]
    """By output index; a movie has one record."""
    frame_count: int | None
    """Of the whole result; None while a run is under way, or was cut off."""

    @property
    def frames_there(self) -> int:
        """How many frames were noted, sound not counted."""
        return sum(record.what != SOUND for record in self.frames.values())


def read_recorded(path: Path) -> Recorded | None:
    """Return what the journal of an unfinished run says, else the manifest; None if neither can.

    Args:
        path: of the manifest.
    """
    with suppress(OSError, ValueError, KeyError):
        return Recorded(*read_journal(journal_path(path)), None)
    with suppress(OSError, ValueError, KeyError, TypeError):
        document = json.loads(path.read_text("utf-8"))
        records = (FrameRecord(**item) for item in document["frames"])
        frames = {record.output_index: record for record in records}
        return Recorded(str(document["job_hash"]), frames, int(document["outcome"]["frames"]))
    return None


def read_document(path: Path) -> dict[str, Any]:
    """Return a manifest as it is; {} if there is none, or none that is whole."""
    with suppress(OSError, ValueError):
        document = json.loads(path.read_text("utf-8"))
        return document if isinstance(document, dict) else {}
    return {}


def read_journal(path: Path) -> tuple[str, dict[int, FrameRecord]]:
    """Return the job hash and the frames; a line that a kill cut off ends it."""
    records = {}
    with path.open(encoding="utf-8") as file:
        job_hash = json.loads(file.readline())["job_hash"]
        for line in file:
            try:
                record = FrameRecord(**json.loads(line))
            except (ValueError, TypeError):
                break
            records[record.output_index] = record
    return job_hash, records
