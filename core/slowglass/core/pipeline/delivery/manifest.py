"""What made a result: written beside it, and read again to go on where a run was cut off.

While frames are made they are noted one per line in a hidden journal, which survives a kill; at the
end all becomes one JSON document. Neither is ever held in memory as a whole while frames are made.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, Any

from slowglass.core.atomic import flush_to_disk, output_error, replacing
from slowglass.core.errors import OutputError, OutputExistsError
from slowglass.core.pipeline.delivery.recorded import Recorded, read_recorded
from slowglass.core.pipeline.delivery.records import (
    ConfidenceRecord,
    FrameRecord,
    Mend,
    file_digest,
    journal_path,
    noted_name,
    part_journals,
)
from slowglass.core.pipeline.delivery.store import Store

SCHEMA = "slowglass.manifest/1"


class Manifest:
    """Writes the manifest of one run."""

    def __init__(self, path: Path, header: Mapping[str, Any], part: range | None = None) -> None:
        """Keep what the run is; nothing is written yet.

        Args:
            path: of the finished manifest.
            header: everything but the frames; ``job_hash`` says which job it is.
            part: output indices that the run makes; None: all, and what parts noted is taken up.
        """
        self.path = path
        self._header = dict(header)
        self._part = part
        self._journal_path = journal_path(path, part)
        self._journal: IO[str] | None = None
        self._known: set[str] = set()
        self._tells = False
        """Whether the journal tells of anything."""

    def start(
        self,
        earlier: Iterable[FrameRecord],
        left: Iterable[FrameRecord] = (),
        confidence: Iterable[ConfidenceRecord] = (),
        mends: Iterable[Mend] = (),
    ) -> None:
        """Open the journal, with what lies there already.

        Args:
            earlier: files that are kept or may be replaced.
            left: files of earlier results that this one does not have.
            confidence: in the frames that are kept.
            mends: that stay in force.

        Raises:
            OutputError: the folder cannot be written to.
        """
        earlier = list(earlier)
        self._known = {record.path for record in earlier}
        left, mends = list(left), list(mends)
        self._tells = bool(earlier or left or mends)
        output = str(self._header.get("job", {}).get("output", ""))
        lines: list[dict[str, Any]] = [
            {"job_hash": self._header["job_hash"], "output": output, **self._chosen()},
            *({**vars(record), "left": True} for record in left),
            *(vars(record) for record in earlier),
            *({"confidence": vars(one)} for one in confidence),
            *({"mend": asdict(mend)} for mend in mends),
        ]
        with replacing(self._journal_path) as temporary:
            temporary.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
        try:
            if self._part is None:
                for path in part_journals(self.path):
                    path.unlink()
            self._journal = self._journal_path.open("a", encoding="utf-8")
        except OSError as error:
            raise output_error(error, self._journal_path) from error

    def _chosen(self) -> dict[str, str]:
        """Return what tells the next run of this job which model it goes on with."""
        return {key: self._header[key] for key in ("request_hash", "model") if key in self._header}

    def record(self, frame: FrameRecord) -> None:
        """Note a frame: unfinished before it gets its final name, and again when it lies there.

        A run that is killed in between leaves a file that the next run knows for ours.
        """
        self._tells = True
        self._append(vars(frame), durable=not frame.blake2b)

    def trust(self, confidence: ConfidenceRecord) -> None:
        """Note how far a frame is to be trusted."""
        self._append({"confidence": vars(confidence)}, durable=False)

    def note(self, sentences: tuple[str, ...]) -> None:
        """Note what the target cannot hold, for a run that finds everything made."""
        self._append({"target_notes": sentences}, durable=False)

    def _append(self, line: Mapping[str, Any], durable: bool) -> None:
        """Append a line to the journal, as long as it lies where the next run will look.

        Raises:
            OutputError: it was moved away, or the system refused.
        """
        if self._journal is None:
            raise OutputError("expected the manifest to be started first", path=self.path)
        try:
            if not os.path.samestat(os.stat(self._journal_path), os.fstat(self._journal.fileno())):
                raise OutputError(
                    "expected the journal of this run, found another file", path=self._journal_path
                )
            self._journal.write(json.dumps(line) + "\n")
            self._journal.flush()
            if durable:
                flush_to_disk(self._journal.fileno())
        except OSError as error:
            if isinstance(error, OutputError):
                raise
            raise output_error(error, self._journal_path) from error

    @contextmanager
    def publishing(self, index: int, path: Path, what: str) -> Iterator[None]:
        """Note a file before it gets its name, so that it is known for ours, and again after.

        Raises:
            OutputExistsError: somebody put a file there since the run began.
            OutputError: the folder was moved away, or the system refused.
        """
        name = noted_name(self.path, path)
        if name not in self._known and os.path.lexists(path):
            raise OutputExistsError(
                "expected a free place, somebody put a file there meanwhile", path=path
            )
        self.record(FrameRecord(index, name, 0, "", what))
        yield
        try:
            record = record_of(index, path, what)
        except OSError as error:
            raise output_error(error, path) from error
        self.record(replace(record, path=name))

    def finish(self, outcome: Mapping[str, Any], decisions: Iterable[str]) -> None:
        """Write the manifest and drop the journal.

        Args:
            outcome: what the run came to.
            decisions: frames that are neither copies nor plain in-betweens, a line each.
        """
        recorded = self._journalled()
        self.close()
        document = {
            "schema": SCHEMA,
            **self._header,
            "outcome": dict(outcome),
            "target_notes": recorded.notes,
        }
        with replacing(self.path) as temporary:
            write_manifest(temporary, document, decisions, recorded)
        Store(self.path).sweep(recorded.mends)
        try:
            self._journal_path.unlink()
        except OSError as error:
            raise output_error(error, self._journal_path) from error

    def abandon(self) -> None:
        """Close the journal of a run that failed; one that tells of nothing goes."""
        started = self._journal is not None
        self.close()
        if started and not self._tells:
            with suppress(OSError):
                self._journal_path.unlink()

    def close(self) -> None:
        """Close the journal; it stays for the next run."""
        if self._journal is not None:
            self._journal.close()
            self._journal = None

    def _journalled(self) -> Recorded:
        """Return what the journal says.

        Raises:
            OutputError: it is gone, or not what was written.
        """
        recorded = read_recorded(self.path)
        if self._journal is None or recorded is None or recorded.frame_count is not None:
            raise OutputError("expected the journal of this run", path=self._journal_path)
        return recorded


def write_manifest(
    path: Path, head: Mapping[str, Any], decisions: Iterable[str], recorded: Recorded
) -> None:
    """Write the finished manifest of a result.

    Args:
        path: of the file.
        head: what is said of the result as a whole.
        decisions: as in `Manifest.finish`.
        recorded: its frames, confidence and mends.
    """
    with path.open("w", encoding="utf-8") as file:
        file.write(json.dumps(head, indent=1)[:-2])
        _write_list(file, "decisions", decisions)
        _write_list(file, "left", map(vars, recorded.left))
        _write_list(file, "frames", (vars(f) for _, f in sorted(recorded.frames.items())))
        _write_list(file, "confidence", (vars(c) for _, c in sorted(recorded.confidence.items())))
        _write_list(file, "mends", map(asdict, recorded.mends))
        file.write("\n}\n")


def record_of(index: int, path: Path, what: str) -> FrameRecord:
    """Return what is noted of a published file."""
    return FrameRecord(index, path.name, path.stat().st_size, file_digest(path), what)


def _write_list(file: IO[str], name: str, items: Iterable[object]) -> None:
    """Append a list to an open JSON object, one item per line."""
    file.write(f',\n "{name}": [')
    for k, item in enumerate(items):
        file.write((",\n  " if k else "\n  ") + json.dumps(item))
    file.write("\n ]")
