"""A quality report as a file, and as a table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from slowglass.core.errors import OutputError

MOTION_COLUMNS = {"step_error_pixels": "step (px)", "pace_error_percent": "pace (%)"}

LOOK_COLUMNS = {"sharpness": "sharpness", "perceptual_distance": "distance"}
"""Older records have neither, the distance is measured where its packages are installed."""


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
    looks = [name for name in LOOK_COLUMNS if name in next(iter(models.values()))["mean"]]
    head = ["model", "PSNR (dB)", "95 % interval", *categories, "SSIM", "IE"]
    head += [LOOK_COLUMNS[name] for name in looks]
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
                *(f"{mean[name]:.3f}" for name in looks),
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
