"""What is noted of a result's files."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from slowglass.core.confidence import Confidence

DIGEST_BYTES = 16
SOUND = "sound"
PREVIEW = "preview"
"""What records are of that are no frames: the sound beside a sequence, and the small movie."""
NO_FRAMES = (SOUND, PREVIEW)


@dataclass(frozen=True)
class FrameRecord:
    """A frame that was published: enough to know it again."""

    output_index: int
    path: str
    """File name, the folder is that of the manifest; a preview elsewhere has its whole path."""
    size_bytes: int
    blake2b: str
    """Empty while the frame is being written."""
    what: str
    """As in `describe`: "copy 12", "between 12 and 13 at 1/4" ..."""


@dataclass(frozen=True)
class ConfidenceRecord:
    """How far a made frame is to be trusted; `core.confidence` says what the numbers mean."""

    output_index: int
    value: float
    """Of the whole frame, 0..1."""
    rows: int
    columns: int
    map: str
    """Base64 of rows x columns bytes, line by line: 255 times the confidence of each part."""


@dataclass(frozen=True)
class Mend:
    """An override of one entry of the plan: a frame that was made again in another way."""

    output_index: int
    how: str
    """One of `HOLDS`, or the name of a model."""
    redo: int
    """Number of the redo that it was made in, from 1."""
    replaced: FrameRecord
    """The frame that it took the place of."""
    replaced_confidence: ConfidenceRecord | None = None
    matte: str = ""
    """Path of the picture, or pattern of those, where the made pixels are used; "": everywhere."""
    is_kept: bool = True
    """Whether the file that it replaced can still be given back."""


def confidence_record(index: int, confidence: Confidence) -> ConfidenceRecord:
    """Return what is noted of how far a frame is to be trusted."""
    parts = np.rint(confidence.map * 255).astype(np.uint8)
    rows, columns = parts.shape
    text = b64encode(parts.tobytes()).decode("ascii")
    return ConfidenceRecord(index, round(confidence.value, 4), rows, columns, text)


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


def journal_path(manifest: Path, part: range | None = None) -> Path:
    """Return where the frames are noted while a run is under way, each part's by itself.

    Args:
        manifest: of the result.
        part: output indices of the frames that a run makes; None: all of them.
    """
    which = "" if part is None else f".part-{part.start}-{part.stop - 1}"
    return manifest.with_name(f".{manifest.stem}{which}.journal")


def part_journals(manifest: Path) -> list[Path]:
    """Return the journals of parts that lie there."""
    return sorted(manifest.parent.glob(f".{escape(manifest.stem)}.part-*-*.journal"))


def noted_name(manifest: Path, path: Path) -> str:
    """Return what a record calls a file: its name, or the whole path of one that lies elsewhere."""
    return path.name if path.parent == manifest.parent else str(path.absolute())
