"""A scene whose every channel is a formula, moved by a known part of a pixel, and its model.

Everything is affine in (u, v), coordinates that move along, so sampling between pixels is exact;
edges, wraps and highlights are stated, so that tests know where to look and where not.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import OpenImageIO as oiio
import torch
from numpy.typing import NDArray

from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.models.built_in import BuiltIn
from slowglass.core.models.simple import NoMotion
from slowglass.core.models.spec import ModelSpec

Plane = NDArray[Any]

SPEED_X, SPEED_Y = 2.5, -1.25
DISPLAY = (0, 0, 96, 64)
DATA = (-3, 2, 104, 60)
MARGIN = 4
"""Pixels at the edge of the data window that come from beyond it in one of the neighbours."""
EDGE = 60.0
"""u of the end of the surface; behind it there is nothing."""
LAMP = 10_000.0
FAR = 1e10
ID_A, ID_B = (float(np.uint32(bits).view(np.float32)) for bits in (0x3F9D7C21, 0xC1234567))


class KnownMotion:
    """The model that knows."""

    spec = ModelSpec("known", "test only", "Apache-2.0", needs_pictures=False)

    def estimate(self, left: torch.Tensor, right: torch.Tensor) -> NoMotion:
        return NoMotion(left.shape[-2], left.shape[-1], left.device)

    def field(self, motion: NoMotion, t: torch.Tensor) -> WarpField:
        speed = torch.tensor([SPEED_X, SPEED_Y])
        flow = torch.stack([-t[:, None] * speed, (1 - t[:, None]) * speed], 1)
        size = (motion.height, motion.width)
        weight = torch.stack([1 - t, t], 1)[:, :, None, None].expand(-1, -1, *size)
        return WarpField((LEFT, RIGHT), flow[..., None, None].expand(-1, -1, -1, *size), weight)


KNOWN = BuiltIn(KnownMotion.spec, lambda device: KnownMotion())


def coordinates(time: float) -> tuple[Plane, Plane]:
    """u and v of every pixel of the data window, at a time in source frames."""
    x, y, width, height = DATA
    rows, columns = np.mgrid[y : y + height, x : x + width].astype(np.float64)
    return columns - SPEED_X * time, rows - SPEED_Y * time


def lamp(u: Plane, v: Plane, grown: float = 0) -> Plane:
    """Where the lamp is, made larger or smaller by some pixels."""
    inside: Plane = (abs(u - 20) < 6 + grown) & (abs(v - 30) < 6 + grown)
    return inside


def colour(time: float) -> dict[str, Plane]:
    """Premultiplied light with a lamp, below zero at the left; nothing covers it at the right."""
    u, v = coordinates(time)
    planes = {"R": 0.3 + u / 100, "G": 0.2 + v / 100, "B": (u + v) / 150 - 0.1}
    planes = {name: np.where(lamp(u, v), LAMP, plane) for name, plane in planes.items()}
    return planes | {"A": np.where(u < EDGE, 0.2 + v / 200, 0)}


def surface(time: float) -> dict[str, Plane]:
    """Depth, normals, positions and UV of a surface that comes nearer."""
    u, v = coordinates(time)
    tilt = 0.01 * u
    return {
        "depth.Z": np.where(u < EDGE, 8 + 0.02 * u + 0.03 * v - 0.2 * time, FAR),
        "N.X": np.sin(tilt),
        "N.Y": np.zeros_like(u),
        "N.Z": np.cos(tilt),
        "P.X": (u - 40) / 10,
        "P.Y": (v - 30) / 10,
        "P.Z": u / 100 + 0.05 * time,
        "UV.U": (u / 40) % 1,
        "UV.V": v / 80 + 0.1,
    }


def motion(time: float) -> dict[str, Plane]:
    """Vectors to the frame before and after, over one source frame, and a mask."""
    u, v = coordinates(time)
    to_previous = {"Vector.X": -SPEED_X - u / 100, "Vector.Y": -SPEED_Y + v / 200}
    to_next = {"Vector.Z": SPEED_X + u / 100, "Vector.W": SPEED_Y - v / 200}
    return to_previous | to_next | {"mask.R": 0.2 + u / 200}


def ids(time: float) -> dict[str, Plane]:
    """A board of squares of 8 pixels, each with large numbers of its own."""
    u, v = coordinates(time)
    square = np.floor(u / 8) * 1000 + np.floor(v / 8) + 40_000
    number = (square.astype(np.uint64) * 2_654_435_761 % 2**32).astype(np.uint32)
    return {"objectId": number, "assetId": ~number}


def cover_of_a(time: float) -> Plane:
    """How much of each pixel object A covers; object B covers the rest."""
    return np.asarray(np.clip((44 - coordinates(time)[0]) / 8, 0, 1))


def cryptomatte(time: float) -> dict[str, Plane]:
    """Two ranks of the two objects."""
    a = cover_of_a(time)
    first, second = np.maximum(a, 1 - a), np.minimum(a, 1 - a)
    ids = np.where(a >= 0.5, ID_A, ID_B), np.where(a >= 0.5, ID_B, ID_A)
    return {
        "R": ids[0],
        "G": first,
        "B": np.where(second > 0, ids[1], 0),
        "A": second,
    }


@dataclass(frozen=True)
class Part:
    """A part of the file: its type for OpenImageIO and its channels at a time."""

    kind: str
    channels: Any


PARTS = {
    "rgba": Part("half", colour),
    "surface": Part("float", surface),
    "motion": Part("half", motion),
    "ids": Part("uint", ids),
    "crypto_object00": Part("float", cryptomatte),
}
ATTRIBUTES: dict[str, Any] = {
    "PixelAspectRatio": (oiio.TypeFloat, 2.0),
    "chromaticities": (oiio.TypeDesc("float[8]"), (0.713, 0.293, 0.165, 0.83, 0.128, 0.044,
                                                 0.32168, 0.33767)),
    "cryptomatte/1234567/name": (oiio.TypeString, "crypto_object"),
    "cryptomatte/1234567/manifest": (oiio.TypeString, '{"a":"3f9d7c21","b":"c1234567"}'),
    "shot/artist": (oiio.TypeString, "Zoë"),
    "shot/take": (oiio.TypeInt, 7),
    "worldToCamera": (oiio.TypeMatrix, tuple(float(k) for k in range(16))),
}  # fmt: skip


def write_frame(path: Path, time: float) -> None:
    """Write all parts of one frame."""
    specs, pixels = [], []
    for name, part in PARTS.items():
        planes = part.channels(time)
        dtype = np.uint32 if part.kind == "uint" else np.float32
        pixels.append(np.stack(list(planes.values()), 2).astype(dtype))
        spec = oiio.ImageSpec(DATA[2], DATA[3], len(planes), part.kind)
        spec.channelnames = tuple(planes)
        spec.x, spec.y = DATA[:2]
        spec.full_x, spec.full_y, spec.full_width, spec.full_height = DISPLAY
        for attribute, (kind, value) in ATTRIBUTES.items():
            spec.attribute(attribute, kind, value)
        spec["oiio:subimagename"] = name
        specs.append(spec)
    output = oiio.ImageOutput.create(str(path))
    assert output is not None
    assert output.open(str(path), tuple(specs)), output.geterror()
    for number, (spec, picture) in enumerate(zip(specs, pixels, strict=True)):
        assert number == 0 or output.open(str(path), spec, "AppendSubimage")
        assert output.write_image(picture)
    assert output.close()


def read_frame(path: Path) -> tuple[dict[str, dict[str, Plane]], list[oiio.ImageSpec]]:
    """Return the planes of each part, as stored, and what OpenImageIO says of the parts."""
    opened = oiio.ImageInput.open(str(path))
    assert opened is not None, oiio.geterror()
    parts, specs = {}, []
    for number in range(len(PARTS)):
        assert opened.seek_subimage(number, 0)
        spec = oiio.ImageSpec(opened.spec())
        pixels = np.asarray(opened.read_image(number, 0, 0, spec.nchannels, spec.format))
        name = spec.get_string_attribute("oiio:subimagename")
        parts[name] = {one: pixels[..., k] for k, one in enumerate(spec.channelnames)}
        specs.append(spec)
    opened.close()
    return parts, specs
