"""`slowglass bench quality`: models compared on frames whose true in-betweens are known."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from slowglass.core.errors import OutputError, ShapeError
from slowglass.core.media.images import read_picture
from slowglass.core.media.movies import display_picture
from slowglass.core.models import load_model
from slowglass.core.quality import (
    Half,
    ItemScores,
    Picture,
    QualityItem,
    differences,
    evaluate,
    half_of,
    read_dataset,
    summarise,
)
from slowglass.plugin.bench.machine import describe_machine
from slowglass.plugin.bench.plot import plot_quality

SCHEMA = "slowglass.quality/1"

MOTION_COLUMNS = {"step_error_pixels": "step (px)", "pace_error_percent": "pace (%)"}

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
        folder: what `slowglass.core.quality.dataset` describes.
        model_names: as `load_model` knows them.
        device: auto, cpu, cuda or mps.
        output: the folder to write to.
        note: called before each model, and when the files are written.
        half: measure only on this half of the clips, see `half_of`.

    Returns:
        The report as written, and it as a table in Markdown. ``models`` maps each name to
        `summarise`'s result with devices added. No path of this machine is in it.

    Raises:
        SlowglassError: the folder, a picture or a model cannot be used, or a file not written.
    """
    dataset = Path(folder).resolve().name
    items = read_dataset(folder)
    if half is not None:
        dataset = f"{dataset}-{half}"
        items = tuple(item for item in items if half_of(item.clip) == half)
    report = measure_quality(dataset, items, model_names, device, note)
    for suffix, write in ((".json", write_report), (".png", plot_quality)):
        path = output / f"quality-{dataset}{suffix}"
        write(report, path)
        note(f"wrote {path}")
    return report, markdown_table(report)


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
        As `run_quality` writes it. Models after the first also say how they differ from it.

    Raises:
        SlowglassError: a picture or a model cannot be used.
    """
    models: dict[str, Any] = {}
    base: list[ItemScores] = []
    for name in model_names:
        note(f"{name}: {len(items)} items")
        model = load_model(name, device)
        scores = list(evaluate(model.between, items, read_rgb))
        where = {"device": str(model.device), "estimation_device": model.estimation_device}
        models[name] = {**summarise(scores), **where}
        if base:
            models[name]["difference"] = {"to": model_names[0], **differences(scores, base)}
        base = base or scores
    machine = describe_machine()
    return {"schema": SCHEMA, "dataset": dataset, "machine": machine, "models": models}


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


def write_report(report: dict[str, Any], path: Path) -> None:
    """Write a report as JSON.

    Raises:
        OutputError: the folder or the file cannot be written.
    """
    text = json.dumps(report, indent=1, ensure_ascii=False)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise OutputError(f"expected to write the report, got: {error}", path=path) from error


def markdown_table(report: dict[str, Any]) -> str:
    """Return the report as a table: a row for each model, a column for each category."""
    models = report["models"]
    categories = list(next(iter(models.values()))["by_category"])
    motion = next(iter(models.values())).get("motion", {})  # older records have none
    moving = [name for name in MOTION_COLUMNS if name in motion]
    compared = [one["difference"]["to"] for one in models.values() if "difference" in one][:1]
    head = ["model", "PSNR (dB)", "95 % interval", *categories, "SSIM", "IE"]
    head += [MOTION_COLUMNS[name] for name in moving]
    head += [f"dB against `{name}`" for name in compared]
    rows = [head, ["---"] * len(head)]
    for name, result in models.items():
        low, high = result["interval"]["psnr_8_bit_db"]
        by_category = [
            f"{result['by_category'][category]['mean']['psnr_8_bit_db']:.2f}"
            for category in categories
        ]
        mean = result["mean"]
        rows.append(
            [
                f"`{name}`",
                f"{mean['psnr_8_bit_db']:.2f}",
                f"{low:.2f} to {high:.2f}",
                *by_category,
                f"{mean['ssim']:.4f}",
                f"{mean['interpolation_error']:.2f}",
                *(f"{result['motion'][name]['mean']:.2f}" for name in moving),
                *(_against(result) for _ in compared),
            ]
        )
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _against(result: dict[str, Any]) -> str:
    """Return how much better a model is than the one it is compared with, and the interval."""
    if "difference" not in result:
        return ""
    change = result["difference"]["psnr_8_bit_db"]
    low, high = change["interval"]
    return f"{change['mean']:+.2f} ({low:+.2f} to {high:+.2f})"
