"""Drawn mattes in files: JSON, schema ``slowglass.mattes/1``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from slowglass.core.atomic import replacing
from slowglass.core.errors import MissingInputError, UsageError
from slowglass.core.mattes.document import DrawnMattes
from slowglass.core.plain_files import MANIFEST_BYTES, read_json
from slowglass.core.typed import JSON, Misfit, read, written_fields

SCHEMA = "slowglass.mattes/1"


def mattes_to_json(mattes: DrawnMattes) -> dict[str, Any]:
    """Return the mattes as plain JSON values."""
    return {"schema": SCHEMA, **written_fields(mattes, {})}


def mattes_from_json(document: object) -> DrawnMattes:
    """Return the mattes that plain JSON values describe.

    Raises:
        UsageError: another schema, an unknown key, or a value that makes no sense, by its place.
    """
    if not isinstance(document, Mapping) or document.get("schema") != SCHEMA:
        raise UsageError(f'expected an object with "schema": "{SCHEMA}"')
    values = {key: value for key, value in document.items() if key != "schema"}
    try:
        return read(DrawnMattes, values, JSON)
    except Misfit as misfit:
        raise UsageError(str(misfit)) from None


def read_mattes(path: Path, layer: str = "") -> DrawnMattes:
    """Return the mattes in a file.

    Args:
        path: of the file.
        layer: name of one that must be among them; "": any will do.

    Raises:
        MissingInputError: it is not there, or cannot be read.
        UsageError: it holds something else, or not that layer.
    """
    try:
        mattes = mattes_from_json(read_json(path, MANIFEST_BYTES))
        if layer:
            mattes.layer(layer)
        return mattes
    except OSError as error:
        raise MissingInputError(f"cannot be read: {error.strerror}", path=path) from error
    except UsageError as error:
        raise UsageError(error.message, hint=error.hint, path=path) from None
    except ValueError as error:
        raise UsageError(f"expected JSON, got: {error}", path=path) from error


def write_mattes(mattes: DrawnMattes, path: Path) -> None:
    """Write mattes to a file, whole or not at all.

    Raises:
        OutputError: the system refused.
    """
    with replacing(path) as temporary:
        temporary.write_text(json.dumps(mattes_to_json(mattes), indent=1) + "\n", "utf-8")
