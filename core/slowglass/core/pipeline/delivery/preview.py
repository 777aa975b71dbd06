"""A small movie of the result, to look at before anything else."""

from __future__ import annotations

from fractions import Fraction

import torch

from slowglass.core.frames import Encoding, Frame, Layer, Window
from slowglass.core.media.movies import MovieSink
from slowglass.core.pipeline.colour import to_transfer
from slowglass.core.proxy import visible
from slowglass.core.warp import resize_plane

LARGEST_SIDE = 640


class Preview:
    """A sink: an H.264 movie of at most 640 pixels; its size is known with the first frame."""

    def __init__(self, path: str, frame_rate: Fraction) -> None:
        """Keep where it goes; nothing is written yet."""
        self._path = path
        self._frame_rate = frame_rate
        self._sink: MovieSink | None = None
        self._count = 0

    @property
    def notes(self) -> tuple[str, ...]:
        """Nothing: it is only to look at."""
        return ()

    def write(self, index: int, frame: Frame) -> str:
        """Add a frame, whatever it is encoded in, after those that this run made before it."""
        picture = visible(to_transfer(frame, "srgb"))
        height, width = _even_size(*picture.shape[-2:])
        if self._sink is None:
            self._sink = MovieSink(
                self._path,
                width=width,
                height=height,
                frame_rate=self._frame_rate,
                codec="h264",
            )
        self._sink.write(self._count, _small(picture, height, width))
        self._count += 1
        return self._path

    def close(self) -> None:
        """Finish the movie."""
        if self._sink is not None:
            self._sink.close()

    def abort(self) -> None:
        """Drop the movie."""
        if self._sink is not None:
            self._sink.abort()


def _even_size(height: int, width: int) -> tuple[int, int]:
    """Return the size of the preview, both sides even as 4:2:0 needs."""
    scale = min(1.0, LARGEST_SIDE / max(height, width))
    return max(2, round(height * scale / 2) * 2), max(2, round(width * scale / 2) * 2)


def _small(picture: torch.Tensor, height: int, width: int) -> Frame:
    """Return (1, 3, H, W) display code as a frame of another size."""
    pixels = resize_plane(picture, height, width)[0].clamp(0, 1).permute(1, 2, 0).contiguous()
    layer = Layer(pixels.numpy(), ("R", "G", "B"), Encoding("srgb"))
    return Frame((layer,), Window(0, 0, width, height))
