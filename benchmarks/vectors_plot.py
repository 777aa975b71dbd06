"""The picture for docs/vectors.md: truth, `flow` and `vectors`, and where they are wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch

from benchmarks.rendered_truth import Span, display, make, regions, spans
from slowglass.core.media.images.frame import read_picture
from slowglass.core.models.load import load_model
from tests.rendered_set import RenderedSet
from tests.vector_pass import Image

BACKGROUND, INK = "#1b1d20", "#e8e8e8"
LARGEST_ERROR = 0.4
COMPARED = ("flow", "vectors")


def draw(rendered: RenderedSet, output: Path) -> None:
    """Draw the middle in-between of one span of each scene."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    scenes = list(rendered.scenes)
    figure = Figure(figsize=(16, 1.95 * len(scenes)), facecolor=BACKGROUND)
    FigureCanvasAgg(figure)
    axes = figure.subplots(len(scenes), 5, squeeze=False)
    for row, scene in zip(axes, scenes, strict=True):
        _draw_scene(row, scene, next(spans(rendered, scene)))
    figure.subplots_adjust(left=0.005, right=0.995, top=0.97, bottom=0.005, wspace=0.02)
    output.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(output, dpi=80, facecolor=BACKGROUND)


def _draw_scene(row: Any, scene: str, span: Span) -> None:
    """Draw truth with its occluded band outlined, then picture and error of each model."""
    true = span.between[len(span.between) // 2]
    truth = display(read_picture(true.path))
    t = true.time - span.left.time
    _show(row[0], truth, f"{scene}: rendered, occluded band outlined")
    band = regions(true.path, span.left.path, span.right.path, t)["occluded"]
    row[0].contour(band, levels=[0.5], colors="#ff5050", linewidths=0.6)
    for k, name in enumerate(COMPARED):
        made = _made(name, span, t)
        error = np.abs(made - truth).mean(-1)
        psnr = -10 * np.log10(((made - truth) ** 2).mean())
        _show(row[1 + 2 * k], made, name)
        title = f"{name}: error, {psnr:.1f} dB"
        _show(row[2 + 2 * k], error, title, cmap="inferno", vmin=0, vmax=LARGEST_ERROR)


def _made(name: str, span: Span, t: Any) -> Image:
    """Return the frame at ``t`` as a model makes it."""
    model = load_model(name, "cpu")
    left, right = read_picture(span.left.path), read_picture(span.right.path)
    with torch.inference_mode():
        field = model.frame_motion(left, right).field(t)
        return make(left, right, field, model.device)


def _show(axis: Any, picture: Image, title: str, **options: Any) -> None:
    axis.imshow(picture, interpolation="nearest", **options)
    axis.set_title(title, color=INK, fontsize=9, pad=2)
    axis.set_axis_off()
