"""Models compared on frames whose true in-betweens are known.

What `slowglass bench quality` and `slowglass evaluate` measure with.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from slowglass.core.errors import ShapeError
from slowglass.core.media.images import read_picture
from slowglass.core.media.movies import display_picture
from slowglass.core.models import load_model
from slowglass.core.own_files import refuse_strangers
from slowglass.core.quality import (
    Half,
    ItemScores,
    Picture,
    QualityItem,
    all_metrics,
    differences,
    evaluate,
    first_frames,
    half_of,
    read_dataset,
    summarise,
)
from slowglass.core.training.dataset import DATASET_FILE, part_folder
from slowglass.plugin.bench.machine import describe_machine
from slowglass.plugin.bench.plot import plot_quality
from slowglass.plugin.bench.report import category_table, markdown_table, write_report
from slowglass.plugin.marks import PNG_MARK, QUALITY_MARK, QUALITY_SCHEMA

Note = Callable[[str], None]
"""Says a line to people."""


def run_quality(
    folder: str | Path,
    model_names: Sequence[str],
    device: str,
    output: Path,
    note: Note,
    half: Half | None = None,
) -> tuple[dict[str, Any], str]:
    """Measure models one after the other and write ``quality-<folder>.json`` and ``.png``.

    Args:
        folder: as `measure_folder` takes it.
        model_names: as `load_model` knows them.
        device: auto, cpu, cuda or mps.
        output: the folder to write to.
        note: called before each model, and when the files are written.
        half: measure only on this half of the clips, see `half_of`.

    Returns:
        The report as written, and it as tables in Markdown: of all items, and by category.

    Raises:
        SlowglassError: the folder, a picture or a model cannot be used, or a file not written.
    """
    name = f"quality-{_dataset_name(Path(folder), half)}"
    json_path, plot_path = output / f"{name}.json", output / f"{name}.png"
    refuse_strangers((json_path,), QUALITY_MARK)
    refuse_strangers((plot_path,), PNG_MARK)
    report = measure_folder(folder, model_names, device, note, half=half)
    for path, write in ((json_path, write_report), (plot_path, plot_quality)):
        write(report, path)
        note(f"wrote {path}")
    return report, f"{markdown_table(report)}\n\n{category_table(report)}"


def measure_folder(
    folder: str | Path,
    model_names: Sequence[str],
    device: str,
    note: Note,
    *,
    half: Half | None = None,
    span: int | None = None,
) -> dict[str, Any]:
    """Measure models on triplets, spans or the validation part of a data set.

    Args:
        folder: what `slowglass.core.quality.dataset` describes, or what `slowglass dataset build`
            made.
        model_names: as `load_model` knows them.
        device: auto, cpu, cuda or mps.
        note: called before each model.
        half: measure only on this half of the clips, see `half_of`.
        span: frames from first to last of each item; None: all that it has.

    Returns:
        As `measure_quality` gives it, with ``span`` added.

    Raises:
        SlowglassError: the folder, a picture or a model cannot be used.
    """
    folder = Path(folder)
    items = read_dataset(
        part_folder(folder, "validation") if (folder / DATASET_FILE).exists() else folder
    )
    if half is not None:
        items = tuple(item for item in items if half_of(item.clip) == half)
    if span is not None:
        items = first_frames(items, span)
    dataset = _dataset_name(folder, half)
    return {**measure_quality(dataset, items, model_names, device, note), "span": span}


def _dataset_name(folder: Path, half: Half | None) -> str:
    """Return what a report calls a data set, or half of it."""
    name = folder.resolve().name
    return name if half is None else f"{name}-{half}"


def measure_quality(
    dataset: str, items: Sequence[QualityItem], model_names: Sequence[str], device: str, note: Note
) -> dict[str, Any]:
    """Measure models one after the other.

    Args:
        dataset: what the report calls the items.
        items: what to measure on.
        model_names: as `load_model` knows them.
        device: auto, cpu, cuda or mps.
        note: called before each model.

    Returns:
        ``models`` maps each name to `summarise`'s result with devices added; those after the first
        also say how they differ from it. No path of this machine is in it.

    Raises:
        SlowglassError: a picture or a model cannot be used.
    """
    models: dict[str, Any] = {}
    base: list[ItemScores] = []
    for name in model_names:
        note(f"{name}: {len(items)} items")
        model = load_model(name, device)
        scores = list(evaluate(model.between, items, read_rgb, all_metrics()))
        where = {"device": str(model.device), "estimation_device": model.estimation_device}
        models[name] = {**summarise(scores), **where}
        if base:
            models[name]["difference"] = {"to": model_names[0], **differences(scores, base)}
        base = base or scores
    machine = describe_machine()
    return {"schema": QUALITY_SCHEMA, "dataset": dataset, "machine": machine, "models": models}


def read_rgb(path: Path) -> Picture:
    """Return a picture file as (H, W, 3) float32, as stored.

    Raises:
        InputError: it cannot be read.
        ShapeError: it is not in colour.
    """
    planes = display_picture(read_picture(path))
    if len(planes) < 3:
        raise ShapeError(f"expected R, G and B, got {len(planes)} channels", path=path)
    return np.ascontiguousarray(planes[:3].permute(1, 2, 0).numpy())
