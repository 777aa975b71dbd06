"""`slowglass bench pictures`: where a model is worst, and why, side by side with others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.colors import hsv_to_rgb
from matplotlib.figure import Figure
from numpy.typing import NDArray
from torch import Tensor

from slowglass.core.errors import OutputError
from slowglass.core.field import LEFT, WarpField
from slowglass.core.models import LoadedModel, load_model
from slowglass.core.own_files import refuse_strangers
from slowglass.core.quality import Picture, QualityItem, all_metrics, psnr_8_bit, read_dataset
from slowglass.plugin.bench.quality import Note, read_rgb
from slowglass.plugin.bench.report import LOOK_COLUMNS
from slowglass.plugin.marks import PNG_MARK, PNG_METADATA

COLUMNS = ("made", "error x 4", "motion to the left frame", "weight of the left frame")
ERROR_GAIN = 4
PANEL_INCHES = 3.6


@dataclass(frozen=True)
class Made:
    """What one model makes of an item."""

    name: str
    picture: Picture
    scores: str
    """How near it is to the true one, for people."""
    flow: NDArray[np.float32]
    """(h, w, 2), from the new frame to the left one, in pixels of the field."""
    weight: NDArray[np.float32]
    """(h, w) of all samples from the left frame."""


def run_pictures(
    folder: str | Path,
    model_names: Sequence[str],
    device: str,
    output: Path,
    note: Note,
    worst: int = 10,
) -> list[Path]:
    """Write a sheet for each of the items where the first model is worst.

    A sheet shows the middle frame: above the left, the true and the right frame, below for each
    model what it made, its error, its motion and its weights.

    Args:
        folder: what `slowglass.core.quality.dataset` describes.
        model_names: as `load_model` knows them; they must move pixels, not choose frames.
        device: auto, cpu, cuda or mps.
        output: the folder to write to.
        note: called when a sheet is written.
        worst: how many sheets.

    Returns:
        The files, worst first.

    Raises:
        SlowglassError: the folder, a picture or a model cannot be used, or a file not written.
    """
    models = [load_model(name, device) for name in model_names]
    items = read_dataset(folder)
    ranked = sorted(items, key=lambda item: psnr_of(*middle_frame(models[0], item)))
    sheets = {
        output / f"worst-{rank:02d}-{item.name}.png": item
        for rank, item in enumerate(ranked[:worst], 1)
    }
    refuse_strangers(sheets, PNG_MARK)
    for path, item in sheets.items():
        write_sheet(item, [make(model, item) for model in models], path)
        note(f"wrote {path}")
    return list(sheets)


def make(model: LoadedModel, item: QualityItem) -> Made:
    """Return the middle frame of an item as ``model`` makes it, with the field that makes it."""
    picture, truth = middle_frame(model, item)
    outer = [_planes(read_rgb(item.frames[index])).to(model.device) for index in (0, -1)]
    field = model.still_motion(*outer).field(_middle(item)[1])
    return Made(model.spec.name, picture, _scores(picture, truth), *left_samples(field))


def middle_frame(model: LoadedModel, item: QualityItem) -> tuple[Picture, Picture]:
    """Return the middle frame of an item as ``model`` makes it, and as it is."""
    middle, time = _middle(item)
    left, truth, right = (read_rgb(item.frames[index]) for index in (0, middle, -1))
    return model.between(left, right, [time])[0], truth


def psnr_of(made: Picture, truth: Picture) -> float:
    """Return the PSNR in decibels of what a display of 8 bits shows."""
    return float(psnr_8_bit(_planes(made), _planes(truth)))


def _scores(made: Picture, truth: Picture) -> str:
    """Return PSNR, sharpness and, where it can be measured, perceptual distance."""
    measured = {
        name: float(metric(_planes(made), _planes(truth))) for name, metric in all_metrics().items()
    }
    looks = [
        f"{LOOK_COLUMNS[name]} {measured[name]:.3f}" for name in LOOK_COLUMNS if name in measured
    ]
    return ", ".join([f"{measured['psnr_8_bit_db']:.2f} dB", *looks])


def _middle(item: QualityItem) -> tuple[int, Fraction]:
    """Return the number of the frame in the middle, and its time."""
    middle = len(item.frames) // 2
    return middle, Fraction(middle, len(item.frames) - 1)


def left_samples(field: WarpField) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the weighted mean flow (h, w, 2) and the weight (h, w) of what comes from the left."""
    chosen = [index for index, side in enumerate(field.sides) if side == LEFT]
    weight = field.weight[0, chosen]
    total = weight.sum(0)
    flow = (field.flow[0, chosen] * weight[:, None]).sum(0) / total.clamp_min(1e-6)
    return flow.permute(1, 2, 0).cpu().numpy(), total.cpu().numpy()


def flow_colours(flow: NDArray[np.float32]) -> NDArray[Any]:
    """Return (h, w, 3) in 0..1: the hue tells the direction, the colour's strength the length."""
    length = np.hypot(flow[..., 0], flow[..., 1])
    hue = (np.arctan2(flow[..., 1], flow[..., 0]) / (2 * np.pi)) % 1
    strength = np.clip(length / max(float(length.max()), 1.0), 0, 1)
    return hsv_to_rgb(np.stack([hue, strength, np.ones_like(hue)], -1))


def write_sheet(item: QualityItem, made: Sequence[Made], path: Path) -> None:
    """Write the sheet of one item as PNG.

    Raises:
        OutputError: it cannot be written.
    """
    left, truth, right = (read_rgb(item.frames[index]) for index in (0, _middle(item)[0], -1))
    rows, height = len(made) + 1, truth.shape[0] / truth.shape[1]
    size = (len(COLUMNS) * PANEL_INCHES, rows * (PANEL_INCHES * height + 0.3))
    figure = Figure(figsize=size, layout="constrained")
    axes = figure.subplots(rows, len(COLUMNS))
    for place, picture, title in zip(
        axes[0],
        (left, truth, right, np.ones_like(left)),
        ("left", "true", "right", ""),
        strict=True,
    ):
        _show(place, picture, title)
    for row, one in zip(axes[1:], made, strict=True):
        error = np.abs(one.picture - truth) * ERROR_GAIN
        panels = (one.picture, error, flow_colours(one.flow), one.weight)
        longest = float(np.hypot(one.flow[..., 0], one.flow[..., 1]).max())
        notes = (f" by {one.name}, {one.scores}", "", f", up to {longest:.0f} px", "")
        for place, panel, title, extra in zip(row, panels, COLUMNS, notes, strict=True):
            _show(place, panel, title + extra)
    figure.suptitle(f"{item.name} ({item.category})")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, dpi=110, metadata=PNG_METADATA)
    except OSError as error_:
        raise OutputError(f"expected to write the sheet, got: {error_}", path=path) from error_


def _show(place: Axes, panel: NDArray[Any], title: str) -> None:
    place.imshow(np.clip(panel, 0, 1), cmap="gray", vmin=0, vmax=1)
    place.set_title(title, fontsize=8)
    place.set_axis_off()


def _planes(picture: Picture) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(picture.transpose(2, 0, 1)))[None].clamp(0, 1)
