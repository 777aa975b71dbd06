"""What was seen in a clip's pictures, so that it need not be looked for again."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slowglass.core.atomic import replacing
from slowglass.core.detect import PictureReport
from slowglass.core.errors import JobSpecError, MissingInputError
from slowglass.core.plain_files import MANIFEST_BYTES, read_json
from slowglass.core.typed import JSON, Misfit, read, written_fields

SCHEMA = "slowglass.looked/1"


@dataclass(frozen=True)
class Looked:
    """What the pictures of a clip told; with the job it decides every output frame."""

    report: PictureReport | None = None
    """None if nobody had to look."""
    first: int = 0
    """Source index of the first frame of the report."""
    lost: tuple[int, ...] = ()
    """Source frames that are not there or cannot be read, as far as the job asks for them."""


def write_looked(path: Path, looked: Looked) -> None:
    """Keep in a file what was seen.

    Raises:
        OutputError: it cannot be written.
    """
    with replacing(path) as temporary:
        document = {"schema": SCHEMA, **written_fields(looked, {})}
        temporary.write_text(json.dumps(document, indent=1) + "\n", "utf-8")


def read_looked(path: str | os.PathLike[str]) -> Looked:
    """Return what `write_looked` kept.

    Raises:
        MissingInputError: the file cannot be read.
        JobSpecError: it is not such a file.
    """
    try:
        document = read_json(path, MANIFEST_BYTES)
    except OSError as error:
        raise MissingInputError(f"cannot be read: {error.strerror}", path=path) from error
    except ValueError as error:
        raise JobSpecError(f"expected JSON, got: {error}", path=path) from error
    if not isinstance(document, Mapping) or document.get("schema") != SCHEMA:
        raise JobSpecError(f'expected "schema": "{SCHEMA}"', path=path)
    values: dict[str, Any] = {key: value for key, value in document.items() if key != "schema"}
    try:
        return read(Looked, values, JSON)
    except Misfit as misfit:
        raise JobSpecError(str(misfit), path=path) from None
