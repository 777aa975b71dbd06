"""The name that a DPX file says is its own.

OpenImageIO puts there what it writes to: a temporary file's whole path, with the machine's name in
it, other bytes in every run.

Source: SMPTE ST 268-1:2014, table 1 (generic section, field 8, "Image filename").
"""

from __future__ import annotations

from pathlib import Path

_PLACE, _LENGTH = 36, 100


def name_dpx(path: Path, name: str) -> None:
    """Make a DPX file say that its name is ``name``, as far as there is room for it.

    Raises:
        OSError: the system refused.
    """
    text = name.encode("utf-8")[: _LENGTH - 1].decode("utf-8", "ignore").encode("utf-8")
    with path.open("r+b") as file:
        file.seek(_PLACE)
        file.write(text.ljust(_LENGTH, b"\0"))
