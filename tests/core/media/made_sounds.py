"""Small movies with sound, made for tests, and what their sound holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
from av.audio.stream import AudioStream
from av.video.stream import VideoStream
from numpy.typing import NDArray

SIZE = 32
RATE = Fraction(24)
SAMPLE_RATE = 48_000
PICTURE_CODECS = {".mov": "mpeg4", ".mp4": "libx264", ".mkv": "ffv1", ".mxf": "mpeg2video"}

Sound = NDArray[np.float32]
"""(channels, samples)."""


def sine(seconds: float, frequency: float = 440.0, rate: int = SAMPLE_RATE) -> Sound:
    """Return a sine of amplitude 0.5 on two channels, the second an octave higher."""
    time = np.arange(round(seconds * rate)) / rate
    pair = [0.5 * np.sin(2 * np.pi * f * time) for f in (frequency, 2 * frequency)]
    return np.array(pair, np.float32)


def ticks(seconds: float, at: Sequence[float], rate: int = SAMPLE_RATE) -> Sound:
    """Return silence with a short beep that begins at each of the times."""
    sound = np.zeros((1, round(seconds * rate)), np.float32)
    time = np.arange(rate // 100) / rate
    attack = np.minimum(1, time / 0.0015)
    beep = 0.8 * np.sin(2 * np.pi * 2000 * time + 0.5) * np.exp(-200 * time) * attack
    for begin in at:
        first = round(begin * rate)
        sound[0, first : first + beep.size] = beep[: sound.shape[1] - first]
    return sound


def onsets(sound: Sound, rate: int = SAMPLE_RATE) -> list[float]:
    """Return when beeps begin, in seconds; a pause of 30 ms parts them."""
    loud = np.flatnonzero(np.abs(sound).max(0) > 0.2)
    first = np.diff(loud, prepend=-rate) > 0.03 * rate
    return [float(k) / rate for k in loud[first]]


def write_sounding_movie(
    path: Path,
    sounds: Sequence[Sound],
    codec: str = "pcm_s24le",
    *,
    frame_count: int = 24,
    rate: Fraction = RATE,
    sample_rate: int = SAMPLE_RATE,
    first_picture_seconds: Fraction = Fraction(0),
    timestamps: Sequence[int] | None = None,
    time_base: Fraction | None = None,
    is_white: Callable[[int], bool] = lambda k: False,
    size: int = SIZE,
) -> Path:
    """Write pictures, black or white, and streams of sound that begin at 0 seconds.

    ``timestamps`` of ``time_base`` make the rate variable.
    """
    base = time_base or 1 / rate
    offset = round(first_picture_seconds / base)
    with av.open(str(path), "w") as container:
        video = cast(VideoStream, container.add_stream(PICTURE_CODECS[path.suffix], rate))
        video.width = video.height = size
        video.pix_fmt = "yuv420p"
        video.codec_context.time_base = base
        streams = [_add_sound(container, codec, sound, sample_rate) for sound in sounds]
        for k in range(frame_count):
            codes = np.full((size * 3 // 2, size), 128, np.uint8)
            codes[:size] = 235 if is_white(k) else 16
            frame = av.VideoFrame.from_ndarray(codes, "yuv420p")
            frame.pts = offset + (k if timestamps is None else timestamps[k])
            frame.time_base = base
            container.mux(video.encode(frame))
            for stream, sound in zip(streams, sounds, strict=True):
                first, last = (round(n / rate * sample_rate) for n in (k, k + 1))
                last = sound.shape[1] if k == frame_count - 1 else last
                _mux_sound(container, stream, sound[:, first:last], first)
        container.mux(video.encode(None))
        for stream in streams:
            container.mux(stream.encode(None))
    return path


def _add_sound(container: Any, codec: str, sound: Sound, sample_rate: int) -> AudioStream:
    layout = {1: "mono", 2: "stereo", 6: "5.1"}[sound.shape[0]]
    return cast(AudioStream, container.add_stream(codec, sample_rate, layout=layout))


def _mux_sound(container: Any, stream: AudioStream, sound: Sound, first: int) -> None:
    if not sound.shape[1]:
        return
    contiguous = np.ascontiguousarray(sound)
    frame = av.AudioFrame.from_ndarray(contiguous, "fltp", stream.layout.name)
    frame.sample_rate, frame.pts = stream.rate, first
    frame.time_base = Fraction(1, stream.rate)
    container.mux(stream.encode(frame))


def read_sound(path: Path, index: int = 0) -> Sound:
    """Return all decoded samples of a stream, float32."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[index]
        resampler = av.AudioResampler("fltp", stream.layout, stream.rate)
        parts = [
            part.to_ndarray()
            for frame in container.decode(stream)
            for part in resampler.resample(frame)
        ]
    return np.concatenate(parts, 1)


def sound_packets(path: Path, index: int = 0) -> list[bytes]:
    """Return the packets of a stream as they are stored."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[index]
        return [bytes(packet) for packet in container.demux(stream) if packet.size]


def brightness(path: Path) -> list[float]:
    """Return the mean luma code of each frame."""
    with av.open(str(path)) as container:
        return [
            float(frame.to_ndarray(format="gray").mean()) for frame in container.decode(video=0)
        ]


def ends(path: Path) -> tuple[Fraction, Fraction]:
    """Return when pictures and sound end, in seconds, from the packets of the file."""
    result = []
    with av.open(str(path)) as container:
        chosen = (container.streams.video[0], container.streams.audio[0])
        latest = dict.fromkeys(range(2), Fraction(0))
        for packet in container.demux(*chosen):
            if packet.pts is not None and packet.time_base:
                kind = 0 if packet.stream is chosen[0] else 1
                end = (packet.pts + (packet.duration or 0)) * packet.time_base
                latest[kind] = max(latest[kind], end)
        result = [latest[0], latest[1]]
    return result[0], result[1]
