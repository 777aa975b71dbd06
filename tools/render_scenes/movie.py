"""The movie of the sample: tone-mapped frames over a sky, with a sound for each bounce."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from tools.render_scenes.exr import Pixels, read_exr
from tools.render_scenes.timeline import FRAME_RATE, bounce_frames

_SAMPLE_RATE = 48000
_SHOULDER = 0.8
_SKY_TOP = (0.16, 0.32, 0.62)
_SKY_FOOT = (0.75, 0.70, 0.62)


def write_movie(frames: list[Path], path: Path) -> None:
    """Encode H.264 video and AAC sound; both begin at zero and last as long as the frames."""
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
        first = _display_image(frames[0])
        video = container.add_stream("libx264", rate=Fraction(FRAME_RATE))
        video.height, video.width = first.shape[:2]
        video.pix_fmt = "yuv420p"
        video.options = {"crf": "19", "preset": "slow"}
        context = video.codec_context
        context.color_range, context.colorspace = 1, 1  # limited range, BT.709 matrix
        context.color_primaries, context.color_trc = 1, 1  # BT.709
        audio = container.add_stream("aac", rate=_SAMPLE_RATE)
        audio.layout = "mono"
        for index, source in enumerate(frames):
            picture = av.VideoFrame.from_ndarray(_display_image(source), format="rgb24")
            picture = picture.reformat(format="yuv420p", dst_colorspace="ITU709")
            picture.pts, picture.time_base = index, Fraction(1, FRAME_RATE)
            container.mux(video.encode(picture))
        container.mux(video.encode())
        sound = av.AudioFrame.from_ndarray(_sound(len(frames))[None], "fltp", "mono")
        sound.sample_rate, sound.pts = _SAMPLE_RATE, 0
        sound.time_base = Fraction(1, _SAMPLE_RATE)
        container.mux(audio.encode(sound))
        container.mux(audio.encode())


def _display_image(path: Path) -> NDArray[np.uint8]:
    """The frame over a sky, highlights rolled off, display-encoded: (height, width, 3)."""
    spec, pixels = read_exr(path)
    names = list(spec.channelnames)
    rgba = pixels[..., [names.index(f"ViewLayer.Combined.{channel}") for channel in "RGBA"]]
    light = rgba[..., :3] + (1.0 - rgba[..., 3:]) * _sky(rgba.shape[0])
    above = np.maximum(light - _SHOULDER, 0.0)
    room = 1.0 - _SHOULDER
    rolled = np.minimum(light, _SHOULDER) + room * (1.0 - np.exp(-above / (3.0 * room)))
    encoded = np.where(
        rolled <= 0.0031308,
        12.92 * rolled,
        1.055 * np.maximum(rolled, 0.0031308) ** (1 / 2.4) - 0.055,
    )
    return np.round(encoded.clip(0.0, 1.0) * 255.0).astype(np.uint8)


def _sky(height: int) -> Pixels:
    """A vertical gradient: (height, 1, 3), linear light."""
    down = np.linspace(0.0, 1.0, height, dtype=np.float32)[:, None, None]
    top, foot = np.array(_SKY_TOP, np.float32), np.array(_SKY_FOOT, np.float32)
    return ((1.0 - down) * top + down * foot).astype(np.float32)


def _sound(frame_count: int) -> Pixels:
    """A quiet tone, and a short falling note whenever the ball touches the ground: -1..1."""
    seconds = np.arange(frame_count * _SAMPLE_RATE // FRAME_RATE) / _SAMPLE_RATE
    mix = 0.06 * np.sin(2 * np.pi * 220.0 * seconds) + 0.04 * np.sin(2 * np.pi * 330.0 * seconds)
    for frame in bounce_frames():
        since = np.maximum(seconds - frame / FRAME_RATE, 0.0)
        struck = seconds >= frame / FRAME_RATE
        mix += (
            struck * 0.6 * np.exp(-since * 22.0) * np.sin(2 * np.pi * (520.0 - 300 * since) * since)
        )
    return mix.astype(np.float32)
