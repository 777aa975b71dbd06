"""A small picture of a frame on disk, as a screen shows it: for people who watch a job."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import OpenImageIO as oiio
from numpy.typing import NDArray

from slowglass.core.atomic import temporary_folder
from slowglass.core.errors import OutputError
from slowglass.core.frames import Frame
from slowglass.core.media.images.frame import read_seen
from slowglass.core.media.images.proxy import block_means
from slowglass.core.pixels import code_scale

JPEG_QUALITY = 85
PNG_LEVEL = 1
"""Fast: these pictures are looked at once."""


def thumbnail_jpeg(path: Path, largest_side: int, is_code: bool = False) -> bytes:
    """Return a JPEG of the colour of a picture file, never larger than the file's picture.

    Args:
        path: of the file.
        largest_side: of the JPEG, in pixels.
        is_code: the file holds display code, also where it is OpenEXR and does not say so.

    Raises:
        InputError: the file is missing, damaged, or of another kind.
    """
    codes = display_codes(read_seen(path), largest_side, is_code)
    with temporary_folder() as folder:
        target = folder / "thumbnail.jpg"
        write_codes(codes, target)
        return target.read_bytes()


def write_codes(codes: NDArray[np.uint8], path: Path) -> None:
    """Write display code, uint8 (height, width, 3), as a small JPEG or an exact PNG.

    Args:
        codes: the picture.
        path: ends in ``.jpg`` or ``.png``.

    Raises:
        OutputError: the system refused.
    """
    height, width = codes.shape[:2]
    picture = oiio.ImageBuf(oiio.ImageSpec(width, height, 3, "uint8"))
    picture.set_pixels(oiio.ROI(), codes)
    picture.specmod().attribute("Compression", f"jpeg:{JPEG_QUALITY}")
    picture.specmod().attribute("png:compressionLevel", PNG_LEVEL)
    if not picture.write(os.fspath(path)):
        raise OutputError(f"expected to write a picture, got: {picture.geterror()}", path=path)


def display_codes(frame: Frame, largest_side: int, is_code: bool = False) -> NDArray[np.uint8]:
    """Return the colour that people see as display code, uint8 (height, width, 3).

    Linear light gets the sRGB curve unless ``is_code`` says that it is none; what exceeds white is
    white; other code is shown as it is. Overscan is shown, too.
    """
    seen = frame.colour()
    pixels = seen.layer.pixels
    rows, columns = pixels.shape[:2]
    shrink = min(1.0, largest_side / max(rows, columns))
    size = max(1, round(rows * shrink)), max(1, round(columns * shrink))
    places = seen.colour if len(seen.colour) == 3 else seen.colour * 3
    # A screen shows no light above white, so a highlight does not outweigh what lies around it.
    white = np.float32(code_scale(pixels))
    values = block_means(np.clip(pixels[..., places], 0, white, dtype=np.float32), *size) / white
    if seen.layer.encoding.transfer == "linear" and not is_code:
        values = _srgb_code(values)
    codes: NDArray[np.uint8] = np.rint(values * 255).astype(np.uint8)
    return codes


def _srgb_code(light: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the code of linear light in 0..1.

    Source: IEC 61966-2-1:1999, clause 5.2; `core.colour` has it for tensors, which watching a job
    should not have to load.
    """
    curve = 1.055 * np.maximum(light, np.float32(0.0031308)) ** np.float32(1 / 2.4) - 0.055
    return np.where(light <= 0.0031308, light * np.float32(12.92), curve).astype(np.float32)
