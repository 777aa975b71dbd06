"""Small clips of known motion, made where a test needs them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import OpenImageIO as oiio
from numpy.typing import NDArray

Picture = NDArray[np.float32]
"""(height, width, 3), display-referred 0..1."""

HEIGHT, WIDTH = 72, 96


def texture(height: int, width: int, seed: int) -> Picture:
    """Return smooth random colour with detail of several sizes."""
    generator = np.random.default_rng(seed)
    result = np.zeros((height, width, 3))
    for cells in (4, 8, 16, 32):
        coarse = generator.random((cells + 2, cells + 2, 3))
        y = np.linspace(0, cells, height)[:, None]
        x = np.linspace(0, cells, width)[None]
        top, left = y.astype(int), x.astype(int)
        fy, fx = (y - top)[..., None], (x - left)[..., None]
        upper = coarse[top, left] * (1 - fx) + coarse[top, left + 1] * fx
        lower = coarse[top + 1, left] * (1 - fx) + coarse[top + 1, left + 1] * fx
        result += (upper * (1 - fy) + lower * fy) / cells**0.5
    result -= result.min()
    scaled: Picture = (result / result.max()).astype(np.float32)
    return scaled


def moving_square(
    position: float, seed: int = 1, speed: float = 4.0, height: int = HEIGHT, width: int = WIDTH
) -> Picture:
    """Return a textured square over a textured ground, at a time in source frames.

    It moves ``speed`` pixels a frame to the right; at whole pixels the picture is exact.
    """
    ground, square = texture(height, width, seed), texture(28, 28, seed + 1)
    left = round(10 + speed * position)
    picture = ground.copy()
    picture[20:48, left : left + 28] = 1 - square[:, : max(0, width - left)]
    return picture


def movie_frames(count: int, seed: int = 1, speed: float = 4.0) -> list[Picture]:
    """Return the frames of a clip of a moving square."""
    return [moving_square(k, seed, speed) for k in range(count)]


def write_movie(
    path: Path,
    frames: Iterable[Picture],
    rate: Fraction = Fraction(24),
    codec: str = "ffv1",
    pixel_format: str = "yuv444p",
    timestamps: Sequence[int] | None = None,
    time_base: Fraction | None = None,
) -> Path:
    """Encode a clip; ``timestamps`` in units of ``time_base`` make its rate variable."""
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream(codec, rate=rate)
        for k, picture in enumerate(frames):
            code = np.round(np.clip(picture, 0, 1) * 255).astype(np.uint8)
            if k == 0:
                stream.height, stream.width = code.shape[:2]
                stream.pix_fmt = pixel_format
                stream.codec_context.colorspace = stream.codec_context.color_range = 1
                if time_base is not None:
                    stream.codec_context.time_base = time_base
            frame = av.VideoFrame.from_ndarray(code, format="rgb24").reformat(
                format=pixel_format, dst_colorspace="ITU709"
            )
            frame.colorspace, frame.color_range = 1, 1
            frame.pts = k if timestamps is None else timestamps[k]
            frame.time_base = time_base or 1 / rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def write_sequence(
    folder: Path,
    frames: Iterable[Picture],
    name: str = "shot.{:04d}.exr",
    first: int = 1001,
    sample_type: str = "uint16",
) -> str:
    """Write pictures as a sequence, half for EXR; return its pattern."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, picture in enumerate(frames, first):
        path = folder / name.format(number)
        height, width, channels = picture.shape
        kind = "half" if path.suffix == ".exr" else sample_type
        spec = oiio.ImageSpec(width, height, channels, kind)
        spec.attribute("FramesPerSecond", oiio.TypeRational, (24, 1))
        output = oiio.ImageOutput.create(str(path))
        assert output is not None
        assert output.open(str(path), spec)
        assert output.write_image(np.ascontiguousarray(picture))
        assert output.close()
    return str(folder / name.replace("{:04d}", "####"))


def read_movie_planes(path: Path) -> list[list[NDArray[np.uint8]]]:
    """Return the decoded planes of every frame of a movie, padding cut off."""
    with av.open(str(path)) as container:
        return [
            [
                np.frombuffer(memoryview(plane), np.uint8)
                .reshape(plane.height, -1)[:, : plane.width]
                .copy()
                for plane in frame.planes
            ]
            for frame in container.decode(video=0)
        ]


def read_picture(path: Path) -> Picture:
    """Return the pixels of a picture file as float32."""
    opened = oiio.ImageInput.open(str(path))
    assert opened is not None, oiio.geterror()
    pixels: Picture = np.asarray(opened.read_image("float"), np.float32)
    opened.close()
    return pixels
