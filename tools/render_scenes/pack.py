"""Make the packaged sample of the rendered frames: a small OpenEXR sequence and a movie."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import OpenImageIO as oiio

from tools.render_scenes.exr import Pixels, read_exr, write_exr
from tools.render_scenes.movie import write_movie
from tools.render_scenes.timeline import SEQUENCE

FIRST_NUMBER = 1001

_COMPRESSION = "dwab:60"  # discrete cosine transform for R, G, B; lossless for all the others
_VECTOR_STEPS_PER_PIXEL = 32
_DEPTH_MANTISSA_BITS = 12


def pack_sample(rendered: Path, folder: Path) -> None:
    """Write ``sample.1001.exr``... and ``sample.mp4`` into ``folder``.

    Args:
        rendered: the folder that the ``sample`` command filled.
        folder: where the package keeps its sample; files of an earlier sample are replaced.
    """
    frames = sorted(rendered.glob("[0-9]*.exr"))
    for old in folder.glob("sample.*.exr"):
        old.unlink()
    for number, frame in enumerate(SEQUENCE, FIRST_NUMBER):
        _pack_frame(frames[frame], folder / f"sample.{number}.exr")
    write_movie(frames, folder / "sample.mp4")
    for path in sorted(folder.glob("sample.*")):
        print(f"{path.stat().st_size:>9} {path}")


def _pack_frame(source: Path, target: Path) -> None:
    """Copy one rendered frame with fewer bits where they do not show."""
    rendered, pixels = read_exr(source)
    kept = [i for i, name in enumerate(rendered.channelnames) if "Noisy Image" not in name]
    names = [rendered.channelnames[i] for i in kept]
    spec = oiio.ImageSpec(rendered.width, rendered.height, len(kept), "float")
    spec.channelnames = tuple(names)
    spec.channelformats = tuple(oiio.TypeDesc(_pixel_type(name)) for name in names)
    for attribute in rendered.extra_attribs:
        if attribute.name.startswith("cryptomatte/") or attribute.name in ("Scene", "Camera"):
            spec.attribute(attribute.name, attribute.type, attribute.value)
    spec.attribute("compression", _COMPRESSION)
    spec.attribute("FramesPerSecond", oiio.TypeDesc("rational"), (24, 1))
    reduced = [_reduced(name, pixels[..., i]) for i, name in zip(kept, names, strict=True)]
    write_exr(target, spec, np.stack(reduced, axis=-1))


def _pixel_type(channel: str) -> str:
    return "half" if ".Combined." in channel or ".Vector." in channel else "float"


def _reduced(channel: str, values: Pixels) -> Pixels:
    """Round motion to 1/32 pixel and depth to 12 bits of mantissa; the rest stays as it is."""
    if ".Vector." in channel:
        rounded = np.round(values * _VECTOR_STEPS_PER_PIXEL) / _VECTOR_STEPS_PER_PIXEL
        return rounded.astype(np.float32)
    if ".Depth." in channel:
        mantissa, exponent = np.frexp(values)
        steps = 2**_DEPTH_MANTISSA_BITS
        rounded = np.ldexp(np.round(mantissa * steps) / steps, exponent)
        return np.asarray(rounded, dtype=np.float32)
    return values
