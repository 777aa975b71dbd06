"""Things that cross: what mattes, and depth, give where one hides another.

    python -m benchmarks.crossing [--set DIR ...] [--models flow,slowglass]

Writes results/crossing.json and docs/images/layers-crossing.png. The sets are those of
tools/render_scenes, of which the scenes called ``crossing`` are taken:
`python -m tools.render_scenes set --scenes 1 --width 320 --height 180 --seed 1`.
Layers are the cryptomatte's objects, all but the ground and the wall, in the order of their depth.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import torch

from benchmarks.record import ROOT, record
from benchmarks.rendered_truth import REGIONS, Mask, Score, Span, display, make, regions, spans
from slowglass.core.frames import ClipInfo, Frame
from slowglass.core.layers import guided_source, pair_motion
from slowglass.core.media import open_source
from slowglass.core.media.images import read_picture
from slowglass.core.models import LoadedModel, load_model
from slowglass.core.proxy import pair_proxies
from tests.rendered_set import RenderedFrame, RenderedSet, load_rendered_set
from tests.vector_pass import Image as Picture
from tools.render_scenes.cache import rendered_set_folder

MATTES = ("crypto:[!GW]*",)
"""Of what moves: the ground and the wall are behind everything."""
WAYS: dict[str, tuple[tuple[str, ...], str]] = {
    "without": ((), "none"),
    "mattes": (MATTES, "auto"),
    "depth": ((), "auto"),
}
"""Mattes and depth of a job, by what it is compared as."""
SHOWN = "flow"
BACKGROUND, INK = "#1b1d20", "#e8e8e8"


class OneFrame:
    """A source that gives the frame of one file, whatever is asked for."""

    def __init__(self, path: Path) -> None:
        with open_source(str(path)) as source:
            self.info: ClipInfo = source.info
        self._frame = read_picture(path)

    def read(self, index: int) -> Frame:
        """Return the frame."""
        return self._frame

    def read_luma(self, index: int, width: int) -> Picture:
        """Return nothing that anybody asks for."""
        raise NotImplementedError


def measured(model: LoadedModel, sets: list[RenderedSet]) -> dict[str, Score]:
    """Return how well a model makes the crossing scenes of sets, by the way it is made."""
    scores = {way: Score() for way in WAYS}
    for rendered in sets:
        for scene in (name for name in rendered.scenes if name.startswith("crossing")):
            for span in spans(rendered, scene):
                for way, score in scores.items():
                    for true, made in pictures(model, span, way):
                        error = ((made - truth(true)) ** 2).mean(-1)
                        score.add(error, _regions(span, true))
    return scores


def pictures(model: LoadedModel, span: Span, way: str) -> Iterator[tuple[RenderedFrame, Picture]]:
    """Yield every true in-between of a span, and what is made in its place."""
    left, right = (_guided(one.path, *WAYS[way]) for one in (span.left, span.right))
    with torch.inference_mode():
        motion = pair_motion(model, left, right, 1, pair_proxies(left, right, model.device))
        for true in span.between:
            yield true, make(left, right, motion.field(_time(span, true)), model.device)


def truth(true: RenderedFrame) -> Picture:
    """Return what a display shows of a true frame."""
    return display(read_picture(true.path))


def _guided(path: Path, mattes: tuple[str, ...], depth: str) -> Frame:
    """Return a frame with its mattes and its depth."""
    with guided_source(OneFrame(path), mattes, depth) as source:
        return source.read(0)


def _time(span: Span, true: RenderedFrame) -> Fraction:
    return true.time - span.left.time


def _regions(span: Span, true: RenderedFrame) -> dict[str, Mask]:
    return regions(true.path, span.left.path, span.right.path, _time(span, true))


def _numbers(score: Score) -> dict[str, Any]:
    """Return dB by region, rounded."""
    found = {name: score.psnr(name) for name in REGIONS}
    return {name: None if value is None else round(value, 2) for name, value in found.items()}


def draw(sets: list[RenderedSet], output: Path) -> None:
    """Draw the middle in-between of one span of each set: truth, and what each way makes of it."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(14, 2.15 * len(sets)), facecolor=BACKGROUND)
    FigureCanvasAgg(figure)
    axes = figure.subplots(len(sets), 1 + len(WAYS), squeeze=False)
    model = load_model(SHOWN, "cpu")
    for row, rendered in zip(axes, sets, strict=True):
        scene = next(name for name in rendered.scenes if name.startswith("crossing"))
        span = next(spans(rendered, scene))
        true = span.between[len(span.between) // 2]
        shown = {"rendered": truth(true)}
        for way in WAYS:
            shown[way] = next(made for one, made in pictures(model, span, way) if one is true)
        band = _regions(span, true)["occluded"]
        for axis, (name, picture) in zip(row, shown.items(), strict=True):
            error = ((picture - shown["rendered"]) ** 2).mean(-1)[band].mean()
            dB = "" if name == "rendered" else f", {-10 * np.log10(error):.1f} dB in the band"
            axis.imshow(picture[45:, :220])
            axis.set_title(f"{name}{dB}", color=INK, fontsize=9)
            axis.axis("off")
    figure.subplots_adjust(left=0.005, right=0.995, top=0.94, bottom=0.005, wspace=0.02)
    figure.savefig(output, dpi=110, facecolor=BACKGROUND)


def main() -> None:
    """Measure, record and draw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", type=Path, nargs="+", default=[rendered_set_folder()])
    parser.add_argument("--models", default="flow,slowglass")
    options = parser.parse_args()
    sets = [load_rendered_set(folder) for folder in options.set]
    results: dict[str, Any] = {}
    for name in options.models.split(","):
        scores = measured(load_model(name, "cpu"), sets)
        results[name] = {way: _numbers(score) for way, score in scores.items()}
        plain = scores["without"].psnr("occluded") or 0.0
        results[name]["gain_in_occluded_db"] = {
            way: round((scores[way].psnr("occluded") or 0.0) - plain, 2)
            for way in WAYS
            if way != "without"
        }
        print(name, results[name])
    first = sets[0]
    scenes = [name for one in sets for name in one.scenes if name.startswith("crossing")]
    size = f"{first.width} x {first.height}"
    print(record("crossing", {"scenes": scenes, "size": size, "psnr_db": results}))
    draw(sets, ROOT / "docs" / "images" / "layers-crossing.png")


if __name__ == "__main__":
    main()
