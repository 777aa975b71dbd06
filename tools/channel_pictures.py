"""Draw the pictures of docs/channels.md: what each policy does, beside a plain mixture.

python -m tools.channel_pictures    writes docs/images/channels-*.png
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")
import numpy as np
import torch
from matplotlib import pyplot
from numpy.typing import NDArray

from slowglass.core.channels import Overrides
from slowglass.core.composition.frame import compose_frame
from slowglass.core.composition.vectors import TimeStep
from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.frames import Encoding, Frame, Layer, Window
from slowglass.core.media.images.frame import read_picture
from slowglass.core.models.load import load_model
from slowglass.core.proxy import pair_proxies

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "plugin" / "slowglass" / "plugin" / "sample"
IMAGES = ROOT / "docs" / "images"
CPU = torch.device("cpu")
MIXED: Overrides = (("*", "blend"),)

BALL_SIZE = 64
"""Width and height of the made pictures."""
SPEED = 6.5
"""Pixels by which the made ball moves in a frame."""

Picture = NDArray[Any]
View = tuple[slice, slice]
Colours = Callable[[Picture], Picture]


def main() -> None:
    """Draw all pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    sample = (read_picture(SAMPLE / "sample.1005.exr"), read_picture(SAMPLE / "sample.1006.exr"))
    model = load_model("flow", "cpu")
    field = model.motion(*pair_proxies(*sample, CPU)).field(Fraction(1, 2))
    part = (slice(105, 195), slice(245, 365))
    light = (slice(60, 240), slice(240, 480))
    draw("blend", sample, field, tuple(f"ViewLayer.Combined.{c}" for c in "RGB"), shown, light)
    draw("depth", sample, field, ("ViewLayer.Depth.Z",), depths, part)
    vector = tuple(f"ViewLayer.Vector.{c}" for c in "ZW")
    draw("vector", sample, field, vector, motions, part, TimeStep(0.25, 0.25))
    ranks = tuple(f"ViewLayer.CryptoObject{n:02}.{c}" for n in range(2) for c in "rgba")
    draw("cryptomatte", sample, field, ranks, objects, part)

    ball = (ball_frame(0.0), ball_frame(1.0))
    whole = (slice(8, 56), slice(4, 60))
    draw("direction", ball, ball_field(), ("N.X", "N.Y", "N.Z"), turns, whole)
    draw("position", ball, ball_field(), ("P.Z",), heights, whole)
    draw("uv", ball, ball_field(), ("UV.U", "UV.V"), checks, whole)
    draw("nearest", ball, ball_field(), ("IndexOB.X",), numbers, whole)


def draw(
    policy: str,
    pair: tuple[Frame, Frame],
    field: WarpField,
    names: tuple[str, ...],
    colours: Colours,
    view: View,
    step: TimeStep = TimeStep(),  # noqa: B008 (frozen)
) -> None:
    """Draw a source frame, the in-between mixed like light, and the one by its policy."""
    mixed = compose_frame(*pair, field, CPU, MIXED)
    made = compose_frame(*pair, field, CPU, step=step)
    panels = {"source": pair[0], "mixed like light": mixed, policy: made}
    if policy == "blend":
        panels = {"source": pair[0], "in between": made, "next source frame": pair[1]}
    figure, axes = pyplot.subplots(1, 3, figsize=(8, 2.7), dpi=110)
    for axis, (title, frame) in zip(axes, panels.items(), strict=True):
        picture = colours(planes(frame, names))[view]
        axis.imshow(np.clip(picture, 0, 1), interpolation="nearest")
        axis.set_title(title, fontsize=9)
        axis.set_axis_off()
    figure.tight_layout(pad=0.4)
    figure.savefig(IMAGES / f"channels-{policy}.png", metadata={"Software": None})
    pyplot.close(figure)


def planes(frame: Frame, names: tuple[str, ...]) -> Picture:
    """Return channels by name, (height, width, channels) float32."""
    found = {
        name: layer.pixels[:, :, k]
        for layer in frame.layers
        for k, name in enumerate(layer.channels)
    }
    return np.stack([found[name] for name in names], 2).astype(np.float32)


def shown(light: Picture) -> Picture:
    """Return scene-linear light as a screen shows it."""
    return np.asarray(np.clip(light, 0, 1) ** (1 / 2.2))


def depths(depth: Picture) -> Picture:
    """Return near things bright, the far background black, nonsense in between red."""
    near = depth[..., 0]
    grey = np.clip(1.1 - near / 25, 0, 1)[..., None].repeat(3, 2)
    grey[near > 1e9] = 0
    grey[(near > 100) & (near < 9e9)] = (1, 0.1, 0.1)
    return grey


def motions(vectors: Picture) -> Picture:
    """Return directions as hue, square roots of lengths as strength, full at 12 pixels."""
    angle = np.arctan2(vectors[..., 1], vectors[..., 0]) / (2 * np.pi) % 1
    length = np.clip(np.sqrt(np.hypot(vectors[..., 0], vectors[..., 1]) / 12), 0, 1)
    hsv = np.stack([angle, np.ones_like(angle), length], 2)
    return np.asarray(matplotlib.colors.hsv_to_rgb(hsv))


def hashed(bits: Picture) -> Picture:
    """Return a colour for each number of 32 bits; black for none."""
    mixed = bits.astype(np.uint64) * 2_654_435_761 % 2**32
    rgb = np.stack([mixed >> shift & 255 for shift in (24, 16, 8)], 2) / 255
    return np.asarray(np.where(bits[..., None] == 0, 0, 0.25 + 0.75 * rgb))


def objects(ranks: Picture) -> Picture:
    """Return the objects of a cryptomatte in colours of their own, as much as they cover."""
    ids = np.ascontiguousarray(ranks[..., 0::2]).view(np.uint32)
    cover = ranks[..., 1::2, None]
    return np.asarray(sum(hashed(ids[..., k]) * cover[..., k, :] for k in range(ids.shape[2])))


def numbers(ids: Picture) -> Picture:
    """Return IDs in colours of their own."""
    return hashed(np.round(ids[..., 0] * 64).astype(np.uint32))


def checks(uv: Picture) -> Picture:
    """Return a texture of stripes looked up by UV."""
    stripes = pyplot.get_cmap("viridis")(uv[..., 0])[..., :3]
    shade = 0.75 + 0.25 * (np.floor(uv[..., 1] * 6) % 2)
    return np.asarray(stripes * shade[..., None])


def turns(normals: Picture) -> Picture:
    """Return unit vectors in the usual colours, those that lost a hundredth of it in red."""
    colours = normals / 2 + 0.5
    colours[np.linalg.norm(normals, axis=2) < 0.99] = (1, 0.1, 0.1)
    return np.asarray(colours)


def heights(position: Picture) -> Picture:
    """Return how near a point is: the wall is black, the ball grey to white, neither is red."""
    near = position[..., 0]
    grey = np.where(near < -1.9, 0.0, 0.35 + 0.65 * near)[..., None].repeat(3, 2)
    grey[(near > -1.9) & (near < -0.05)] = (1, 0.1, 0.1)
    return np.asarray(grey)


def ball_frame(time: float) -> Frame:
    """Return a ball before a wall: normals, positions, UV that wraps, and IDs."""
    rows, columns = np.mgrid[:BALL_SIZE, :BALL_SIZE].astype(np.float64)
    x, y = (columns - 26 - SPEED * time) / 20, (rows - 32) / 20
    inside = x * x + y * y < 1
    z = np.sqrt(np.clip(1 - x * x - y * y, 0, 1))
    wall_x = (columns - SPEED * time - 32) / 20
    channels = {
        "N.X": np.where(inside, x, 0),
        "N.Y": np.where(inside, -y, 0),
        "N.Z": np.where(inside, z, 1),
        "P.X": np.where(inside, x, wall_x),
        "P.Y": np.where(inside, -y, -y),
        "P.Z": np.where(inside, z, -2),
        "UV.U": np.where(inside, np.arctan2(x, z) / np.pi * 1.5 % 1, 0.5),
        "UV.V": np.where(inside, y / 2 + 0.5, 0),
        "IndexOB.X": np.where(inside, np.where(x > 0, 3, 7), 1),
    }
    pixels = np.stack(list(channels.values()), 2).astype(np.float32)
    layer = Layer(pixels, tuple(channels), Encoding("linear"))
    return Frame((layer,), Window(0, 0, BALL_SIZE, BALL_SIZE))


def ball_field() -> WarpField:
    """Return the motion of the made pictures, half of the way."""
    flow = torch.zeros(1, 2, 2, BALL_SIZE, BALL_SIZE)
    flow[:, LEFT, 0], flow[:, RIGHT, 0] = -SPEED / 2, SPEED / 2
    weight = torch.full((1, 2, BALL_SIZE, BALL_SIZE), 0.5)
    return WarpField((LEFT, RIGHT), flow, weight)


if __name__ == "__main__":
    main()
