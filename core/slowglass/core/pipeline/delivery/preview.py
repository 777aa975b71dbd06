"""A small movie of the result, to look at before anything else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from slowglass.core.errors import CancelledError
from slowglass.core.frames import Encoding, Frame, Layer, Transfer, Window
from slowglass.core.media import MOVIE_SUFFIXES
from slowglass.core.media.images import read_seen
from slowglass.core.media.movies import MovieSink, MovieSource
from slowglass.core.pipeline.colour import to_transfer
from slowglass.core.pipeline.outcome import Cancelled, OnProgress, Progress
from slowglass.core.pipeline.stages import Stage, Stages
from slowglass.core.proxy import visible
from slowglass.core.warp import resize_plane

LARGEST_SIDE = 640


def write_preview(
    path: Path,
    frames: Iterable[Frame],
    count: int,
    frame_rate: Fraction,
    on_progress: OnProgress,
    cancelled: Cancelled,
) -> None:
    """Write an H.264 movie of at most 640 pixels.

    Args:
        path: of the movie.
        frames: of the result, whatever they are encoded in.
        count: how many they are.
        frame_rate: of the result.
        on_progress: called as frames are taken.
        cancelled: asked between frames.

    Raises:
        OutputError: it could not be written; nothing new is left under its name.
        CancelledError: the user stopped it.
    """
    shrinking = Stages(frames, [Stage("shrink", _small)])
    sink: MovieSink | None = None
    try:
        with closing(iter(shrinking)) as pictures:
            for index, picture in enumerate(pictures):
                if cancelled():
                    raise CancelledError(f"stopped after {index} of {count} frames of the preview")
                window = picture.display_window
                sink = sink or MovieSink(
                    path,
                    width=window.width,
                    height=window.height,
                    frame_rate=frame_rate,
                    codec="h264",
                )
                sink.write(index, picture)
                on_progress(Progress("preview", index + 1, count))
        if sink is not None:
            sink.close()
    except BaseException:
        if sink is not None:
            sink.abort()
        raise


def frames_of(files: Iterable[Path], transfer: Transfer, beauty: str = "") -> Iterator[Frame]:
    """Yield what people see of the frames of a result as they lie on the disk.

    Args:
        files: pictures, or one movie.
        transfer: how their numbers stand for light, which not every file tells.
        beauty: name of the layer that is the picture; "": the likeliest.
    """
    for path in files:
        if path.suffix.lower() in MOVIE_SUFFIXES:
            with MovieSource(path) as movie:
                for index in range(movie.info.clock.frame_count):
                    yield _encoded(movie.read(index), transfer)
        else:
            yield _encoded(read_seen(path, beauty), transfer)


def _encoded(frame: Frame, transfer: Transfer) -> Frame:
    """Return a frame whose visible colour is said to be so encoded."""
    seen = frame.colour().layer
    told = replace(seen, encoding=replace(seen.encoding, transfer=transfer))
    return replace(frame, layers=tuple(told if one is seen else one for one in frame.layers))


def _even_size(height: int, width: int) -> tuple[int, int]:
    """Return the size of the preview, both sides even as 4:2:0 needs."""
    scale = min(1.0, LARGEST_SIDE / max(height, width))
    return max(2, round(height * scale / 2) * 2), max(2, round(width * scale / 2) * 2)


def _small(frame: Frame) -> Frame:
    """Return a frame in display code at the size of the preview."""
    picture = visible(to_transfer(frame, "srgb"))
    height, width = _even_size(*picture.shape[-2:])
    pixels = resize_plane(picture, height, width)[0].clamp(0, 1).permute(1, 2, 0).contiguous()
    layer = Layer(pixels.numpy(), ("R", "G", "B"), Encoding("srgb"))
    return Frame((layer,), Window(0, 0, width, height))
