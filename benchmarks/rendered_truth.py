"""Models against the rendered set: made in-betweens beside those that were really rendered.

Regions are told by the truth alone, from its own vectors, object IDs and depth, so that no model
has a say in where it is judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from slowglass.core.composition.frame import compose_frame
from slowglass.core.field import WarpField
from slowglass.core.frames import Frame
from slowglass.core.media.images.frame import read_picture
from slowglass.core.models.loaded import LoadedModel
from slowglass.core.pipeline.colour.convert import to_transfer
from slowglass.core.proxy import visible
from tests.rendered_set import RenderedFrame, RenderedSet
from tests.vector_pass import Image, read_channels

Mask = NDArray[np.bool_]
Change = Callable[[Frame], Frame]

SAME_DEPTH = 0.1
"""Relative difference of depth within which two pixels may show one surface."""

REGIONS = ("all", "seen in both", "occluded", "see-through")
"""Whole pictures; what both frames show; what one of them hides or does not hold; alpha in 0..1."""


@dataclass(frozen=True)
class Span:
    """Two whole frames and the true frames between them."""

    left: RenderedFrame
    right: RenderedFrame
    between: list[RenderedFrame]


@dataclass
class Score:
    """Sums of squared display-referred error by region, and the pixels they are over."""

    squares: dict[str, float] = field(default_factory=lambda: dict.fromkeys(REGIONS, 0.0))
    pixels: dict[str, int] = field(default_factory=lambda: dict.fromkeys(REGIONS, 0))

    def add(self, error: Image, regions: dict[str, Mask]) -> None:
        """Add one picture's squared error (H, W)."""
        for name, mask in regions.items():
            self.squares[name] += float(error[mask].sum(dtype=np.float64))
            self.pixels[name] += int(mask.sum())

    def psnr(self, region: str) -> float | None:
        """Return the peak signal-to-noise ratio in dB over all pixels of a region, if any."""
        if not self.pixels[region]:
            return None
        return float(-10 * np.log10(self.squares[region] / self.pixels[region]))

    def part(self, region: str) -> float:
        """Return how much of all pixels a region is."""
        return self.pixels[region] / self.pixels["all"]


def spans(rendered: RenderedSet, scene: str) -> Iterator[Span]:
    """Yield the pairs of neighbouring whole frames of a scene."""
    frames, step = rendered.scenes[scene], rendered.sub_frames
    for first in range(0, len(frames) - step, step):
        between = frames[first + 1 : first + step]
        yield Span(frames[first], frames[first + step], between)


def score_scene(
    model: LoadedModel, rendered: RenderedSet, scene: str, change: Change = lambda frame: frame
) -> Score:
    """Return how well a model makes all in-betweens of a scene.

    Args:
        model: to be judged.
        rendered: the set.
        scene: its name there.
        change: applied to frames before the model sees them; pictures are made of the whole ones.
    """
    score = Score()
    for span in spans(rendered, scene):
        left, right = read_picture(span.left.path), read_picture(span.right.path)
        with torch.inference_mode():
            motion = model.frame_motion(change(left), change(right))
            for true in span.between:
                t = true.time - span.left.time
                made = make(left, right, motion.field(t), model.device)
                error = (made - display(read_picture(true.path))) ** 2
                score.add(error.mean(-1), regions(true.path, span.left.path, span.right.path, t))
    return score


def make(left: Frame, right: Frame, field: WarpField, device: torch.device) -> Image:
    """Return what a display shows of the frame that a field makes of two."""
    return display(compose_frame(_picture(left), _picture(right), field, device))


def _picture(frame: Frame) -> Frame:
    """Return a frame with its visible channels alone, so that no others need be composed."""
    seen = frame.colour()
    places = [*seen.colour, *([] if seen.alpha is None else [seen.alpha])]
    names = tuple(seen.layer.channels[place] for place in places)
    layer = replace(seen.layer, pixels=seen.layer.pixels[:, :, places], channels=names)
    return replace(frame, layers=(layer,))


def display(frame: Frame) -> Image:
    """Return a frame as a display shows it, (H, W, 3) in 0..1."""
    code = visible(to_transfer(frame, "srgb"))[0].clamp(0, 1)
    shown: Image = code.permute(1, 2, 0).numpy()
    return shown


@cache
def regions(path: Path, left: Path, right: Path, t: Fraction) -> dict[str, Mask]:
    """Return where a true frame shows what, by the names of `REGIONS`."""
    alpha = read_channels(path, "Combined.A")[..., 0]
    in_both = _seen(path, left, -t) & _seen(path, right, 1 - t)
    return {
        "all": np.ones_like(in_both),
        "seen in both": (alpha == 1) & in_both,
        "occluded": (alpha == 1) & ~in_both,
        "see-through": (alpha > 0) & (alpha < 1),
    }


def _seen(path: Path, other: Path, frames_away: Fraction) -> Mask:
    """Return where what a true frame shows is seen in another frame too.

    Its vectors tell where it was and will be a whole frame away, a parabola where it is in the
    other frame; there, or in a pixel beside, must be the same object at about the same depth.
    """
    vector = read_channels(path, "Vector.X", "Vector.Y", "Vector.Z", "Vector.W")
    before, after = vector[..., :2] * (1, -1), vector[..., 2:] * (-1, 1)
    time = float(frames_away)
    way = (after - before) / 2 * time + (after + before) / 2 * time**2
    here, depth = _objects(path)
    there, depth_there = _objects(other)
    rows, columns = np.indices(here.shape)
    x, y = (np.round(grid + way[..., k]).astype(int) for k, grid in enumerate((columns, rows)))
    height, width = here.shape
    seen = np.zeros_like(here, bool)
    for down in (-1, 0, 1):
        for across in (-1, 0, 1):
            place = (y + down).clip(0, height - 1), (x + across).clip(0, width - 1)
            alike = np.abs(depth_there[place] / depth - 1) < SAME_DEPTH
            seen |= alike & (there[place] == here)
    inside: Mask = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    return seen & inside


def _objects(path: Path) -> tuple[NDArray[np.uint32], Image]:
    """Return the ID of the object that covers most of each pixel, and its depth."""
    channels = read_channels(path, "CryptoObject00.r", "Depth.Z")
    return np.ascontiguousarray(channels[..., 0]).view(np.uint32), channels[..., 1]
