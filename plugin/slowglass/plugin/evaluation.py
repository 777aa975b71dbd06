"""`slowglass evaluate`: models compared on the frames that were kept from training."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from slowglass.core.quality import first_frames, read_dataset
from slowglass.core.training.dataset import DATASET_FILE, part_folder
from slowglass.plugin.bench import Note, markdown_table, measure_quality, write_report


def run_evaluation(
    folder: Path,
    model_names: Sequence[str],
    *,
    span: int | None,
    device: str,
    output: Path | None,
    note: Note,
) -> tuple[dict[str, Any], str]:
    """Measure models on triplets, spans or the validation part of a data set.

    Args:
        folder: as `read_dataset` takes it, or what `slowglass dataset build` made.
        model_names: as `load_model` takes them, files among them.
        span: frames from first to last of each item; None: all that it has.
        device: auto, cpu, cuda or mps.
        output: JSON file to write the report to; None: none.
        note: called before each model.

    Returns:
        The report as `measure_quality` gives it, with ``span`` added, and it as a table.

    Raises:
        SlowglassError: the folder, a picture or a model cannot be used, or the file not written.
    """
    part = part_folder(folder, "validation") if (folder / DATASET_FILE).exists() else folder
    items = read_dataset(part)
    items = items if span is None else first_frames(items, span)
    report = measure_quality(folder.resolve().name, items, model_names, device, note)
    report["span"] = span
    if output is not None:
        write_report(report, output)
    return report, markdown_table(report)
