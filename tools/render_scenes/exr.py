"""Read and write multilayer OpenEXR files whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import OpenImageIO as oiio
from numpy.typing import NDArray

Pixels = NDArray[np.float32]


def read_exr(path: Path) -> tuple[Any, Pixels]:
    """The specification of the file's first part, and its pixels: (height, width, channels)."""
    reader = oiio.ImageInput.open(str(path))
    if reader is None:
        raise OSError(f"{path}: {oiio.geterror()}")
    pixels = reader.read_image("float")
    if pixels is None:
        raise OSError(f"{path}: {reader.geterror()}")
    return reader.spec(), np.asarray(pixels, dtype=np.float32)


def write_exr(path: Path, spec: Any, pixels: Pixels) -> None:
    """Write all channels in one part, each in the format that ``spec.channelformats`` says."""
    writer = oiio.ImageOutput.create(str(path))
    if writer is None:
        raise OSError(f"{path}: {oiio.geterror()}")
    if not writer.open(str(path), spec) or not writer.write_image(pixels) or not writer.close():
        raise OSError(f"{path}: {writer.geterror()}")
