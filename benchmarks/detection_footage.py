"""Made footage with known cuts, transitions and duplicates, as luma proxies, seeded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.floating[Any]]
Luma = NDArray[np.float32]
Rng = np.random.Generator

HEIGHT, WIDTH = 72, 128
_CANVAS_HEIGHT, _CANVAS_WIDTH = 480, 800


@dataclass(frozen=True)
class Clip:
    """Frames and what is true of them."""

    kind: str
    frames: list[Luma]
    cuts: tuple[int, ...] = ()
    duplicates: tuple[int, ...] = ()
    """Frames that repeat the one before while the picture moves."""
    transitions: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class View:
    """Where the camera looks: centre on the canvas in pixels of the proxy, and magnification."""

    x: float
    y: float
    zoom: float = 1.0
    blur: tuple[float, float] = (0.0, 0.0)
    """Way of the centre during the exposure."""


@dataclass
class Scene:
    """A textured canvas with a few textured discs that drift over it."""

    rng: Rng
    contrast: float = 1.0
    noise: float = 0.004
    canvas: Luma = field(init=False)

    def __post_init__(self) -> None:
        self.canvas = make_canvas(self.rng, self.contrast)
        self._discs = [
            (self.rng.uniform(-40, 40, 2), self.rng.uniform(-2, 2, 2), self.rng.uniform(6, 16))
            for _ in range(3)
        ]
        self._disc_canvas = make_canvas(self.rng, self.contrast)

    def shoot(self, views: Sequence[View], still: bool = False) -> list[Luma]:
        """Return one frame for each view."""
        return [self._frame(view, 0 if still else time) for time, view in enumerate(views)]

    def _frame(self, view: View, time: int) -> Luma:
        steps = 1 + min(8, int(np.hypot(*view.blur)))
        shifts = np.linspace(-0.5, 0.5, steps) if steps > 1 else [0.0]
        parts = [self._look(view, shift, time) for shift in shifts]
        noise = self.rng.normal(0, self.noise, (HEIGHT, WIDTH)) if self.noise else 0
        return np.asarray(np.clip(np.mean(parts, axis=0) + noise, 0, 1), np.float32)

    def _look(self, view: View, shift: float, time: int) -> Luma:
        rows = (np.arange(HEIGHT) - HEIGHT / 2)[:, None] / view.zoom
        columns = (np.arange(WIDTH) - WIDTH / 2)[None, :] / view.zoom
        y, x = view.y + shift * view.blur[1], view.x + shift * view.blur[0]
        picture = sample(self.canvas, rows + y, columns + x)
        for place, speed, radius in self._discs:
            down, across = place + speed * time
            inside = (rows - down) ** 2 + (columns - across) ** 2 < radius**2
            disc = sample(self._disc_canvas, rows - down + 200, columns - across + 200)
            picture = np.where(inside, disc, picture)
        return picture


def make_canvas(rng: Rng, contrast: float) -> Luma:
    """Return a random texture: fractal noise with soft or hard shapes on it, 0..1."""
    spectrum = np.fft.rfft2(rng.normal(size=(_CANVAS_HEIGHT, _CANVAS_WIDTH)))
    rows = np.fft.fftfreq(_CANVAS_HEIGHT)[:, None]
    columns = np.fft.rfftfreq(_CANVAS_WIDTH)[None, :]
    frequency = np.maximum(np.hypot(rows, columns), 1 / _CANVAS_WIDTH)
    noise = np.fft.irfft2(spectrum / frequency ** rng.uniform(1.0, 1.8), s=(480, 800))
    canvas = noise / noise.std() * 0.12
    for _ in range(int(rng.integers(20, 80))):
        height, width = rng.integers(6, 120, 2)
        top, left = rng.integers(0, _CANVAS_HEIGHT), rng.integers(0, _CANVAS_WIDTH)
        canvas[top : top + height, left : left + width] += rng.uniform(-0.35, 0.35)
    level = rng.uniform(0.25, 0.65)
    canvas = np.clip(level + contrast * (canvas - canvas.mean()), 0, 1)
    return np.asarray(canvas, np.float32)


def sample(canvas: Luma, rows: Reals, columns: Reals) -> Luma:
    """Return the canvas at rows (height, 1) and columns (1, width), bilinear, repeating."""
    height, width = canvas.shape
    top, left = np.floor(rows).astype(int), np.floor(columns).astype(int)
    down, across = rows - top, columns - left
    above, below = top % height, (top + 1) % height
    first, second = left % width, (left + 1) % width
    high = canvas[above, first] * (1 - across) + canvas[above, second] * across
    low = canvas[below, first] * (1 - across) + canvas[below, second] * across
    return np.asarray(high * (1 - down) + low * down, np.float32)


def pan(rng: Rng, count: int, speed: float = 2.0, shake: float = 0.3) -> list[View]:
    """Return a camera that drifts at up to ``speed`` pixels per frame, zooms slowly, shakes."""
    start = rng.uniform(150, 330, 2)
    way = rng.uniform(-speed, speed, 2)
    zoom, growth = rng.uniform(0.8, 1.6), rng.uniform(-0.004, 0.004)
    views = []
    for time in range(count):
        y, x = start + way * time + rng.normal(0, shake, 2)
        views.append(View(x, y, zoom * (1 + growth) ** time, (way[1] / 2, way[0] / 2)))
    return views


def shot(rng: Rng, count: int, speed: float = 2.0, **scene: float) -> list[Luma]:
    """Return ``count`` frames of a new scene under a drifting camera."""
    return Scene(rng, **scene).shoot(pan(rng, count, speed))


def join(kind: str, shots: Sequence[list[Luma]]) -> Clip:
    """Return shots after each other, with a hard cut between them."""
    ends = np.cumsum([len(part) for part in shots])
    frames = [frame for part in shots for frame in part]
    return Clip(kind, frames, cuts=tuple(int(end) for end in ends[:-1]))


def hold(frames: Sequence[Luma], counts: Sequence[int], rng: Rng) -> tuple[list[Luma], list[int]]:
    """Return frames each shown ``counts`` times (in turn), with codec noise, and the repeats."""
    held: list[Luma] = []
    repeats: list[int] = []
    for number, frame in enumerate(frames):
        for copy in range(counts[number % len(counts)]):
            if copy:
                repeats.append(len(held))
            held.append(frame + rng.normal(0, 0.0008, frame.shape).astype(np.float32))
    return held, repeats


Maker = Callable[[Rng], Clip]
