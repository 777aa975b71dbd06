"""What a retime at 100 % does to pixels, measured, and the tables of docs/fidelity.md.

python -m tests.integration.fidelity    rewrite the tables of docs/fidelity.md
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slowglass.core import JobSpec, retime
from slowglass.core.frames import Frame, NativePlanes
from slowglass.core.job import OutputFormat
from slowglass.core.media.movies.source import MovieSource
from slowglass.core.media.open import open_source
from tests import clips
from tests.integration.carried import attribute_table, lost_attributes, lost_tags, tag_table

PAGE = Path(__file__).resolve().parents[2] / "docs" / "fidelity.md"
PLACE = re.compile(r"(<!-- table (?P<name>\w+) -->\n).*?(<!-- end -->)", re.DOTALL)

SEQUENCE_SUFFIXES = (".exr", ".png", ".tif", ".dpx")
HEIGHT, WIDTH, FRAMES, GRAIN = 144, 256, 3, 0.01
LOSSLESS = (
    *("EXR half, none", "EXR half, rle", "EXR half, zips", "EXR half, zip", "EXR half, piz"),
    *("EXR half, pxr24", "EXR float, none", "EXR float, zips", "EXR float, zip", "EXR float, piz"),
    *("PNG 16 bit", "TIFF 16 bit, lzw", "TIFF 16 bit, zip", "TIFF 16 bit, none", "DPX 16 bit"),
    *("DPX 10 bit", "FFV1, yuv444p", "FFV1, yuv422p10le"),
)
"""Targets whose pixels must be those of the source, bit for bit."""


@dataclass(frozen=True)
class Target:
    """Where a clip goes: a suffix, a format, and the source that fits it."""

    name: str
    suffix: str
    format: OutputFormat
    source: str
    """Sample type of a sequence, or pixel format of a movie."""


def _exr(kind: str, *compressions: str) -> Iterator[Target]:
    for one in compressions:
        settings = OutputFormat(compression=one, sample_type=kind)
        yield Target(f"EXR {kind}, {one}", ".exr", settings, kind)


TARGETS = (
    *_exr("half", "none", "rle", "zips", "zip", "piz", "pxr24", "b44", "b44a", "dwaa", "dwab"),
    *_exr("float", "none", "zips", "zip", "piz", "pxr24"),
    Target("PNG 16 bit", ".png", OutputFormat(sample_type="uint16"), "uint16"),
    *(
        Target(f"TIFF 16 bit, {one}", ".tif", OutputFormat(compression=one), "uint16")
        for one in ("lzw", "zip", "none")
    ),
    Target("DPX 16 bit", ".dpx", OutputFormat(sample_type="uint16"), "uint16"),
    Target("DPX 10 bit", ".dpx", OutputFormat(sample_type="uint10"), "uint10"),
    Target("FFV1, yuv444p", ".avi", OutputFormat(codec="ffv1"), "yuv444p"),
    Target("FFV1, yuv422p10le", ".avi", OutputFormat(codec="ffv1"), "yuv422p10le"),
    Target("H.264 crf 16, yuv420p", ".mp4", OutputFormat(codec="h264"), "yuv420p"),
    Target("HEVC crf 16, yuv420p10le", ".mp4", OutputFormat(codec="hevc"), "yuv420p10le"),
    Target("ProRes HQ, yuv422p10le", ".mov", OutputFormat(codec="prores"), "yuv422p10le"),
    Target("DNxHR HQX, yuv422p10le", ".mov", OutputFormat(codec="dnxhr"), "yuv422p10le"),
)


@dataclass(frozen=True)
class Error:
    """Differences between the pixels of source and result, in parts of the whole range."""

    mean: float
    largest: float


def measure(target: Target, folder: Path) -> Error:
    """Retime a grainy clip at 100 % to ``target`` and compare every sample with the source's."""
    source = _source(target, folder / "in")
    output = folder / ("out.####" if target.suffix in SEQUENCE_SUFFIXES else "out")
    job = JobSpec(
        source, f"{output}{target.suffix}", model="blend", cuts="none", format=target.format
    )
    result = retime(job)
    assert not any("copied as it is" in note for note in result.notes)
    with open_source(source) as before, open_source(job.output) as after:
        gaps = [_gap(before.read(k), after.read(k)) for k in range(FRAMES)]
    every = np.concatenate(gaps)
    return Error(float(every.mean()), float(every.max()))


def _gap(before: Frame, after: Frame) -> NDArray[np.float64]:
    """Return the absolute differences of all samples, whole codes for integers."""
    return np.concatenate(
        [np.abs(a - b).ravel() for a, b in zip(_samples(before), _samples(after), strict=True)]
    )


def _samples(frame: Frame) -> list[NDArray[np.float64]]:
    """Return the samples as the file holds them, integers divided by their largest code."""
    if isinstance(frame.native, NativePlanes):
        bits = 10 if "10" in frame.native.pixel_format else 8
        return [plane / (2**bits - 1) for plane in frame.native.planes]
    layers: list[NDArray[Any]] = [layer.pixels for layer in frame.layers]
    scales = [1 if p.dtype.kind == "f" else np.iinfo(p.dtype).max for p in layers]
    return [p.astype(np.float64) / scale for p, scale in zip(layers, scales, strict=True)]


def _source(target: Target, folder: Path) -> str:
    """Write the clip, in a way that keeps it from being copied as it is."""
    folder.mkdir(parents=True)
    noise = np.random.default_rng(1)
    frames = [
        (clips.texture(HEIGHT, WIDTH, 5) + noise.normal(0, GRAIN, (HEIGHT, WIDTH, 3))).astype("f4")
        for _ in range(FRAMES)
    ]
    if target.suffix not in SEQUENCE_SUFFIXES:
        path = folder / "clip.mkv"
        return str(clips.write_movie(path, frames, Fraction(24), "ffv1", target.source))
    suffix = target.suffix if target.source != "float" else ".tif"
    clamped = [np.clip(f, 0, 1) for f in frames]
    made = clips.write_sequence(folder, clamped, "s.{:04d}" + suffix)
    if target.source not in ("float", "uint10"):
        return made
    first = str(folder / "f.####") + target.suffix
    settings = OutputFormat(sample_type=target.source)
    retime(JobSpec(made, first, model="blend", cuts="none", format=settings))
    return first


def pixel_table(errors: dict[str, Error]) -> str:
    """Return the errors as a table of Markdown."""
    rows = [
        f"| {name} | equal | |" if error.largest == 0 else f"| {name} | {_short(error)} |"
        for name, error in errors.items()
    ]
    return "\n".join(["| target | mean error | largest error |", "|---|---|---|", *rows])


def _short(error: Error) -> str:
    return f"{error.mean:.2g} | {error.largest:.2g}"


def tables() -> dict[str, str]:
    """Measure all and return the tables by name."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        errors = {t.name: measure(t, folder / str(k)) for k, t in enumerate(TARGETS)}
        return {
            "pixels": pixel_table(errors),
            "attributes": attribute_table(lost_attributes(folder)),
            "tags": tag_table(lost_tags(folder)),
        }


def updated(text: str, new: dict[str, str]) -> str:
    """Return a page with its tables written anew."""
    return PLACE.sub(lambda found: f"{found[1]}{new[found['name']]}\n{found[3]}", text)


def decoded_planes(path: Path) -> list[NativePlanes]:
    """Return the planes of every frame of a movie as its decoder gives them."""
    with MovieSource(path) as movie:
        frames = [movie.read(k).native for k in range(movie.info.clock.frame_count)]
    return [native for native in frames if isinstance(native, NativePlanes)]


if __name__ == "__main__":
    PAGE.write_text(updated(PAGE.read_text("utf-8"), tables()), "utf-8")
