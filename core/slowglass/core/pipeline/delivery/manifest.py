"""What made a result: written beside it, and read again to go on where a run was cut off.

While frames are made they are noted one per line in a hidden journal, which survives a kill; at the
end all becomes one JSON document. Neither is ever held in memory as a whole while frames are made.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from slowglass.core.atomic import flush_to_disk, output_error, replacing
from slowglass.core.errors import OutputError
from slowglass.core.pipeline.delivery.records import (
    FrameRecord,
    file_digest,
    journal_path,
    read_journal,
)

SCHEMA = "slowglass.manifest/1"


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

    @contextmanager
    def publishing(self, index: int, path: Path, what: str) -> Iterator[None]:
        """Note a file before it gets its name, so that it is known for ours, and again after."""
        self.record(FrameRecord(index, path.name, 0, "", what))
        yield
        self.record(_record(index, path, what))

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
        _, records = read_journal(self._journal_path)
        return (records[index] for index in sorted(records))


def _record(index: int, path: Path, what: str) -> FrameRecord:
    """Return what is noted of a published file."""
    return FrameRecord(index, path.name, path.stat().st_size, file_digest(path), what)


def _write_list(file: IO[str], name: str, items: Iterable[object]) -> None:
    """Append a list to an open JSON object, one item per line."""
    file.write(f',\n "{name}": [')
    for k, item in enumerate(items):
        file.write((",\n  " if k else "\n  ") + json.dumps(item))
    file.write("\n ]")
