"""Reading checkpoints: tensors and plain values, never code.

A checkpoint of PyTorch is a pickle, and a pickle may run anything. It is read by PyTorch's
restricted unpickler, which builds tensors and plain containers alone; what else a file asks for is
refused by name.
"""

from __future__ import annotations

import datetime
import os
import pickle
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from slowglass.core.errors import ModelError, UnknownModelError

Tensors = Mapping[str, Tensor]

HARMLESS = (datetime.datetime,)
"""Beside tensors and plain values: when a checkpoint was made, as the port of Super SloMo notes."""

PICKLE_MARK = b"\x80"
ZIP_MARK = b"PK\x03\x04"
ASK_AUTHOR = "use only files that you trust, and ask their author for plain weights"
_LENGTH_BYTES = 8


@dataclass(frozen=True)
class Weights:
    """What a checkpoint holds."""

    tensors: dict[str, Tensor]
    """On the CPU; names in nested tables are joined by dots ("state_dictFC.conv1.bias")."""
    metadata: dict[str, Any]
    """Whatever else the file says, plain values, named likewise."""


def read_weights(path: str | Path) -> Weights:
    """Return the tensors of a checkpoint and what it says beside them; no code of it is run.

    PyTorch's files, new and old, and safetensors are known by their content, whatever their name.
    Copies are returned: the file may change or go afterwards.

    Raises:
        UnknownModelError: there is no such file.
        ModelError: it is no checkpoint, is cut off or damaged, or asks for code to be run.
    """
    path = Path(path)
    beginning = _beginning(path)
    if _is_safetensors(beginning):
        return _read_safetensors(path)
    if beginning.startswith((ZIP_MARK, PICKLE_MARK)):
        return _read_torch(path)
    raise ModelError(
        f"expected a checkpoint, got {_kind(beginning)}",
        path=path,
        hint="download it again, or give the .pkl, .pth, .ckpt or .safetensors file itself",
    )


def _beginning(path: Path) -> bytes:
    """Return the first bytes of a file."""
    if not os.path.exists(path):
        raise UnknownModelError("expected a checkpoint, found no such file", path=path)
    if not os.path.isfile(path):
        raise ModelError("expected a checkpoint, got a folder or a device", path=path)
    try:
        with path.open("rb") as file:
            return file.read(64)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ModelError(f"expected to read it, the system says: {reason}", path=path) from error


def _is_safetensors(beginning: bytes) -> bool:
    """Return whether a file begins as safetensors do: the length of a JSON header, and it."""
    return beginning[_LENGTH_BYTES : _LENGTH_BYTES + 1] == b"{"


def _kind(beginning: bytes) -> str:
    """Return what a file that is no checkpoint looks like."""
    text = beginning.lstrip().lower()
    if not beginning:
        return "an empty file"
    if text.startswith((b"<!doctype", b"<html", b"<?xml")):
        return "a web page"
    if text.startswith(b"version https://git-lfs"):
        return "a note of where Git LFS keeps it"
    return "something else"


def _read_safetensors(path: Path) -> Weights:
    """Read a safetensors file."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="pt") as file:
            tensors = {name: file.get_tensor(name).clone() for name in file.keys()}
            return Weights(tensors, dict(file.metadata() or {}))
    except (SafetensorError, OSError, ValueError) as error:
        raise _damaged(path) from error


def _read_torch(path: Path) -> Weights:
    """Read a file of ``torch.save``."""
    if zipfile.is_zipfile(path):
        _require_torch_archive(path)
    try:
        with path.open("rb") as file, torch.serialization.safe_globals(list(HARMLESS)):
            content = torch.load(file, map_location="cpu", weights_only=True)
    except MemoryError:
        raise
    except Exception as error:  # the unpickler meets damage with whatever exception it runs into
        raise _forbidden(path, error) or _damaged(path) from error
    if not isinstance(content, Mapping):
        raise ModelError(
            f"expected a checkpoint with named tensors, got one {type(content).__name__}", path=path
        )
    weights = Weights({}, {})
    try:
        _collect(content, "", weights)
    except ModelError as error:
        raise ModelError(error.message, path=path) from None
    except RecursionError as error:  # tables within themselves, or far too deep
        raise _damaged(path) from error
    for name, tensor in weights.tensors.items():
        if not _is_plain(tensor):
            raise ModelError(f"expected plain numbers, {name} holds others", path=path)
    return weights


def _is_plain(tensor: Tensor) -> bool:
    """Return whether a tensor is an ordinary array with values."""
    special = tensor.is_quantized or tensor.is_complex() or tensor.is_meta
    return tensor.layout == torch.strided and not special


def _require_torch_archive(path: Path) -> None:
    """Refuse an archive that is not one of ``torch.save``."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError) as error:
        raise _damaged(path) from error
    names = [entry.filename for entry in entries]
    if any("/code/" in name for name in names):
        raise ModelError("expected weights, got a TorchScript program", path=path, hint=ASK_AUTHOR)
    if not any(name.endswith("data.pkl") for name in names):
        raise ModelError(
            f"expected a checkpoint, got an archive of {len(names)} files",
            path=path,
            hint="unpack it and give the checkpoint inside",
        )
    # torch.save packs nothing; what is packed, or lies within another entry, grows a thousandfold.
    packed = any(entry.compress_type != zipfile.ZIP_STORED for entry in entries)
    if packed or sum(entry.file_size for entry in entries) > path.stat().st_size:
        raise ModelError(
            "expected a checkpoint as torch.save writes it, got a packed archive",
            path=path,
            hint=ASK_AUTHOR,
        )


def _collect(content: Mapping[Any, Any], prefix: str, weights: Weights) -> None:
    """Sort what a checkpoint holds into tensors, by their full names, and other values."""
    for key, value in content.items():
        name = f"{prefix}{key}"
        if isinstance(value, Tensor):
            if _is_plain(value) and value.nbytes > value.untyped_storage().nbytes():
                raise ModelError(f"expected a number for each place of {name}, got fewer")
            weights.tensors[name] = value.detach().clone()
        elif isinstance(value, Mapping):
            _collect(value, f"{name}.", weights)
        else:
            weights.metadata[name] = value


def _forbidden(path: Path, error: Exception) -> ModelError | None:
    """Return the error for a file that asks for code, None for one that is merely damaged."""
    asked = re.search(r"GLOBAL (\S+)|load (?:class|function) (\S+)", str(error))
    if not isinstance(error, pickle.UnpicklingError) or not asked:
        return None
    return ModelError(
        "expected tensors and plain values, the file asks to run "
        f"{asked[1] or asked[2]}; nothing was run",
        path=path,
        hint=ASK_AUTHOR,
    )


def _damaged(path: Path) -> ModelError:
    """Return the error for a file that cannot be read to its end."""
    return ModelError(
        "expected a whole checkpoint, got one that is damaged, cut off or of another kind",
        path=path,
        hint="download or copy it again",
    )
