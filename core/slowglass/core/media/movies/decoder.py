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
from slowglass.core.media.movies.indexing import MovieIndex, decode_leniently

CACHED_FRAMES = 48
CACHED_BYTES = 256 << 20
"""Decoded frames kept for reading backward: within both bounds, but always the newest two."""

_NEVER_WHOLE = ("apng", "gif")
"""Formats whose frames are patches upon the ones before, though they say that they are whole."""

SEEK_ATTEMPTS = 3
"""How many key frames to step back before giving up on seeking."""


class MovieDecoder:
    """Gives decoded frames by index. Reading in order decodes each frame once and never seeks."""

    def __init__(self, path: str | os.PathLike[str], index: MovieIndex) -> None:
        """Open the movie that ``index`` was made of."""
        self._path = path
        self._index = index
        self._cache = _FrameCache()
        self._broken = {*index.damaged, *index.lost}
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
                if index in self._broken:
                    break
            self._broken.add(index)
        what = "is not there" if index in self._index.lost else "cannot be decoded"
        raise UnreadableMediaError(
            f"the frame {what}, the file is damaged there", path=self._path, frame=index
        )

    def _runs(self, index: int) -> Iterator[None]:
        """Place the decoder so that going forward may reach ``index``, the cheapest way first."""
        keys = self._index.key_frames
        before = bisect_right(keys, index)
        key = keys[before - 1] if before else 0
        if self._last is not None and key <= self._last + 1 <= index:
            yield
        if self._index.has_timestamps and self.container.format.name not in _NEVER_WHOLE:
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
        self._keys_passed = 0

    def _seek(self, key: int) -> bool:
        """Go to key frame ``key``; return whether the container could."""
        try:
            self.container.seek(self._index.stored_timestamp(key), stream=self.stream)
        except av.error.FFmpegError:
            return False
        self._frames = decode_leniently(self.container, self.stream)
        self._last = None
        self._from_start = False
        self._keys_passed = 0
        return True

    def _advance(self, index: int) -> VideoFrame | None:
        """Decode forward to ``index``; None if this run does not show it whole."""
        for frame in self._frames:
            current = self._label(frame)
            if current is None or not self._is_start(current, frame):
                continue
            if not self._from_start and self._misses(current):
                return None
            if self._from_start and self._last is not None:
                # What decoding from the start does not show, nothing will.
                self._broken.update(range(self._last + 1, current))
            self._last = current
            self._keys_passed += self._index.is_key(current)
            if self._is_whole(current, frame):
                self._cache.put(current, frame)
            if current >= index:
                return self._cache.get(index)
        return None

    def _label(self, frame: VideoFrame) -> int | None:
        """Return the index of a decoded frame, None where the index does not show it."""
        if self._index.has_timestamps:
            return self._index.find(frame.pts)
        current = None if self._last is None else self._last + 1
        while current in self._index.lost:
            current += 1
        return current

    def _is_start(self, current: int, frame: VideoFrame) -> bool:
        """Return whether a run is under way, or can begin with this frame."""
        if self._from_start or self._last is not None:
            return True
        return bool(frame.key_frame) and self._index.is_key(current)

    def _misses(self, current: int) -> bool:
        """Return whether a frame that could be decoded did not come before this one."""
        if self._last is None:
            return False
        return any(k not in self._broken for k in range(self._last + 1, current))

    def _is_whole(self, current: int, frame: VideoFrame) -> bool:
        """Return whether all of a frame is what was recorded, as far as FFmpeg knows."""
        if frame.is_corrupt and (self._from_start or self._keys_passed > 1):
            # Further back nothing is left that could make it whole.
            self._broken.add(current)
        return not frame.is_corrupt and current not in self._broken


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
