"""Movies as a source of frames."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from slowglass.core.errors import MissingInputError, UnreadableMediaError
from slowglass.core.frames import ClipInfo, Frame, Layer, NativePlanes, Window
from slowglass.core.media import planes
from slowglass.core.media.movies.decoder import MovieDecoder
from slowglass.core.media.movies.deinterlace import SENTENCE, deinterlaced
from slowglass.core.media.movies.frame_kind import (
    check_like_first,
    check_progressive,
    is_interlaced,
)
from slowglass.core.media.movies.host_decoding import as_host_shows, host_sentence, rotation_of
from slowglass.core.media.movies.indexing import read_index
from slowglass.core.media.movies.info import describe
from slowglass.core.media.movies.upright import Turn
from slowglass.core.media.planes import ColourTags, siting_of, small_luma, take_planes


class MovieSource:
    """A movie that gives any of its frames, exactly, upright, as float RGB."""

    def __init__(
        self,
        path: str | os.PathLike[str],
        frame_rate: Fraction | None = None,
        *,
        host: str = "",
        deinterlace: bool = False,
    ) -> None:
        """Read the index and the first frame that can be read.

        Args:
            path: the movie.
            frame_rate: overrides what the file says, or stands in where it says nothing.
            host: decode as this one of `HOSTS` shows the movie; "": exactly.
            deinterlace: make whole frames of interlaced ones, which are refused otherwise.

        Raises:
            InputError: missing, damaged, cut off, or not a movie of whole frames.
        """
        self._host = host
        self._deinterlaces = deinterlace
        index = read_index(path)
        self._decoder = MovieDecoder(path, index)
        try:
            first = self._first_frame(len(index))
            self._lies = Turn.of(first) != Turn()
            container, stream = self._decoder.container, self._decoder.stream
            info = describe(path, container, stream, first, index, frame_rate, self._turn(first))
            if not deinterlace:
                check_progressive(first, stream, path)
            elif is_interlaced(first, stream):
                info = replace(info, notes=(*info.notes, SENTENCE))
            self._info = _as_shown(info, take_planes(first), host) if host else info
        except BaseException:
            self._decoder.close()
            raise

    @property
    def info(self) -> ClipInfo:
        """What is known of the movie."""
        return self._info

    def read(self, index: int) -> Frame:
        """Return frame ``index``.

        Its layer is float32 (height, width, channels), display-referred and never clipped: black
        is 0, nominal white exactly 1. ``native`` holds the decoded planes, unless the picture was
        turned upright. For a host, values are as it shows them, and there is no ``native``.

        Raises:
            MissingInputError: no such frame.
            InputError: the frame is damaged or interlaced.
        """
        native, turn = self._take(index)
        if self._host:
            picture = turn.apply(as_host_shows(native, self._host))
        else:
            siting = siting_of(ColourTags.of(native), self._info.format)
            picture = turn.apply(planes.to_rgb(native, siting=siting).numpy())
        layer = Layer(picture.transpose(1, 2, 0), self._info.channels, self._info.encoding)
        window = Window(0, 0, self._info.width, self._info.height)
        return Frame((layer,), window, native=native if turn == Turn() and not self._host else None)

    def read_luma(self, index: int, width: int) -> NDArray[np.float32]:
        """Return a small picture for looking at content: luma (h, width), clipped to 0..1.

        ``width`` is at most the movie's.

        Raises:
            InputError: as `read`.
        """
        native, turn = self._take(index)
        width = min(width, self._info.width)
        height = max(1, round(width * self._info.height / self._info.width))
        columns, rows = turn.size(width, height)
        return np.clip(turn.apply(small_luma(native, rows, columns)), 0, 1)

    def close(self) -> None:
        """Close the file."""
        self._decoder.close()

    def __enter__(self) -> MovieSource:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _first_frame(self, count: int) -> VideoFrame:
        """Return the first of ``count`` frames that can be read."""
        for index in range(count - 1):
            with suppress(UnreadableMediaError):
                return self._decoder.frame(index)
        return self._decoder.frame(count - 1)

    def _turn(self, frame: VideoFrame) -> Turn:
        """Return what makes a frame upright; hosts look at the angle only, if at all."""
        if self._host:
            return Turn.by_degrees(rotation_of(frame, self._host))
        # A frame whose side data was looked at is tied to itself, and stays until it is collected.
        return Turn.of(frame) if self._lies or frame.rotation else Turn()

    def _take(self, index: int) -> tuple[NativePlanes, Turn]:
        """Return the planes of a frame, and what makes them upright."""
        count = self._info.clock.frame_count
        if not 0 <= index < count:
            raise MissingInputError(
                f"expected a frame in 0..{count - 1}", path=self._info.path, frame=index
            )
        frame, stream = self._decoder.frame(index), self._decoder.stream
        turn = self._turn(frame)
        check_like_first(frame, turn, index, self._info)
        if self._deinterlaces and is_interlaced(frame, stream):
            before, after = max(0, index - 1), min(count, index + 2)
            neighbours = [self._decoder.frame(k) for k in range(before, after)]
            return take_planes(deinterlaced(neighbours, index - before, stream)), turn
        check_progressive(frame, stream, self._info.path)
        return take_planes(frame), turn


def _as_shown(info: ClipInfo, native: NativePlanes, host: str) -> ClipInfo:
    """Return what is known of a movie that is decoded for a host."""
    sentence = host_sentence(native, host)
    notes = (sentence, *(note for note in info.notes if note != info.encoding.assumed))
    return replace(info, encoding=replace(info.encoding, assumed=sentence), notes=notes)
