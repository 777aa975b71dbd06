"""What made a result: written beside it, and read again to go on where a run was cut off.

While frames are made they are noted one per line in a hidden journal, which survives a kill; at the
end all becomes one JSON document. Neither is ever held in memory as a whole while frames are made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from slowglass.core.atomic import flush_to_disk, output_error, replacing
from slowglass.core.errors import OutputError
from slowglass.core.media import is_sequence
from slowglass.core.media.images import base_name

SCHEMA = "slowglass.manifest/1"
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


def manifest_path(output: str) -> Path:
    """Return where the manifest lies: ``shot.####.exr`` has ``shot.slowglass.json``."""
    path = Path(output)
    base = base_name(path) if is_sequence(output) else path.name
    return path.with_name(f"{base}.slowglass.json" if base else "slowglass.json")


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


class Manifest:
    """Writes the manifest of one run."""

    def __init__(self, path: Path, header: Mapping[str, Any]) -> None:
        """Keep what the run is; nothing is written yet.

        Args:
            path: of the finished manifest.
            header: everything but the frames; ``job_hash`` says which job it is.
        """
        self.path = path
        self._header = dict(header)
        self._journal_path = journal_path(path)
        self._journal: IO[str] | None = None

    def start(self, earlier: Iterable[FrameRecord]) -> None:
        """Open the journal, with what lies there already and is kept or may be replaced.

        Raises:
            OutputError: the folder cannot be written to.
        """
        lines = [{"job_hash": self._header["job_hash"]}, *(record.__dict__ for record in earlier)]
        with replacing(self._journal_path) as temporary:
            temporary.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
        try:
            self._journal = self._journal_path.open("a", encoding="utf-8")
        except OSError as error:
            raise output_error(error, self._journal_path) from error

    def record(self, frame: FrameRecord) -> None:
        """Note a frame: unfinished before it gets its final name, and again when it lies there.

        A run that is killed in between leaves a file that the next run knows for ours.
        """
        if self._journal is None:
            raise OutputError("expected the manifest to be started first", path=self.path)
        try:
            self._journal.write(json.dumps(frame.__dict__) + "\n")
            self._journal.flush()
            if not frame.blake2b:
                flush_to_disk(self._journal.fileno())
        except OSError as error:
            raise output_error(error, self._journal_path) from error

    def finish(self, outcome: Mapping[str, Any], decisions: Iterable[str]) -> None:
        """Write the manifest and drop the journal.

        Args:
            outcome: what the run came to.
            decisions: frames that are neither copies nor plain in-betweens, a line each.
        """
        self.close()
        document = {"schema": SCHEMA, **self._header, "outcome": dict(outcome)}
        with replacing(self.path) as temporary, temporary.open("w", encoding="utf-8") as file:
            file.write(json.dumps(document, indent=1)[:-2])
            _write_list(file, "decisions", decisions)
            _write_list(file, "frames", (vars(f) for f in self._journalled()))
            file.write("\n}\n")
        self._journal_path.unlink()

    def close(self) -> None:
        """Close the journal; it stays for the next run."""
        if self._journal is not None:
            self._journal.close()
            self._journal = None

    def _journalled(self) -> Iterable[FrameRecord]:
        """Yield the frames of the journal, in the order of the output."""
        _, records = _read_journal(self._journal_path)
        return (records[index] for index in sorted(records))


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
        return Recorded(*_read_journal(journal_path(path)), None)
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


def _read_journal(path: Path) -> tuple[str, dict[int, FrameRecord]]:
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


def _write_list(file: IO[str], name: str, items: Iterable[object]) -> None:
    """Append a list to an open JSON object, one item per line."""
    file.write(f',\n "{name}": [')
    for k, item in enumerate(items):
        file.write((",\n  " if k else "\n  ") + json.dumps(item))
    file.write("\n ]")
