"""The sound of a movie: its streams, and any of their samples, without holding them all."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from numpy.typing import NDArray

from slowglass.core.media.container import demux, open_movie

Samples = NDArray[np.float32]
"""(channels, samples), nominally -1..1."""

KEPT_BLOCKS = 32
"""Blocks of one second that are kept for reading again and for reading backward."""

SEEK_BACK_BLOCKS = 8
"""Blocks before the wanted one that are decoded after a seek, for reading backward."""

SETTLING_SECONDS = Fraction(1, 2)
"""Decoded before the first block that counts: compressed sound leans on what was before."""

FORWARD_BLOCKS = 30
"""Up to here decoding on is preferred to a seek."""

JITTER_SECONDS = 0.01
"""Timestamps this near to where the samples before ended are rounding: Matroska counts in
milliseconds. What lies further away is a gap."""

_PACKETS_LOOKED_AT = 4


@dataclass(frozen=True)
class SoundFormat:
    """What is known of a stream of sound."""

    index: int
    """Among the streams of sound, from 0."""
    codec: str
    sample_rate: int
    layout: str
    """FFmpeg's name: mono, stereo, 5.1 ..."""
    channels: int
    is_integer: bool
    """Whether its samples are whole numbers, as those of PCM and FLAC mostly are."""


def sound_formats(path: str | os.PathLike[str]) -> tuple[SoundFormat, ...]:
    """Return the streams of sound of a movie that can be decoded.

    Raises:
        InputError: the movie cannot be opened.
    """
    container, _ = open_movie(path)
    with container:
        return tuple(
            _format_of(stream, index)
            for index, stream in enumerate(container.streams.audio)
            if cast(object, stream.codec_context) is not None and stream.rate and stream.channels
        )


def _format_of(stream: AudioStream, index: int) -> SoundFormat:
    context = stream.codec_context
    sample_format = context.format.name if context.format else ""
    return SoundFormat(
        index,
        context.name,
        stream.rate,
        stream.layout.name,
        stream.channels,
        sample_format.removesuffix("p") in ("u8", "s16", "s32", "s64"),
    )


class SoundReader:
    """Gives samples by their place in time. Reading in order decodes each sample once."""

    def __init__(
        self, path: str | os.PathLike[str], sound: SoundFormat, start_seconds: Fraction
    ) -> None:
        """Open the movie.

        Args:
            path: the movie.
            sound: the stream to read.
            start_seconds: timestamp of the first picture: sample 0 lies there.

        Raises:
            InputError: the movie cannot be opened.
        """
        self.sound = sound
        self.damaged_packets = 0
        """Packets that could not be decoded; silence stands for them."""
        self._path = path
        self._start_seconds = start_seconds
        self._container, _ = open_movie(path)
        self._stream = self._container.streams.audio[sound.index]
        self._kept: OrderedDict[int, Samples] = OrderedDict()
        self._grid: tuple[int, int] | None = None
        self._run, self._next = self._blocks(0), 0
        self._end: int | None = None
        self.end: int | None = None
        """Number of samples from the first picture on, once the end was read."""

    def read(self, first: int, count: int) -> Samples:
        """Return ``count`` samples from ``first`` on; silence where there is no sound."""
        result = np.zeros((self.sound.channels, count), np.float32)
        rate, last = self.sound.sample_rate, first + count
        for number in range(max(first // rate, 0), -(-last // rate)):
            block, start = self._block(number), number * rate
            if block is not None:
                low, high = max(first, start), min(last, start + rate)
                result[:, low - first : high - first] = block[:, low - start : high - start]
        return result

    def close(self) -> None:
        """Close the movie."""
        self._container.close()

    def _block(self, number: int) -> Samples | None:
        """Return the samples of second ``number``, (channels, rate); None after the end."""
        if number in self._kept:
            self._kept.move_to_end(number)
            return self._kept[number]
        if self._end is not None and number >= self._end:
            return None
        if not self._next <= number < self._next + FORWARD_BLOCKS:
            self._next = max(0, number - SEEK_BACK_BLOCKS)
            self._run = self._blocks(self._next)
        while self._next <= number:
            block = next(self._run, None)
            if block is None:
                self._end = self._next
                return None
            self._kept[self._next] = block
            self._next += 1
            if len(self._kept) > KEPT_BLOCKS:
                self._kept.popitem(last=False)
        return self._kept[number]

    def _blocks(self, number: int) -> Iterator[Samples]:
        """Decode from block ``number`` on, and yield one block after the other."""
        rate = self.sound.sample_rate
        self._seek(number)
        block = np.zeros((self.sound.channels, rate), np.float32)
        start = number * rate
        for start, samples in self._placed(from_start=number == 0):
            while samples.shape[1]:
                offset = start - number * rate
                if offset >= rate:
                    yield block
                    block, number = np.zeros_like(block), number + 1
                    continue
                skipped = min(max(0, -offset), samples.shape[1])
                taken = 0 if offset < 0 else min(rate - offset, samples.shape[1])
                block[:, offset : offset + taken] = samples[:, :taken]
                start, samples = start + skipped + taken, samples[:, skipped + taken :]
        self.end = start
        yield block

    def _seek(self, number: int) -> None:
        """Go to where decoding of block ``number`` may begin."""
        if number == 0:
            # No seek reaches what lies before time 0, which the first samples lean on.
            self._open()
            return
        seconds = self._start_seconds + number - SETTLING_SECONDS
        self._container.seek(int(seconds / (self._stream.time_base or 1)), stream=self._stream)

    def _open(self) -> None:
        self._container.close()
        self._container, _ = open_movie(self._path)
        self._stream = self._container.streams.audio[self.sound.index]

    def _placed(self, *, from_start: bool) -> Iterator[tuple[int, Samples]]:
        """Yield decoded samples and the place of the first of them."""
        rate = self.sound.sample_rate
        resampler = av.AudioResampler("fltp", self.sound.layout, rate)
        expected: int | None = None
        seen: list[tuple[int, int]] = []
        for frame in self._frames():
            start = self._place(frame, expected)
            for converted in resampler.resample(frame):
                samples: Samples = converted.to_ndarray().astype(np.float32, copy=False)
                yield start, samples
                start += samples.shape[1]
            expected = start
            if from_start and len(seen) < _PACKETS_LOOKED_AT:
                seen.append((start, frame.samples))
                self._grid = _grid_of(seen)

    def _place(self, frame: AudioFrame, expected: int | None) -> int:
        """Return where a frame's samples lie, seeing through rounded timestamps."""
        rate = self.sound.sample_rate
        if frame.pts is None or frame.time_base is None:
            return expected or 0
        stated = round((frame.pts * frame.time_base - self._start_seconds) * rate)
        near = JITTER_SECONDS * rate
        if expected is not None and abs(stated - expected) <= near:
            return expected
        if expected is None and self._grid is not None:
            origin, size = self._grid
            snapped = origin + round((stated - origin) / size) * size
            return snapped if abs(snapped - stated) <= near else stated
        return stated

    def _frames(self) -> Iterator[AudioFrame]:
        """Decode packet by packet; what a damaged one held is not there."""
        try:
            for packet in demux(self._container, self._stream):
                try:
                    yield from packet.decode()
                except av.error.FFmpegError:
                    self.damaged_packets += 1
        except av.error.FFmpegError:
            self.damaged_packets += 1


def _grid_of(seen: list[tuple[int, int]]) -> tuple[int, int] | None:
    """Return where packets start and how many samples each has, where they are all alike.

    The first one does not count, part of it may be cut off.
    """
    sizes = {size for _, size in seen[1:]}
    return (seen[0][0], sizes.pop()) if len(seen) > 2 and len(sizes) == 1 else None
