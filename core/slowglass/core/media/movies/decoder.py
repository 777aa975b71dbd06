"""Decoding any frame of a movie, exactly.

A seek in FFmpeg lands near the place that was asked for, and what comes out first may be broken: it
may refer to frames before the landing. So a run of frames counts only from a key frame that the
index knows, and only while it misses no frame. Where seeking fails, the movie is decoded from its
start, which always works.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator

import av
from av.video.frame import VideoFrame

from slowglass.core.errors import UnreadableMediaError
from slowglass.core.media.container import open_movie
from slowglass.core.media.movies.index import MovieIndex, decode_leniently

CACHED_FRAMES = 48
CACHED_BYTES = 256 << 20
"""Decoded frames kept for reading backward: within both bounds, but always the newest two."""

SEEK_ATTEMPTS = 3
"""How many key frames to step back before giving up on seeking."""


class MovieDecoder:
    """Gives decoded frames by index. Reading in order decodes each frame once and never seeks."""

    def __init__(self, path: str | os.PathLike[str], index: MovieIndex) -> None:
        """Open the movie that ``index`` was made of."""
        self._path = path
        self._index = index
        self._cache = _FrameCache()
        self._broken: set[int] = set()
        self._open()

    def close(self) -> None:
        """Close the file and drop the frames kept."""
        self._cache.clear()
        self.container.close()

    def frame(self, index: int) -> VideoFrame:
        """Return frame ``index``.

        Raises:
            UnreadableMediaError: the file is damaged there.
        """
        cached = self._cache.get(index)
        if cached is not None:
            return cached
        if index not in self._broken:
            for _ in self._runs(index):
                found = self._advance(index)
                if found is not None:
                    return found
            self._broken.add(index)
        raise UnreadableMediaError(
            "the frame cannot be decoded, the file is damaged there", path=self._path, frame=index
        )

    def _runs(self, index: int) -> Iterator[None]:
        """Place the decoder so that going forward may reach ``index``, the cheapest way first."""
        keys = self._index.key_frames
        before = bisect_right(keys, index)
        key = keys[before - 1] if before else 0
        if self._last is not None and key <= self._last + 1 <= index:
            yield
        if self._index.has_timestamps:
            for back in range(1, min(SEEK_ATTEMPTS, before) + 1):
                if self._seek(keys[before - back]):
                    yield
        self.container.close()
        self._open()
        yield

    def _open(self) -> None:
        self.container, self.stream = open_movie(self._path)
        self._frames = decode_leniently(self.container, self.stream)
        self._last: int | None = -1
        self._from_start = True

    def _seek(self, key: int) -> bool:
        """Go to key frame ``key``; return whether the container could."""
        try:
            self.container.seek(self._index.timestamps[key], stream=self.stream)
        except av.error.FFmpegError:
            return False
        self._frames = decode_leniently(self.container, self.stream)
        self._last = None
        self._from_start = False
        return True

    def _advance(self, index: int) -> VideoFrame | None:
        """Decode forward to ``index``; None if this run does not show it."""
        for frame in self._frames:
            current = self._label(frame)
            if current is None or not self._is_whole(current, frame):
                continue
            holes = self._last is not None and current != self._last + 1
            if holes and not self._from_start:
                return None
            self._last = current
            self._cache.put(current, frame)
            if current >= index:
                return frame if current == index else None
        return None

    def _label(self, frame: VideoFrame) -> int | None:
        """Return the index of a decoded frame, None where the index does not show it."""
        if self._index.has_timestamps:
            return self._index.find(frame.pts)
        return None if self._last is None else self._last + 1

    def _is_whole(self, current: int, frame: VideoFrame) -> bool:
        """Return whether a frame after a seek has all that it refers to."""
        if self._from_start or self._last is not None:
            return True
        return bool(frame.key_frame) and self._index.is_key(current)


class _FrameCache:
    """The frames decoded last, bounded in number and bytes."""

    def __init__(self) -> None:
        self._frames: OrderedDict[int, VideoFrame] = OrderedDict()
        self._bytes = 0

    def get(self, index: int) -> VideoFrame | None:
        return self._frames.get(index)

    def put(self, index: int, frame: VideoFrame) -> None:
        self._drop(index)
        self._frames[index] = frame
        self._bytes += _size(frame)
        while len(self._frames) > 2 and (
            len(self._frames) > CACHED_FRAMES or self._bytes > CACHED_BYTES
        ):
            self._drop(next(iter(self._frames)))

    def clear(self) -> None:
        self._frames.clear()
        self._bytes = 0

    def _drop(self, index: int) -> None:
        frame = self._frames.pop(index, None)
        if frame is not None:
            self._bytes -= _size(frame)


def _size(frame: VideoFrame) -> int:
    return sum(plane.buffer_size for plane in frame.planes)
