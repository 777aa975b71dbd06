"""A quality report as a file, and as a table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from slowglass.core.errors import OutputError

LOOK_COLUMNS = {"sharpness": "sharpness", "perceptual_distance": "distance"}
"""Older records have neither, the distance is measured where its packages are installed."""

COLUMNS = {
    "psnr_8_bit_db": ("PSNR (dB)", "{:.2f}"),
    "perceptual_distance": (LOOK_COLUMNS["perceptual_distance"], "{:.3f}"),
    "sharpness": (LOOK_COLUMNS["sharpness"], "{:.3f}"),
    "ssim": ("SSIM", "{:.3f}"),
    "interpolation_error": ("IE", "{:.2f}"),
}
"""Metrics of frames, as they are called and written."""

MOTION_COLUMNS = {
    "step_error_pixels": ("step (px)", "{:.2f}"),
    "pace_error_percent": ("pace (%)", "{:.2f}"),
}
LOOKED_AT = ("psnr_8_bit_db", "perceptual_distance", "sharpness")
"""Metrics that are told of each category."""


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
    """Return the report as a table: a row for each model, means with their 95 % intervals."""
    models = report["models"]
    first = next(iter(models.values()))
    measured = [name for name in COLUMNS if name in first["mean"]]
    moving = [name for name in MOTION_COLUMNS if name in first.get("motion", {})]
    compared = [one["difference"]["to"] for one in models.values() if "difference" in one][:1]
    head = [COLUMNS[name][0] for name in measured] + [MOTION_COLUMNS[name][0] for name in moving]
    rows = [["model", *head, *(f"dB against `{name}`" for name in compared)]]
    for name, result in models.items():
        cells = [
            _with_interval(COLUMNS[one][1], result["mean"][one], result["interval"][one])
            for one in measured
        ]
        cells += [_with_interval(MOTION_COLUMNS[one][1], **result["motion"][one]) for one in moving]
        rows.append([f"`{name}`", *cells, *(_against(result) for _ in compared)])
    return _table(rows)


def category_table(report: dict[str, Any]) -> str:
    """Return the report by category as a table: PSNR, perceptual distance and sharpness."""
    models = report["models"]
    first = next(iter(models.values()))
    measured = [name for name in LOOKED_AT if name in first["mean"]]
    titles = [f"{name} ({one['items']})" for name, one in first["by_category"].items()]
    rows = [["model", *titles]]
    for name, result in models.items():
        cells = [
            " / ".join(COLUMNS[one][1].format(category["mean"][one]) for one in measured)
            for category in result["by_category"].values()
        ]
        rows.append([f"`{name}`", *cells])
    return _table(rows)


def _table(rows: list[list[str]]) -> str:
    """Return rows, of which the first is the head, in Markdown."""
    return "\n".join(
        f"| {' | '.join(row)} |" for row in [rows[0], ["---"] * len(rows[0]), *rows[1:]]
    )


def _with_interval(form: str, mean: float, interval: list[float]) -> str:
    """Return a mean with its interval."""
    low, high = (form.format(bound) for bound in interval)
    return f"{form.format(mean)} ({low} to {high})"


def _against(result: dict[str, Any]) -> str:
    """Return how much better a model is than the one it is compared with, and the interval."""
    if "difference" not in result:
        return ""
    change = result["difference"]["psnr_8_bit_db"]
    return _with_interval("{:+.2f}", change["mean"], change["interval"])
