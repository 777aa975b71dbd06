"""What goes into a host: a part of the ``slowglass`` tree under a root package of its own.

It works there unchanged because the modules that run in hosts import relatively.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

TIMESTAMP = (1980, 1, 1, 0, 0, 0)
"""Of every file, so that the same sources give the same bytes."""
UNIX = 3
"""The system that a zip says it was made on."""


def adapter_folder(host: str) -> Path:
    """Return where the adapter of a host lies; nothing of it is imported."""
    return _folder("slowglass.host_adapters") / host


def in_host_files(host: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path in the root package and the content of each module that a host needs."""
    plugin, adapters = _folder("slowglass.plugin"), _folder("slowglass.host_adapters")
    modules = [plugin / "__init__.py", adapters / "__init__.py"]
    for folder in (plugin / "protocol", adapters / "common", adapters / host):
        modules += sorted(folder.rglob("*.py"))
    for module in modules:
        base = plugin.parent if module.is_relative_to(plugin) else adapters.parent
        yield module.relative_to(base).as_posix(), module.read_bytes()


def licence_texts(*names: str) -> dict[str, bytes]:
    """Return the texts of licences by their SPDX names, where REUSE looks for them in a zip."""
    folder = _folder("slowglass.plugin") / "licences"
    return {f"LICENSES/{name}.txt": (folder / f"{name}.txt").read_bytes() for name in names}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of files by name; the same files give the same bytes on every system."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, TIMESTAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = UNIX
            info.external_attr = 0o644 << 16
            archive.writestr(info, files[name])
    return buffer.getvalue()


def _folder(package: str) -> Path:
    """Return the folder of an installed package without importing it."""
    spec = find_spec(package)
    assert spec is not None and spec.submodule_search_locations, f"{package} is not installed"
    return Path(next(iter(spec.submodule_search_locations)))
