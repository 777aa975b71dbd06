"""What was noted of a result, read again; whoever wrote it, it is believed only where it can be."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from slowglass.core.media.images import is_pattern, number_in, output_path
from slowglass.core.own_files import name_key
from slowglass.core.pipeline.delivery.checked import (
    confidence_from,
    mend_from,
    number_from,
    record_from,
    text_from,
)
from slowglass.core.pipeline.delivery.records import (
    NO_FRAMES,
    ConfidenceRecord,
    FrameRecord,
    Mend,
    journal_path,
    part_journals,
)
from slowglass.core.plain_files import MANIFEST_BYTES, json_value, read_json, read_text


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
    confidence: Mapping[int, ConfidenceRecord] = field(default_factory=dict, compare=False)
    """By output index, of the frames that were made."""
    mends: tuple[Mend, ...] = ()
    """Frames that were made again in another way, in the order in which that was done."""
    request_hash: str = ""
    """Of what was asked, whichever model that came to; "" in old manifests."""
    model: str = ""
    """That was chosen for it."""

    @property
    def by_name(self) -> dict[str, FrameRecord]:
        """All records by the names of their files."""
        return {record.path: record for record in chain(self.left, self.frames.values())}

    @property
    def frames_there(self) -> int:
        """How many frames were noted, sound and preview not counted."""
        return sum(record.what not in NO_FRAMES for record in self.frames.values())

    @property
    def first_number(self) -> int:
        """Number of output frame 0 in the names of a sequence; 0 of a movie."""
        named = self.frames.get(0)
        if named is None or not is_pattern(self.output):
            return 0
        return number_in(self.output, named.path)

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
        records = [record_from(item) for item in document["frames"]]
        frame_count = number_from(document["outcome"]["frames"])
        return Recorded(
            text_from(document["job_hash"]),
            {record.output_index: record for record in records},
            frame_count,
            Path(text_from(dict(document.get("job", {})).get("output", ""))).name,
            tuple(map(record_from, document.get("left", []))),
            tuple(map(text_from, document.get("target_notes", []))),
            {one.output_index: one for one in map(confidence_from, document.get("confidence", []))},
            tuple(map(mend_from, document.get("mends", []))),
            *_chosen(document),
        )
    return None


def read_journal(path: Path) -> Recorded | None:
    """Return what a journal says; a line that a kill cut off ends it."""
    frames: dict[int, FrameRecord] = {}
    left: list[FrameRecord] = []
    notes: tuple[str, ...] = ()
    confidence: dict[int, ConfidenceRecord] = {}
    mends: list[Mend] = []
    with suppress(OSError, ValueError, KeyError, TypeError):
        first, *lines = read_text(path, MANIFEST_BYTES).split("\n")
        head = json_value(first)
        job_hash, output = text_from(head["job_hash"]), text_from(dict(head).get("output", ""))
        chosen = _chosen(head)
        with suppress(ValueError, KeyError, TypeError):
            for line in filter(None, lines):
                item = json_value(line)
                if "target_notes" in item:
                    notes = tuple(map(text_from, item["target_notes"]))
                elif "confidence" in item:
                    trusted = confidence_from(item["confidence"])
                    confidence[trusted.output_index] = trusted
                elif "mend" in item:
                    mends.append(mend_from(item["mend"]))
                elif item.pop("left", False):
                    left.append(record_from(item))
                else:
                    record = record_from(item)
                    frames[record.output_index] = record
        name, mended = Path(output).name, tuple(mends)
        noted = (tuple(left), notes, confidence, mended, *chosen)
        return Recorded(job_hash, frames, None, name, *noted)
    return None


def _chosen(head: Any) -> tuple[str, str]:
    """Return the digest of what was asked, and the model that was chosen for it.

    Raises:
        TypeError: they are no text.
    """
    return text_from(head.get("request_hash", "")), text_from(head.get("model", ""))


def _result_key(name: str) -> str:
    """Return what is equal for names of one result, however its numbers are written."""
    return name_key(output_path(name, 1).name if is_pattern(name) else name)
