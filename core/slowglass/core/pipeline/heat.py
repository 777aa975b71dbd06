"""Confidence to look at: a channel in EXR, or a small movie of the result with heat over it."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from slowglass.core.errors import MissingInputError, UnsupportedMediaError
from slowglass.core.frames import ClipInfo, Encoding, Frame, Layer, Transfer, Window
from slowglass.core.media import is_sequence
from slowglass.core.media.images import ImageSequenceSink, ImageSequenceSource
from slowglass.core.own_files import refuse_strangers
from slowglass.core.pipeline.colour import to_transfer
from slowglass.core.pipeline.delivery import (
    NO_FRAMES,
    ConfidenceRecord,
    MovieTarget,
    Preview,
    Recorded,
    Target,
    frames_of,
    read_recorded,
    result_at,
)
from slowglass.core.pipeline.outcome import Cancelled, OnProgress, Progress
from slowglass.core.plain_files import MANIFEST_BYTES, read_json
from slowglass.core.proxy import visible
from slowglass.core.timing import SourceClock
from slowglass.core.warp import resize_plane

CHANNEL = "confidence"
HEAT = (1.0, 0.25, 0.0)
"""Display RGB of no confidence at all."""


def write_confidence(
    output: str, path: str, on_progress: OnProgress, cancelled: Cancelled
) -> list[str]:
    """Write how far each frame of a result is to be trusted; return the files.

    Args:
        output: a movie, a pattern, one frame, or the folder of a result.
        path: a pattern of EXR files, with one channel in 0..1 of the size of the result, or a
            movie of at most 640 pixels: the result in grey, the redder the less sure.
        on_progress: called as frames are written.
        cancelled: asked between frames.

    Raises:
        MissingInputError: there is no result, or nothing is noted of it.
        UnsupportedMediaError: the pattern is one of other pictures than EXR.
        OutputError: it cannot be written there, or something lies there.
    """
    target = result_at(output)
    recorded = read_recorded(target.manifest_path)
    if recorded is None or recorded.frame_count is None or not recorded.confidence:
        raise MissingInputError(
            "expected a finished result that says how sure its frames are",
            path=target.manifest_path,
        )
    document = read_json(target.manifest_path, MANIFEST_BYTES)
    rate = Fraction(document["outcome"]["frame_rate"])
    size = document["source"]["height"], document["source"]["width"]
    if not is_sequence(path):
        refuse_strangers([Path(path)], b"", read=[output])
        _write_heat(Path(path), target, recorded, rate, size, on_progress, cancelled)
        return [path]
    if Path(path).suffix.lower() != ".exr":
        raise UnsupportedMediaError("expected EXR or a movie for confidence", path=path)
    return list(_written(path, recorded, rate, size, on_progress))


def _written(
    path: str,
    recorded: Recorded,
    rate: Fraction,
    size: tuple[int, int],
    on_progress: OnProgress,
) -> Iterator[str]:
    """Write one channel for each frame; yield the files."""
    count = recorded.frame_count or 0
    info = ClipInfo(path, "sequence", "", size[1], size[0], SourceClock(rate, count))
    first = recorded.first_number
    sink = ImageSequenceSink(path, first_number=first, source_info=info, frame_rate=rate)
    refuse_strangers([sink.path(index) for index in range(count)], b"")
    for index in range(count):
        plane = _plane(recorded.confidence.get(index), *size)[0, 0, :, :, None]
        layer = Layer(plane.half().numpy(), (CHANNEL,), Encoding("data"))
        yield sink.write(index, Frame((layer,), Window(0, 0, size[1], size[0])))
        on_progress(Progress("make", index + 1, count))


def _write_heat(
    path: Path,
    target: Target,
    recorded: Recorded,
    rate: Fraction,
    size: tuple[int, int],
    on_progress: OnProgress,
    cancelled: Cancelled,
) -> None:
    """Write a small movie of a result with heat over it."""
    folder = target.manifest_path.parent
    records = [one for _, one in sorted(recorded.frames.items()) if one.what not in NO_FRAMES]
    files = iter([folder / record.path for record in records])
    transfer: Any = target.transfer
    if not isinstance(target, MovieTarget) and transfer == "any":
        transfer = ImageSequenceSource(target.output).info.encoding.transfer
    read = partial(_heated, recorded=recorded, transfer=transfer)
    movie = Preview(path, size, rate, recorded.frame_count or 0, files, read)
    try:
        movie.close(on_progress, cancelled)
    except BaseException:
        movie.abort()
        raise


def _heated(files: Iterable[Path], recorded: Recorded, transfer: Transfer) -> Iterator[Frame]:
    """Yield the frames of a result in grey, red where they are not sure."""
    for index, frame in enumerate(frames_of(files, transfer)):
        picture = visible(to_transfer(frame, "srgb")).clamp(0, 1)
        grey = picture.mean(1, keepdim=True).expand_as(picture)
        doubt = 1 - _plane(recorded.confidence.get(index), *picture.shape[-2:])
        red = torch.tensor(HEAT)[:, None, None]
        made = torch.lerp(grey, red.expand_as(grey), doubt * 0.7)
        pixels = np.ascontiguousarray(made[0].permute(1, 2, 0).numpy())
        layer = Layer(pixels, ("R", "G", "B"), Encoding("srgb"))
        yield replace(frame, layers=(layer,), native=None, beauty="")


def _plane(record: ConfidenceRecord | None, height: int, width: int) -> Tensor:
    """Return the map of a frame at its size, (1, 1, H, W); 1 where nothing was made."""
    if record is None:
        return torch.ones(1, 1, height, width)
    parts = np.frombuffer(b64decode(record.map), np.uint8).reshape(record.rows, record.columns)
    return resize_plane(torch.from_numpy(parts / np.float32(255))[None, None], height, width)
