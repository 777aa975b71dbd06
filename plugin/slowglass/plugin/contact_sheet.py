"""A sheet of source frames, the frames made between them, and the motion that made them."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from slowglass.core.field import LEFT
from slowglass.core.frames import Frame, FrameSource
from slowglass.core.media import open_source
from slowglass.core.media.images import display_codes, read_seen
from slowglass.core.models import LoadedModel, load_model
from slowglass.core.pipeline.stages import usable_cores
from slowglass.plugin.marks import PNG_METADATA

PAIRS = (2, 5, 8)
"""Source indices of the left frames that are shown."""
SLOWED = 4
"""Frames of the result for each of the source."""
MIDDLE = Fraction(1, 2)

PICTURE_WIDTH, GAP, LABEL_HEIGHT, TITLE_HEIGHT, WHEEL = 320, 8, 22, 34, 64
"""Pixels of the sheet."""
PNG_LEVEL = 3
"""Half the time of zlib's own choice for a file that is a twentieth larger."""
BACKGROUND, INK, SOURCE_INK = "#1b1d20", "#e8e8e8", "#ffb454"


class _Sheet:
    """Rows of pictures, each with a label above it."""

    def __init__(self, title: str, rows: int, columns: int, picture_height: int) -> None:
        self._cell = PICTURE_WIDTH + GAP, picture_height + LABEL_HEIGHT + GAP
        self._size = PICTURE_WIDTH, picture_height
        size = columns * self._cell[0] + GAP, rows * self._cell[1] + TITLE_HEIGHT
        self.image = Image.new("RGB", size, BACKGROUND)
        self._draw = ImageDraw.Draw(self.image)
        self._draw.text((GAP, GAP), title, INK, ImageFont.load_default(16))

    def show(self, row: int, column: int, picture: Image.Image, label: str, ink: str = INK) -> None:
        """Put a picture into its place."""
        left, top = GAP + column * self._cell[0], TITLE_HEIGHT + row * self._cell[1]
        self._draw.text((left, top + 3), label, ink, ImageFont.load_default(13))
        small = picture.resize(self._size, Image.Resampling.LANCZOS)
        self.image.paste(small, (left, top + LABEL_HEIGHT))


def draw_contact_sheet(
    source: Path, made: Sequence[Path], model: str, device: str, output: Path
) -> None:
    """Draw one row for each pair: source, three in-betweens, source, motion.

    Each picture is labelled with its source time; motion is drawn by `motion_colours`.

    Args:
        source: a file of the clip.
        made: the frames of its result at a quarter of its speed.
        model: that made them, as `load_model` takes it.
        device: where to look for motion.
        output: the sheet, a PNG.

    Raises:
        SlowglassError: the source cannot be read, or the model not be loaded.
    """
    loaded = load_model(model, device)
    title = f"{source.name} and on, retimed to 25 % with {model}: source frames and frames made"
    parts = range(1, SLOWED)
    with open_source(str(source)) as clip, ThreadPoolExecutor(usable_cores()) as pool:
        ends = pool.map(partial(_ends, clip, loaded), PAIRS)
        betweens = pool.map(_between, [made[SLOWED * index + k] for index in PAIRS for k in parts])
        height = round(PICTURE_WIDTH * clip.info.height / clip.info.width)
        sheet = _Sheet(title, len(PAIRS), SLOWED + 2, height)
        for row, (index, (left, right, flow)) in enumerate(zip(PAIRS, ends, strict=True)):
            sheet.show(row, 0, left, f"source {index}", SOURCE_INK)
            for part in parts:
                sheet.show(row, part, next(betweens), f"made at {index + part / SLOWED:.2f}")
            sheet.show(row, SLOWED, right, f"source {index + 1}", SOURCE_INK)
            colours, largest = motion_colours(flow)
            _add_wheel(colours)
            sheet.show(row, SLOWED + 1, colours, f"motion, up to {largest:.0f} px a frame")
    output.parent.mkdir(parents=True, exist_ok=True)
    about = PngInfo()
    for name, text in PNG_METADATA.items():
        about.add_text(name, text)
    sheet.image.save(output, pnginfo=about, compress_level=PNG_LEVEL)


def motion_colours(flow: NDArray[np.float32]) -> tuple[Image.Image, float]:
    """Return a flow (2, H, W) as a picture in colours, and the length that is drawn strongest.

    Direction is hue, length is saturation, white is still; the strongest is the 99th percentile.

    Source: Baker et al., "A Database and Evaluation Methodology for Optical Flow", IJCV 2011,
    section 4 (the colour coding of flow).
    """
    length = np.hypot(flow[0], flow[1])
    largest = max(float(np.percentile(length, 99)), 1e-3)
    hue = (np.arctan2(flow[1], flow[0]) / (2 * np.pi)) % 1
    saturation = np.clip(length / largest, 0, 1)
    bands = [
        Image.fromarray(np.rint(band * 255).astype(np.uint8))
        for band in (hue, saturation, np.ones_like(hue))
    ]
    return Image.merge("HSV", bands).convert("RGB"), largest


def motion_between(loaded: LoadedModel, left: Frame, right: Frame) -> NDArray[np.float32]:
    """Return the motion of a pair in pixels of the frames, (2, H, W), as it is in their middle."""
    field = loaded.frame_motion(left, right).field(MIDDLE)
    places = [k for k, side in enumerate(field.sides) if side == LEFT]
    into_left: NDArray[np.float32] = field.flow[0, places].mean(0).cpu().numpy()
    window, (height, width) = left.display_window, into_left.shape[1:]
    scale = np.array([window.width / width, window.height / height], np.float32)
    return -2 * scale[:, None, None] * into_left


def _ends(
    clip: FrameSource, loaded: LoadedModel, index: int
) -> tuple[Image.Image, Image.Image, NDArray[np.float32]]:
    """Return source frame ``index``, the next one, and the motion between them."""
    left, right = clip.read(index), clip.read(index + 1)
    return _picture(left), _picture(right), motion_between(loaded, left, right)


def _between(path: Path) -> Image.Image:
    """Return a frame that was made."""
    return _picture(read_seen(path))


def _picture(frame: Frame) -> Image.Image:
    """Return a frame as people see it."""
    return Image.fromarray(display_codes(frame, PICTURE_WIDTH))


def _add_wheel(picture: Image.Image) -> None:
    """Show which colour stands for which direction, in the lower left corner."""
    steps = np.linspace(-1, 1, WHEEL, dtype=np.float32)
    wheel = np.stack(np.meshgrid(steps, steps))
    colours, _ = motion_colours(wheel)
    inside = Image.fromarray(np.uint8(np.hypot(*wheel) <= 1) * 255)
    picture.paste(colours, (GAP, picture.height - GAP - WHEEL), inside)
