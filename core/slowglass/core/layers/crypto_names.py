"""The names of a cryptomatte's objects and their IDs, as its manifests have them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from slowglass.core.errors import InputError
from slowglass.core.frames import Frame, NativeFile
from slowglass.core.plain_files import MANIFEST_BYTES, json_value, read_json


def crypto_names(frame: Frame) -> dict[tuple[str, str], int]:
    """Return the IDs of all objects, by their cryptomatte and their name.

    Raises:
        InputError: a manifest cannot be read, or holds no IDs.

    Source: J. Friedman and A. C. Jones, Cryptomatte Specification 1.2.0 (Psyop, 2018), "Metadata".
    """
    found: dict[str, dict[str, str]] = {}
    for part in (frame.attributes, *frame.attributes.get("parts", ())):
        for name, attribute in part.items():
            head, _, key = name.rpartition("/")
            if head.lower().startswith("cryptomatte/"):
                found.setdefault(head, {})[key] = str(getattr(attribute, "value", attribute))
    return {
        (one.get("name", ""), name): bits
        for one in found.values()
        for name, bits in _manifest(one, frame).items()
    }


def _manifest(one: Mapping[str, str], frame: Frame) -> Mapping[str, int]:
    """Return the IDs by their names, of a cryptomatte's metadata or the file that they name."""
    path = frame.native.path if isinstance(frame.native, NativeFile) else ""
    try:
        if "manifest" in one:
            names = json_value(one["manifest"])
        elif "manif_file" in one and path:
            names = read_json(Path(path).with_name(one["manif_file"]), MANIFEST_BYTES)
        else:
            return {}
        return {str(name): _bits(bits) for name, bits in dict(names).items()}
    except (OSError, ValueError, TypeError) as error:
        file = f" {one['manif_file']}" if "manif_file" in one else ""
        raise InputError(
            f"expected names with their IDs in the manifest{file} of a cryptomatte, got: {error}",
            path=path,
            hint="render it again, or give a matte as a file or a channel",
        ) from error


def _bits(text: object) -> int:
    """Return an ID, written as eight hexadecimal digits.

    Raises:
        ValueError: it is none.
    """
    if not re.fullmatch("[0-9a-fA-F]{1,8}", str(text)):
        raise ValueError(f"{text!r} is no ID")
    return int(str(text), 16)
