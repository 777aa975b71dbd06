"""The model `vectors` against optical flow, on the rendered set's true in-betweens.

    python -m benchmarks.vectors [--set DIR]

Writes results/vectors.json and docs/images/vectors.png. The set is that of tools/render_scenes,
with five scenes at least: `python -m tools.render_scenes set --scenes 5`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.record import ROOT, record
from benchmarks.rendered_truth import REGIONS, Change, Score, score_scene
from benchmarks.vectors_plot import draw
from slowglass.core.frames import Frame, Layer
from slowglass.core.models.built_in import BUILT_IN
from slowglass.core.models.load import load_model
from slowglass.core.models.loaded import LoadedModel
from tests.rendered_set import load_rendered_set
from tools.render_scenes.cache import rendered_set_folder

SEE_THROUGH = "see_through"
"""Scenes in which one pixel has two motions: reported apart."""
FORWARD_ONLY = "forward=-Vector.Z,-Vector.W"

Row = tuple[str, Callable[[], LoadedModel], Change]


def rows() -> list[Row]:
    """Return what is compared: models that look at motion, and `vectors` with less to read."""
    compared = [name for name in BUILT_IN if name not in ("nearest", "blend")]
    loaders: list[Row] = [(name, _loader(name), _whole) for name in compared]
    return [
        *loaders,
        ("vectors, no depth", _loader("vectors"), _without_depth),
        ("vectors, forward only", _loader("vectors", FORWARD_ONLY), _whole),
    ]


def _loader(name: str, vectors: str = "") -> Callable[[], LoadedModel]:
    return lambda: load_model(name, "cpu", vectors)


def _whole(frame: Frame) -> Frame:
    return frame


def _without_depth(frame: Frame) -> Frame:
    """Return a frame without its depth channel."""
    return replace(frame, layers=tuple(map(_cut, frame.layers)))


def _cut(layer: Layer) -> Layer:
    kept = [k for k, name in enumerate(layer.channels) if not name.endswith("Depth.Z")]
    names = tuple(layer.channels[k] for k in kept)
    return replace(layer, pixels=layer.pixels[:, :, kept], channels=names)


def _numbers(score: Score) -> dict[str, Any]:
    """Return dB by region, rounded."""
    found = {name: score.psnr(name) for name in REGIONS}
    return {name: None if value is None else round(value, 2) for name, value in found.items()}


def main() -> None:
    """Measure, record and draw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", type=Path, default=rendered_set_folder())
    rendered = load_rendered_set(parser.parse_args().set)
    results: dict[str, Any] = {}
    for name, load, change in rows():
        scores = {scene: score_scene(load(), rendered, scene, change) for scene in rendered.scenes}
        solid = [score for scene, score in scores.items() if not scene.startswith(SEE_THROUGH)]
        results[name] = {
            "scenes": {scene: _numbers(score) for scene, score in scores.items()},
            "mean of solid scenes": {
                region: round(sum(s.psnr(region) or 0.0 for s in solid) / len(solid), 2)
                for region in REGIONS
            },
        }
        print(name, results[name]["mean of solid scenes"], flush=True)
    parts = {
        scene: {region: round(score.part(region), 4) for region in REGIONS}
        for scene, score in scores.items()
    }
    size = {"width": rendered.width, "height": rendered.height, "unit": "dB PSNR, sRGB"}
    print(record("vectors", {**size, "parts": parts, "models": results}))
    draw(rendered, ROOT / "docs" / "images" / "vectors.png")


if __name__ == "__main__":
    main()
