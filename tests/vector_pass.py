"""What Blender's Vector pass says, applied to a picture."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import OpenImageIO as oiio
from numpy.typing import NDArray

Image = NDArray[np.float32]


def read_channels(path: Path, *names: str) -> Image:
    """The named channels of layer ``ViewLayer``: (height, width, channels), float32."""
    reader = oiio.ImageInput.open(str(path))
    assert reader is not None, oiio.geterror()
    present = list(reader.spec().channelnames)
    pixels: Image = np.asarray(reader.read_image("float"), dtype=np.float32)
    chosen = [present.index(f"ViewLayer.{name}") for name in names]
    taken: Image = pixels[..., chosen]
    return taken


def display(path: Path) -> Image:
    """The colours, highlights held below 1, roughly as the eye sees them."""
    colours = read_channels(path, "Combined.R", "Combined.G", "Combined.B")
    shown: Image = np.sqrt(colours.clip(0.0, 1.0))
    return shown


def seen_in_next_frame(path: Path, next_frame: Image) -> Image:
    """``next_frame`` sampled where the Vector pass of ``path`` says that its pixels go.

    The pass holds motion with y up, as position now less position next in Z and W.
    """
    vector = read_channels(path, "Vector.Z", "Vector.W")
    rows, columns = np.indices(vector.shape[:2], dtype=np.float32)
    x, y = columns - vector[..., 0], rows + vector[..., 1]
    return np.asarray(
        cv2.remap(next_frame, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    )


def seen_in_previous_frame(path: Path, previous_frame: Image) -> Image:
    """``previous_frame`` sampled where the Vector pass of ``path`` says that its pixels were."""
    vector = read_channels(path, "Vector.X", "Vector.Y")
    rows, columns = np.indices(vector.shape[:2], dtype=np.float32)
    x, y = columns + vector[..., 0], rows - vector[..., 1]
    return np.asarray(
        cv2.remap(previous_frame, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    )
