"""Picture files for tests, written by OpenImageIO itself and not by what is tested."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import OpenImageIO as oiio
from numpy.typing import NDArray

from slowglass.core.frames import ClipInfo, Encoding, Frame, Layer, Window
from slowglass.core.timing.clock import SourceClock

OIIO_TYPE = {"float16": "half", "float32": "float", "uint32": "uint"}


def random_pixels(sample_type: str, channels: int, height: int = 12, width: int = 16) -> Any:
    """Every bit pattern that is a number, at random."""
    generator = np.random.default_rng(channels)
    dtype = np.dtype(sample_type)
    if dtype.kind == "u":
        return generator.integers(0, np.iinfo(dtype).max, (height, width, channels), dtype, True)
    return (generator.standard_normal((height, width, channels)) * 1000).astype(dtype)


def output_for(path: Path) -> oiio.ImageOutput:
    """A writer for the format that the suffix names."""
    output = oiio.ImageOutput.create(str(path))
    assert output is not None
    return output


def write_file(
    path: Path,
    pixels: NDArray[Any],
    channels: Sequence[str] = ("R", "G", "B"),
    settings: Mapping[str, Any] | None = None,
) -> None:
    """Write pixels of one type; a setting is a value, or a pair of type and value."""
    height, width, count = pixels.shape
    kind = OIIO_TYPE.get(pixels.dtype.name, pixels.dtype.name)
    spec = oiio.ImageSpec(width, height, count, kind)
    spec.channelnames = tuple(channels)
    for name, value in (settings or {}).items():
        if isinstance(value, tuple) and isinstance(value[0], oiio.TypeDesc):
            spec.attribute(name, *value)
        else:
            spec[name] = value
    output = output_for(path)
    assert output.open(str(path), spec), output.geterror()
    assert output.write_image(pixels), output.geterror()
    assert output.close()
    output.geterror()


def write_numbered(folder: Path, numbers: Sequence[int], suffix: str = ".exr") -> None:
    """Write a sequence of half floats (uint8 in other formats), each as bright as its number."""
    sample_type = "float16" if suffix == ".exr" else "uint8"
    for number in numbers:
        write_file(
            folder / f"shot.{number:04d}{suffix}", np.full((12, 16, 3), number, dtype=sample_type)
        )


def read_file(path: Path) -> tuple[oiio.ImageSpec, NDArray[Any]]:
    """Return the description and the pixels of the first part, as stored."""
    as_stored = oiio.ImageSpec()
    as_stored["oiio:UnassociatedAlpha"] = 1
    picture = oiio.ImageInput.open(str(path), as_stored)
    assert picture is not None, oiio.geterror()
    spec = picture.spec()
    pixels = picture.read_image(0, 0, 0, spec.nchannels, spec.format)
    picture.close()
    assert pixels is not None
    return spec, pixels


def clip_info(file_format: str = "h264", kind: Any = "movie", **changes: Any) -> ClipInfo:
    """Where frames made in a test are said to come from."""
    values: dict[str, Any] = {"path": "made", "width": 16, "height": 12} | changes
    return ClipInfo(kind=kind, format=file_format, clock=SourceClock(Fraction(24), 1), **values)


def made_frame(pixels: NDArray[Any], channels: str = "RGB", **encoding: Any) -> Frame:
    """A frame of one layer that fills it."""
    layer = Layer(pixels, tuple(channels), Encoding(**encoding))
    return Frame((layer,), Window(0, 0, pixels.shape[1], pixels.shape[0]))
