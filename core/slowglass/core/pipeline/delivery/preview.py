"""A small movie of the result, to look at before anything else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

from slowglass.core.errors import CancelledError, SlowglassError
from slowglass.core.frames import Alpha, Encoding, Frame, Layer, Transfer, Window
from slowglass.core.media import MOVIE_SUFFIXES
from slowglass.core.media.images import alpha_as, read_seen
from slowglass.core.media.movies import MovieSink, MovieSource
from slowglass.core.pipeline.colour import to_transfer
from slowglass.core.pipeline.outcome import Cancelled, OnProgress, Progress
from slowglass.core.pipeline.stages import Stage, Stages
from slowglass.core.proxy import visible
from slowglass.core.warp import resize_plane

LARGEST_SIDE = 640


class Preview:
    """An H.264 movie of at most 640 pixels, which grows as frames of a result are made.

    Frames that lie there already are read before the next one that is put, or at the end.
    """

    def __init__(
        self,
        path: Path,
        size: tuple[int, int],
        frame_rate: Fraction,
        count: int,
        files: Iterator[Path],
        read: Callable[[Iterable[Path]], Iterable[Frame]],
        alpha: Alpha | None = None,
    ) -> None:
        """Open the encoder.

        Args:
            path: of the movie.
            size: height and width of the result.
            frame_rate: of the result.
            count: how many frames it has.
            files: that hold them, in order: one each, or one movie of all.
            read: gives the frames of such files.
            alpha: how colour relates to alpha in them; None: as in the frames that come.

        Raises:
            OutputError, UsageError: there can be no such movie; nothing is left of it.
        """
        self._size = _even_size(*size)
        height, width = self._size
        self._sink = MovieSink(
            path, width=width, height=height, frame_rate=frame_rate, codec="h264"
        )
        self._count = count
        self._files = files
        self._read = read
        self._alpha = alpha
        self._shown = 0
        self._error: SlowglassError | None = None

    def pack(self, index: int, frame: Frame) -> Any:
        """Return the small picture of frame ``index``; several threads may at once.

        Args:
            index: of the frame.
            frame: in the colour of its file, or as read from there.
        """
        return self._sink.pack(index, _small(frame, self._size, self._alpha))

    def put(self, index: int, packed: Any, on_progress: OnProgress, cancelled: Cancelled) -> None:
        """Show frame ``index``, and before it those that lie there.

        What goes wrong is told by `close`: no frame is lost for the sake of the preview.

        Raises:
            CancelledError: the user stopped it.
        """
        if self._error is not None:
            return
        try:
            self._fill(index, on_progress, cancelled)
            self._show(index, packed)
        except CancelledError:
            raise
        except SlowglassError as error:
            self._error = error
        next(self._files, None)

    def close(self, on_progress: OnProgress, cancelled: Cancelled) -> None:
        """Show what is left, and give the movie its name.

        Args:
            on_progress: called as frames are read.
            cancelled: asked between them.

        Raises:
            OutputError: it could not be written; nothing new is left under its name.
            InputError: a frame could not be read.
            CancelledError: the user stopped it.
        """
        if self._error is not None:
            raise self._error
        self._fill(self._count, on_progress, cancelled)
        self._sink.close()

    def abort(self) -> None:
        """Drop what is unfinished."""
        self._sink.abort()

    def _fill(self, stop: int, on_progress: OnProgress, cancelled: Cancelled) -> None:
        """Show the frames before ``stop`` as their files hold them."""
        if self._shown == stop:
            return
        frames = enumerate(self._read(islice(self._files, stop - self._shown)), self._shown)
        stage = Stage("shrink", lambda one: self.pack(*one))
        with closing(iter(Stages(frames, [stage]))) as pictures:
            for picture in pictures:
                if cancelled():
                    raise CancelledError(
                        f"stopped after {self._shown} of {self._count} frames of the preview"
                    )
                self._show(self._shown, picture)
                on_progress(Progress("preview", self._shown, self._count))

    def _show(self, index: int, packed: Any) -> None:
        self._sink.put(index, packed)
        self._shown = index + 1


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


def _small(frame: Frame, size: tuple[int, int], alpha: Alpha | None) -> Frame:
    """Return what people see of a frame in display code, at another size."""
    own = frame.colour().alone()
    shown = to_transfer(replace(frame, layers=(own,), beauty="", native=None), "srgb")
    if alpha is not None:
        seen = shown.colour()
        layer = alpha_as(seen.layer, seen.colour, seen.alpha, alpha)
        shown = replace(shown, layers=(layer,))
    picture, (height, width) = visible(shown), size
    if own.encoding.transfer != "linear":
        picture = picture.clamp(0, 1)  # as the file holds code
    picture = resize_plane(picture, height, width)[0].clamp(0, 1)
    layer = Layer(picture.permute(1, 2, 0).contiguous().numpy(), ("R", "G", "B"), Encoding("srgb"))
    return Frame((layer,), Window(0, 0, width, height))
