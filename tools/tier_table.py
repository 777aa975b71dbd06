"""The table of qualities: what each means, from the code; its cost and figures, as recorded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from slowglass.core.models import TIERS

FIGURES = {"psnr_8_bit_db": "{:.2f}", "perceptual_distance": "{:.3f}", "sharpness": "{:.3f}"}
"""Of a report of quality, and how each is written."""

COSTS = (("pair_ms_720p",), ("field_ms_720p", "compose_ms_720p"))
"""Milliseconds of a record of costs: of a pair, and of each new frame."""

HEAD = ("quality", "device", "model", "RIFE", "a pair", "each new frame")


def tier_table(results: Path) -> str:
    """Return the table; what is not recorded of a model is a dash.

    Args:
        results: folder of the records.
    """
    costs, figures = (
        _models(results / f"{name}.json") for name in ("network_cost", "quality-triplets-report")
    )
    rows = [[*HEAD, "PSNR (dB)", "distance", "sharpness"]]
    rows.append(["---"] * len(rows[0]))
    for tier in TIERS:
        for way in tier.ways:
            needed = "needed" if "rife" in way else "not there" if len(tier.ways) > 1 else "either"
            cells = [f"`{tier.quality}`", tier.device.upper(), f"`{way}`", needed]
            cells += [_milliseconds(costs.get(way, {}), keys) for keys in COSTS]
            mean = figures.get(way, {}).get("mean", {})
            cells += [_written(mean.get(key), form) for key, form in FIGURES.items()]
            rows.append(cells)
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _models(path: Path) -> dict[str, Any]:
    """Return the models of a record."""
    return dict(json.loads(path.read_text("utf-8"))["models"])


def _milliseconds(row: dict[str, float], keys: tuple[str, ...]) -> str:
    return f"{sum(row[key] for key in keys):,.0f} ms" if row else "–"


def _written(value: float | None, form: str) -> str:
    return "–" if value is None else form.format(value)
