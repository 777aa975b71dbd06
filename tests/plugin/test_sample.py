"""The sample clip in the package is whole, and what its README says."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import OpenImageIO as oiio
import pytest

from slowglass.plugin.sample import sample_folder
from tests.tolerances import SAMPLE_WARP_ERROR_RATIO
from tests.vector_pass import (
    Image,
    display,
    read_channels,
    seen_in_next_frame,
    seen_in_previous_frame,
)

FRAMES = [sample_folder() / f"sample.{number}.exr" for number in range(1001, 1013)]
MOVIE = sample_folder() / "sample.mp4"
SIZE = (640, 360)
MOVIE_FRAMES = 48
FRAME_RATE = Fraction(24)
LARGEST_SAMPLE_BYTES = 8_000_000

HALF_CHANNELS = [f"Combined.{c}" for c in "RGBA"] + [f"Vector.{c}" for c in "XYZW"]
FLOAT_CHANNELS = ["Depth.Z"] + [f"CryptoObject{rank}.{c}" for rank in ("00", "01") for c in "rgba"]


def specification(path: Path) -> Any:
    reader = oiio.ImageInput.open(str(path))
    assert reader is not None, oiio.geterror()
    return reader.spec()


def test_the_sample_is_at_most_8_megabytes() -> None:
    files = [path for path in sample_folder().iterdir() if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= LARGEST_SAMPLE_BYTES


def test_no_frame_is_missing_or_too_many() -> None:
    assert sorted(sample_folder().glob("*.exr")) == FRAMES


@pytest.mark.parametrize("path", FRAMES, ids=lambda path: path.name)
def test_every_frame_has_every_channel_in_its_type(path: Path) -> None:
    spec = specification(path)
    assert (spec.width, spec.height) == SIZE
    types = {name: str(spec.channelformat(index)) for index, name in enumerate(spec.channelnames)}
    expected = {f"ViewLayer.{name}": "half" for name in HALF_CHANNELS}
    expected |= {f"ViewLayer.{name}": "float" for name in FLOAT_CHANNELS}
    assert types == expected


@pytest.mark.parametrize("path", [FRAMES[0], FRAMES[-1]], ids=lambda path: path.name)
def test_frames_have_a_bright_lamp_and_an_empty_sky(path: Path) -> None:
    rgba = read_channels(path, *(f"Combined.{c}" for c in "RGBA"))
    assert np.isfinite(rgba).all()
    assert rgba[..., 0].max() > 50.0
    alpha = rgba[..., 3]
    assert (alpha == 0.0).mean() > 0.1
    assert ((alpha > 0.2) & (alpha < 0.8)).any()
    depth = read_channels(path, "Depth.Z")[..., 0]
    assert (depth[alpha == 0.0] > 1e9).all()


@pytest.mark.parametrize("path", [FRAMES[0], FRAMES[-1]], ids=lambda path: path.name)
def test_cryptomatte_ids_are_those_of_the_manifest(path: Path) -> None:
    attributes = {
        attribute.name: attribute.value for attribute in specification(path).extra_attribs
    }
    (name_key,) = [
        key for key in attributes if key.startswith("cryptomatte/") and key.endswith("/name")
    ]
    assert attributes[name_key] == "ViewLayer.CryptoObject"
    manifest = json.loads(attributes[name_key.replace("/name", "/manifest")])
    hashes = {int(value, 16) for value in manifest.values()}
    rank = read_channels(path, "CryptoObject00.r", "CryptoObject00.g")
    ids, coverage = np.ascontiguousarray(rank[..., 0]).view(np.uint32), rank[..., 1]
    assert set(np.unique(ids[coverage > 0.0]).tolist()) <= hashes
    wheel = ids == int(manifest["Wheel"], 16)
    assert wheel.sum() > 1000


def test_vectors_lead_to_the_same_thing_in_the_neighbouring_frames() -> None:
    pictures = [display(path) for path in FRAMES[4:7]]
    path, here = FRAMES[5], pictures[1]
    for neighbour, seen in (
        (pictures[2], seen_in_next_frame(path, pictures[2])),
        (pictures[0], seen_in_previous_frame(path, pictures[0])),
    ):
        assert error(seen, here) < SAMPLE_WARP_ERROR_RATIO * error(neighbour, here)


def error(picture: Image, reference: Image) -> float:
    """Mean distance; the median would not see the thin things, the maximum only them."""
    return float(np.abs(picture - reference).mean())


def test_the_movie_has_its_frames_and_sound_of_the_same_length() -> None:
    with av.open(str(MOVIE)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        pictures = list(container.decode(video))
        assert (video.width, video.height) == SIZE
        assert video.average_rate == FRAME_RATE
        assert [frame.time for frame in pictures] == pytest.approx(
            [float(index / FRAME_RATE) for index in range(MOVIE_FRAMES)]
        )
        container.seek(0)
        samples = [frame.to_ndarray() for frame in container.decode(audio)]
    sound = np.concatenate(samples, axis=1)[0]
    assert len(sound) / audio.rate == pytest.approx(MOVIE_FRAMES / FRAME_RATE, abs=0.05)
    assert np.abs(sound).max() > 0.3


def test_the_movie_shows_the_sequence_from_frame_22() -> None:
    with av.open(str(MOVIE)) as container:
        pictures = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    solid = read_channels(FRAMES[3], "Combined.A")[..., 0] == 1.0
    reference = display(FRAMES[3])[solid]
    errors = [np.abs(picture[solid] / 255.0 - reference).mean() for picture in pictures]
    assert int(np.argmin(errors)) == 25
