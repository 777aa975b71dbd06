"""Whether a result fits on its disk, asked before hours of work and not after."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from slowglass.core.errors import OutputError
from slowglass.core.frames import ClipInfo
from slowglass.core.job import JobSpec
from slowglass.core.media import movies

IMPOSSIBLE_PART = 0.05
"""Pictures of one colour pack a hundredfold, so an estimate may be far too high. Only where less
than this part of it is free does the work not begin."""

BYTES_PER_PIXEL = {"h264": 0.1, "hevc": 0.1, "prores": 1.0, "dnxhr": 1.0, "ffv1": 3.0}
"""Of grainy footage at the settings of `codecs`: 25 Mbit/s, 220 Mbit/s and 70 MB/s at 1080p24."""

PACKED_PART = {".exr": 0.5, ".png": 0.9, ".tif": 1.0, ".tiff": 1.0, ".dpx": 1.0}
"""Of the samples' bytes. Measured on grain: half EXR zip 0.46, 16-bit PNG 0.86, TIFF lzw 1.13."""

_SAMPLE_BYTES = {"half": 2, "float": 4, "uint8": 1, "uint10": 4 / 3, "uint12": 2, "uint16": 2}


def picture_pixel_bytes(job: JobSpec, info: ClipInfo) -> float:
    """Return about how many bytes a pixel of a sequence takes."""
    suffix = Path(job.output).suffix.lower()
    kinds = [job.format.sample_type] if job.format.sample_type else info.pixel_format.split(",")
    sample_bytes = max(_SAMPLE_BYTES.get(kind, 2) for kind in kinds)
    channels = len(info.channels) if suffix == ".exr" else min(len(info.channels), 4)
    return channels * sample_bytes * PACKED_PART.get(suffix, 1.0)


def movie_pixel_bytes(job: JobSpec) -> float:
    """Return about how many bytes a pixel of a movie takes, sound not counted."""
    return BYTES_PER_PIXEL[movies.choose_codec(Path(job.output), job.format.codec).name]


def check_space(folder: Path, needed: int, frame_count: int) -> tuple[str, ...]:
    """Return a note where the disk may be too small for what is still to be made.

    Args:
        folder: of the result.
        needed: about how many bytes it takes.
        frame_count: how many frames they are.

    Raises:
        OutputError: it is by far too small.
    """
    free = shutil.disk_usage(folder).free
    if free >= needed:
        return ()
    sizes = f"about {_gigabytes(needed)}, {_gigabytes(free)} are free"
    if free < IMPOSSIBLE_PART * needed:
        raise OutputError(
            f"expected space for {frame_count} frames, {sizes}",
            path=os.fspath(folder),
            hint="free some space, choose another disk, or a format that packs more",
        )
    return (f"The disk may become full: the result takes {sizes}.",)


def _gigabytes(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e8 else f"{count / 1e6:.1f} MB"
