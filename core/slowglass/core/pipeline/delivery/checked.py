"""Records of a result out of JSON values, believed only where they can be true."""

from __future__ import annotations

import re
from base64 import b64decode
from typing import Any

from slowglass.core.pipeline.delivery.records import PREVIEW, ConfidenceRecord, FrameRecord, Mend

_LARGEST = 10**15
"""Of numbers in a manifest: bytes of a file, or frames."""
_SEPARATORS = re.compile(r"[/\\\0]")


def record_from(item: Any) -> FrameRecord:
    """Return a record that can be one: no name in it leads out of its folder.

    Raises:
        ValueError, TypeError: it cannot.
    """
    record = FrameRecord(**item)
    number_from(record.output_index)
    number_from(record.size_bytes)
    digest, name = text_from(record.blake2b), text_from(record.path)
    if not re.fullmatch("[0-9a-f]*", digest) or name in ("", ".", ".."):
        raise ValueError
    if text_from(record.what) != PREVIEW and _SEPARATORS.search(name):
        raise ValueError
    return record


def confidence_from(item: Any) -> ConfidenceRecord:
    """Return a record of confidence that can be one.

    Raises:
        ValueError, TypeError: it cannot.
    """
    record = ConfidenceRecord(**item)
    parts = b64decode(text_from(record.map), validate=True)
    number_from(record.output_index)
    if not 0 <= record.value <= 1 or len(parts) != number_from(record.rows) * number_from(
        record.columns
    ):
        raise ValueError
    return record


def mend_from(item: Any) -> Mend:
    """Return a mend that can be one: the file that it kept lies where all of them do.

    Raises:
        ValueError, TypeError: it cannot.
    """
    before, trusted = item["replaced"], item.get("replaced_confidence")
    mend = Mend(
        **{
            **item,
            "replaced": record_from(before),
            "replaced_confidence": None if trusted is None else confidence_from(trusted),
        }
    )
    number_from(mend.output_index)
    number_from(mend.redo)
    if not (text_from(mend.how) and mend.replaced.blake2b) or type(mend.is_kept) is not bool:
        raise ValueError
    text_from(mend.matte)
    return mend


def number_from(value: Any) -> int:
    """Return a number of bytes or frames.

    Raises:
        ValueError: it cannot be one.
    """
    if type(value) is not int or not 0 <= value < _LARGEST:
        raise ValueError
    return value


def text_from(value: Any) -> str:
    """Return a text.

    Raises:
        TypeError: it is none.
    """
    if not isinstance(value, str):
        raise TypeError
    return value
