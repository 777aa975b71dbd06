"""One stream of sound on its way into a file: packets copied, or samples made and encoded."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, cast

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet

from slowglass.core.media.container import demux, open_movie
from slowglass.core.media.sound.job import SoundJob
from slowglass.core.media.sound.source import SoundFormat

AAC_BITS_PER_CHANNEL = 160_000
EARLY_SECONDS = Fraction(1, 20)
"""Packets that end earlier than this before the first picture are not copied; the ones after that
are what a decoder of compressed sound starts from."""

_USUAL_LAYOUTS = {1: "mono", 2: "stereo", 3: "2.1", 4: "4.0", 5: "5.0", 6: "5.1", 8: "7.1"}


class Track(ABC):
    """One stream of sound on its way into a movie."""

    damaged_packets = 0

    @abstractmethod
    def packets(self, until_seconds: Fraction) -> Iterator[Packet[Any]]:
        """Yield what belongs to the output before ``until_seconds`` and was not yet given."""

    @abstractmethod
    def flush(self) -> Iterator[Packet[Any]]:
        """Yield what an encoder still holds."""

    @abstractmethod
    def close(self) -> None:
        """Close the source."""


class CopiedTrack(Track):
    """Packets of the source, untouched but for their time stamps."""

    def __init__(self, job: SoundJob, sound: SoundFormat, container: OutputContainer) -> None:
        """Add a stream like that of the source."""
        self._source, _ = open_movie(job.source)
        stream = self._source.streams.audio[sound.index]
        self._stream = container.add_stream_from_template(stream)
        _carry_names(stream, self._stream)
        self._time_base = stream.time_base or Fraction(1)
        self._shift = round(job.start_seconds / self._time_base)
        self._end_seconds = job.path.duration_seconds
        self._packets = self._shifted(stream)
        self._next = next(self._packets, None)

    def packets(self, until_seconds: Fraction) -> Iterator[Packet[Any]]:
        """Yield the packets that begin before ``until_seconds`` and before the end."""
        limit = min(until_seconds, self._end_seconds)
        while self._next is not None and (self._next.pts or 0) * self._time_base < limit:
            packet, self._next = self._next, next(self._packets, None)
            packet.stream = self._stream
            yield packet

    def flush(self) -> Iterator[Packet[Any]]:
        """Yield nothing: no packet is held back."""
        return iter(())

    def close(self) -> None:
        """Close the source."""
        self._source.close()

    def _shifted(self, stream: AudioStream) -> Iterator[Packet[Any]]:
        """Yield the packets with times that count from the first picture."""
        for packet in demux(self._source, stream):
            if packet.pts is None or packet.dts is None:
                continue
            packet.pts -= self._shift
            packet.dts -= self._shift
            end = (packet.pts + (packet.duration or 0)) * self._time_base
            if end > -EARLY_SECONDS:
                yield packet


class MadeTrack(Track):
    """New samples, encoded."""

    def __init__(
        self, job: SoundJob, sound: SoundFormat, container: OutputContainer, encoder: str
    ) -> None:
        """Add a stream with the channels and the sample rate of the source."""
        self._reader = job.reader(sound)
        layout = sound.layout
        if encoder == "aac" and layout.endswith("channels"):
            layout = _USUAL_LAYOUTS.get(sound.channels, layout)
        self._layout, self._rate = layout, sound.sample_rate
        added = container.add_stream(encoder, sound.sample_rate, layout=layout)
        self._stream = cast(AudioStream, added)
        self._stream.codec_context.time_base = Fraction(1, sound.sample_rate)
        if encoder == "aac":
            self._stream.bit_rate = AAC_BITS_PER_CHANNEL * sound.channels
        with open_movie(job.source)[0] as source:
            _carry_names(source.streams.audio[sound.index], self._stream)
        self._blocks = job.samples(self._reader)
        self._written = 0

    @property
    def damaged_packets(self) -> int:  # type: ignore[override]
        """Packets of the source that could not be decoded."""
        return self._reader.damaged_packets

    def packets(self, until_seconds: Fraction) -> Iterator[Packet[Any]]:
        """Yield what the encoder gives for the sound up to ``until_seconds``."""
        while self._written < until_seconds * self._rate:
            block = next(self._blocks, None)
            if block is None:
                return
            contiguous = np.ascontiguousarray(block)
            frame = AudioFrame.from_ndarray(contiguous, format="fltp", layout=self._layout)
            frame.sample_rate, frame.pts = self._rate, self._written
            frame.time_base = Fraction(1, self._rate)
            self._written += block.shape[1]
            yield from self._stream.encode(frame)

    def flush(self) -> Iterator[Packet[Any]]:
        """Yield the last packets."""
        yield from self._stream.encode(None)

    def close(self) -> None:
        """Close the source."""
        self._reader.close()


def _carry_names(source: AudioStream, target: AudioStream) -> None:
    """Carry over what a stream is called and which language it is in."""
    for name in ("language", "title"):
        if name in source.metadata:
            target.metadata[name] = source.metadata[name]
