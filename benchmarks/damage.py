"""What becomes of damaged files: named, harmless, or shown otherwise without a word.

    python -m benchmarks.damage
    python -m benchmarks.damage --only .mkv

A clip of each kind is harmed anew for each case: cut off at 20, 50 and 95 %, single bits, bursts of
64 bytes. Then all its frames are read, and compared with those of the whole clip.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import av
import numpy as np
import OpenImageIO as oiio
from numpy.typing import NDArray

from benchmarks.record import record
from slowglass.core.errors import InputError
from slowglass.core.media import open_source
from tests import clips
from tests.core.media.made_movies import write_movie

CASES, BURST_BYTES = 30, 64
FRAMES, RATE = 48, Fraction(25)
VERDICTS = ("named", "declared", "harmless", "altered", "shorter")
"""Refused by its name; another length, and a note that says why; as it was; other pixels or another
length without a word."""
DECLARED = ("never came", "frames late", "variable frame rate")

Harm = Callable[[bytearray], bytes]
Pixels = list[NDArray[np.float32]]

IMAGES: dict[str, dict[str, str]] = {
    "EXR none": {"suffix": ".exr", "type": "half", "compression": "none"},
    "EXR zip": {"suffix": ".exr", "type": "half", "compression": "zip"},
    "EXR zip, float": {"suffix": ".exr", "type": "float", "compression": "zip"},
    "EXR piz": {"suffix": ".exr", "type": "half", "compression": "piz"},
    "EXR dwaa": {"suffix": ".exr", "type": "half", "compression": "dwaa"},
    "PNG": {"suffix": ".png", "type": "uint8"},
    "TIFF lzw": {"suffix": ".tif", "type": "uint16", "compression": "lzw"},
    "TIFF none": {"suffix": ".tif", "type": "uint16", "compression": "none"},
    "DPX": {"suffix": ".dpx", "type": "uint10"},
    "JPEG": {"suffix": ".jpg", "type": "uint8"},
}
H264 = {"encoder": "libx264", "options": {"bf": "2", "g": "12"}}
MOVIES: dict[str, dict[str, Any]] = {
    "H.264 .mp4": H264,
    "H.264 .mkv": H264,
    "H.264 .ts": H264,
    "H.264 .flv": {"encoder": "libx264", "options": {"bf": "0", "g": "12"}},
    "H.264 .avi": {"encoder": "libx264", "options": {"bf": "0", "g": "12"}},
    "VP9 .webm": {"encoder": "libvpx-vp9", "options": {"deadline": "realtime", "cpu-used": "8"}},
    "MPEG-2 .ts": {"encoder": "mpeg2video", "options": {"bf": "2", "g": "12"}},
    "MPEG-2 .mpg": {"encoder": "mpeg2video", "options": {"bf": "2", "g": "12"}},
    "MPEG-2 .mxf": {"encoder": "mpeg2video", "options": {"bf": "2", "g": "12"}},
    "FFV1 .mkv": {"encoder": "ffv1", "pixel_format": "yuv444p"},
    "FFV1 .avi": {"encoder": "ffv1", "pixel_format": "yuv444p"},
    "ProRes .mov": {"encoder": "prores_ks", "pixel_format": "yuv422p10le"},
    "ProRes .mkv": {"encoder": "prores_ks", "pixel_format": "yuv422p10le"},
    "Motion JPEG .avi": {"encoder": "mjpeg", "pixel_format": "yuvj420p"},
}


def main() -> None:
    """Harm a clip of each kind, write and print what became of it."""
    parser = argparse.ArgumentParser(prog="benchmarks.damage")
    parser.add_argument("--only", default="", help="part of the name of a kind")
    only: str = parser.parse_args().only
    av.logging.set_level(None)
    numbers: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in filter(lambda name: only in name, [*IMAGES, *MOVIES]):
            numbers[name] = {
                group: {verdict: counts[verdict] for verdict in VERDICTS}
                for group, counts in measure(Path(folder), name).items()
            }
            print(name, numbers[name], flush=True)
    if not only:
        print(record("damage", {"cases": CASES, **numbers}))


def measure(folder: Path, name: str) -> dict[str, Counter[str]]:
    """Return how often which verdict came, by the group of what was done to a clip."""
    source, damaged = make_images(folder, name) if name in IMAGES else make_movie(folder, name)
    whole, content = frames_of(source), damaged.read_bytes()
    assert whole is not None
    found: dict[str, Counter[str]] = {}
    for group, harm in harms(Random(name)):
        damaged.write_bytes(harm(bytearray(content)))
        found.setdefault(group, Counter())[verdict(source, whole)] += 1
    return found


def harms(random: Random) -> Iterator[tuple[str, Harm]]:
    """Give what is done to a file, and the group that it counts to."""
    for part in (0.2, 0.5, 0.95):
        yield "cut off", lambda content, part=part: bytes(content[: int(len(content) * part)])  # type: ignore[misc]
    for _ in range(CASES):
        yield "bit", lambda content: flipped(content, random, 1)
    for _ in range(CASES):
        yield "burst", lambda content: flipped(content, random, BURST_BYTES)


def flipped(content: bytearray, random: Random, count: int) -> bytes:
    """Return a file with one bit flipped, or with bytes in a row that are random."""
    start = random.randrange(len(content) - count)
    if count == 1:
        content[start] ^= 1 << random.randrange(8)
    else:
        content[start : start + count] = random.randbytes(count)
    return bytes(content)


def verdict(source: str, whole: Pixels) -> str:
    """Return what became of a clip."""
    seen = frames_of(source)
    if seen is None:
        return "named"
    if len(seen) != len(whole):
        with open_source(source) as clip:
            notes = " ".join(clip.info.notes)
        return "declared" if any(words in notes for words in DECLARED) else "shorter"
    same = all(np.array_equal(a, b, equal_nan=True) for a, b in zip(seen, whole, strict=True))
    return "harmless" if same else "altered"


def frames_of(source: str) -> Pixels | None:
    """Return the pixels of all frames; None if one is refused."""
    try:
        with open_source(source) as clip:
            count = clip.info.clock.frame_count
            return [clip.read(index).layers[0].pixels for index in range(count)]
    except (InputError, UnicodeDecodeError, RuntimeError):
        return None


def make_images(folder: Path, name: str) -> tuple[str, Path]:
    """Write three frames; return their pattern and the second one."""
    kind = IMAGES[name]
    place = folder / name
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    grain = np.random.default_rng(1)
    for number, picture in enumerate(clips.movie_frames(3), 1):
        height, width, channels = picture.shape
        spec = oiio.ImageSpec(width, height, channels, kind["type"].replace("uint10", "uint16"))
        spec.attribute("compression", kind.get("compression", ""))
        if kind["type"] == "uint10":
            spec.attribute("oiio:BitsPerSample", 10)
        path = place / f"a.{number:04d}{kind['suffix']}"
        output = oiio.ImageOutput.create(str(path))
        assert output is not None
        output.open(str(path), spec)
        noisy = picture + grain.normal(0, 0.02, picture.shape)
        output.write_image(np.clip(noisy, 0, 1).astype(np.float32))
        output.close()
    return str(place / f"a.####{kind['suffix']}"), place / f"a.0002{kind['suffix']}"


def make_movie(folder: Path, name: str) -> tuple[str, Path]:
    """Write a movie; return it, twice."""
    path = folder / f"clip{name[name.index(' .') + 1 :]}"
    write_movie(path, frame_count=FRAMES, rate=RATE, **MOVIES[name])
    return str(path), path


if __name__ == "__main__":
    main()
