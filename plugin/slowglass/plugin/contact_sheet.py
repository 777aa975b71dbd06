"""A sheet of source frames, the frames made between them, and the motion that made them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from slowglass.core.field import LEFT, WarpField
from slowglass.core.frames import Frame
from slowglass.plugin.marks import PNG_METADATA

PAIRS = (2, 5, 8)
"""Source indices of the left frames that are shown."""
SLOWED = 4
"""Frames of the result for each of the source."""
MIDDLE = Fraction(1, 2)
BACKGROUND, INK, SOURCE_INK = "#1b1d20", "#e8e8e8", "#ffb454"


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
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from slowglass.core.media import open_source
    from slowglass.core.media.images import read_seen
    from slowglass.core.models import load_model

    loaded = load_model(model, device)
    figure = Figure(figsize=(18, 2.15 * len(PAIRS) + 0.5), facecolor=BACKGROUND)
    FigureCanvasAgg(figure)
    axes = figure.subplots(len(PAIRS), 6, squeeze=False)
    with open_source(str(source)) as clip, torch.inference_mode():
        for row, index in zip(axes, PAIRS, strict=True):
            left, right = clip.read(index), clip.read(index + 1)
            _show(row[0], _picture(left), f"source {index}", SOURCE_INK)
            for part in range(1, SLOWED):
                between = read_seen(made[SLOWED * index + part])
                _show(row[part], _picture(between), f"made at {index + part / SLOWED:.2f}", INK)
            _show(row[4], _picture(right), f"source {index + 1}", SOURCE_INK)
            field = loaded.frame_motion(left, right).field(MIDDLE)
            colours, largest = motion_colours(_motion(field))
            _show(row[5], colours, f"motion, up to {largest:.0f} px a frame", INK)
            _show_wheel(row[5])
    figure.suptitle(
        f"{source.name} and on, retimed to 25 % with {model}: source frames and frames made",
        color=INK,
        fontsize=12,
    )
    figure.subplots_adjust(left=0.005, right=0.995, top=0.9, bottom=0.01, wspace=0.03, hspace=0.12)
    output.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(output, dpi=110, facecolor=BACKGROUND, metadata=PNG_METADATA)


def motion_colours(flow: NDArray[np.float32]) -> tuple[NDArray[np.float32], float]:
    """Return a flow (2, H, W) as colours (H, W, 3), and the length that is drawn strongest.

    Direction is hue, length is saturation, white is still; the strongest is the 99th percentile.

    Source: Baker et al., "A Database and Evaluation Methodology for Optical Flow", IJCV 2011,
    section 4 (the colour coding of flow).
    """
    from matplotlib.colors import hsv_to_rgb

    length = np.hypot(flow[0], flow[1])
    largest = max(float(np.percentile(length, 99)), 1e-3)
    hue = (np.arctan2(flow[1], flow[0]) / (2 * np.pi)) % 1
    saturation = np.clip(length / largest, 0, 1)
    colours = hsv_to_rgb(np.stack([hue, saturation, np.ones_like(hue)], -1))
    return colours.astype(np.float32), largest


def _motion(field: WarpField) -> NDArray[np.float32]:
    """Return the motion of a pair in pixels a frame, (2, H, W), from a field in its middle."""
    places = [k for k, side in enumerate(field.sides) if side == LEFT]
    into_left = field.flow[0, places].mean(0)
    return (-2 * into_left).cpu().numpy()


def _picture(frame: Frame) -> NDArray[np.float32]:
    """Return a frame as display code (H, W, 3) in 0..1."""
    from slowglass.core.pipeline.colour import to_transfer
    from slowglass.core.proxy import visible

    code = visible(to_transfer(frame, "srgb"))
    return code[0].clamp(0, 1).permute(1, 2, 0).numpy()


def _show(axis: Any, picture: NDArray[np.float32], title: str, ink: str) -> None:
    """Show a picture with a title."""
    axis.imshow(picture, interpolation="lanczos")
    axis.set_title(title, color=ink, fontsize=10, pad=3)
    axis.set_axis_off()


def _show_wheel(axis: Any) -> None:
    """Show which colour stands for which direction, in a corner."""
    steps = np.linspace(-1, 1, 65, dtype=np.float32)
    wheel = np.stack(np.meshgrid(steps, steps))
    colours, _ = motion_colours(wheel)
    inside = np.hypot(*wheel) <= 1
    inset = axis.inset_axes([0.01, 0.01, 0.2, 0.34])
    inset.imshow(np.dstack([colours, inside.astype(np.float32)]))
    inset.set_axis_off()
