"""What was noted of a result, read again; whoever wrote it, it is believed only where it can be."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from slowglass.core.media.images import is_pattern, output_path
from slowglass.core.own_files import name_key
from slowglass.core.pipeline.delivery.records import (
    NO_FRAMES,
    PREVIEW,
    FrameRecord,
    journal_path,
    part_journals,
)
from slowglass.core.plain_files import MANIFEST_BYTES, json_value, read_json, read_text

_LARGEST = 10**15
"""Of numbers in a manifest: bytes of a file, or frames."""
_SEPARATORS = re.compile(r"[/\\\0]")


@dataclass(frozen=True)
class Recorded:
    """What was noted of a result."""

    job_hash: str
    frames: dict[int, FrameRecord]
    """By output index, sound and preview after the frames; a movie has one record."""
    frame_count: int | None
    """Of the whole result; None while a run is under way, or was cut off."""
    output: str = ""
    """Name of the movie, or the pattern of the sequence; "" in old manifests."""
    left: tuple[FrameRecord, ...] = ()
    """Files of earlier results that this one does not have, and that lay there all the same."""
    notes: tuple[str, ...] = field(default=(), compare=False)
    """What the target could not hold."""

    @property
    def by_name(self) -> dict[str, FrameRecord]:
        """All records by the names of their files."""
        return {record.path: record for record in chain(self.left, self.frames.values())}

    @property
    def frames_there(self) -> int:
        """How many frames were noted, sound and preview not counted."""
        return sum(record.what not in NO_FRAMES for record in self.frames.values())

    def is_of(self, output: str) -> bool:
        """Return whether it was noted of this movie or sequence, and not of one beside it."""
        return not self.output or _result_key(self.output) == _result_key(Path(output).name)


def read_recorded(path: Path) -> Recorded | None:
    """Return what the journal of an unfinished run says, else the manifest; None if neither can.

    Args:
        path: of the manifest.
    """
    return read_journal(journal_path(path)) or _read_manifest(path)


def read_parts(path: Path) -> list[Recorded]:
    """Return what the journals of parts say that no whole run has taken up yet.

    Args:
        path: of the manifest.
    """
    return [part for part in map(read_journal, part_journals(path)) if part is not None]


def recorded_output(path: Path) -> str:
    """Return the movie or pattern that a manifest is of; "" if it does not tell."""
    recorded = read_recorded(path)
    return "" if recorded is None else recorded.output


def _read_manifest(path: Path) -> Recorded | None:
    with suppress(OSError, ValueError, KeyError, TypeError):
        document = read_json(path, MANIFEST_BYTES)
        records = [_record(item) for item in document["frames"]]
        frame_count = _number(document["outcome"]["frames"])
        return Recorded(
            _text(document["job_hash"]),
            {record.output_index: record for record in records},
            frame_count,
            Path(_text(dict(document.get("job", {})).get("output", ""))).name,
            tuple(map(_record, document.get("left", []))),
            tuple(map(_text, document.get("target_notes", []))),
        )
    return None


def read_journal(path: Path) -> Recorded | None:
    """Return what a journal says; a line that a kill cut off ends it."""
    frames: dict[int, FrameRecord] = {}
    left: list[FrameRecord] = []
    notes: tuple[str, ...] = ()
    with suppress(OSError, ValueError, KeyError, TypeError):
        first, *lines = read_text(path, MANIFEST_BYTES).split("\n")
        head = json_value(first)
        job_hash, output = _text(head["job_hash"]), _text(dict(head).get("output", ""))
        with suppress(ValueError, KeyError, TypeError):
            for line in filter(None, lines):
                item = json_value(line)
                if "target_notes" in item:
                    notes = tuple(map(_text, item["target_notes"]))
                elif item.pop("left", False):
                    left.append(_record(item))
                else:
                    record = _record(item)
                    frames[record.output_index] = record
        return Recorded(job_hash, frames, None, Path(output).name, tuple(left), notes)
    return None


def _record(item: Any) -> FrameRecord:
    """Return a record that can be one: no name in it leads out of its folder.

    Raises:
        ValueError, TypeError: it cannot.
    """
    record = FrameRecord(**item)
    _number(record.output_index)
    _number(record.size_bytes)
    digest, name = _text(record.blake2b), _text(record.path)
    if not re.fullmatch("[0-9a-f]*", digest) or name in ("", ".", ".."):
        raise ValueError
    if _text(record.what) != PREVIEW and _SEPARATORS.search(name):
        raise ValueError
    return record


def _number(value: Any) -> int:
    if type(value) is not int or not 0 <= value < _LARGEST:
        raise ValueError
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _result_key(name: str) -> str:
    """Return what is equal for names of one result, however its numbers are written."""
    return name_key(output_path(name, 1).name if is_pattern(name) else name)
