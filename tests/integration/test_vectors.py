"""Retiming a rendered sequence by its own vectors, from file to file."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import OpenImageIO as oiio
import pytest

from slowglass.core import JobSpec, retime
from slowglass.core.errors import ModelError
from slowglass.core.timing import ConstantSpeed
from tests.core.models.test_vectors import outline_band
from tests.core.models.vector_frames import Plane, square_frame, square_mask

COMBINED = [f"ViewLayer.Combined.{c}" for c in "RGBA"]
OBJECT = "ViewLayer.IndexOB.X"


def write_frames(folder: Path, vectors: bool = True) -> str:
    """Write two frames of the crossing square as float EXR, with alpha and an object index."""
    folder.mkdir()
    for number, position in ((1, 0.0), (2, 1.0)):
        frame = square_frame(position)
        names = [name for name in frame.layers[0].channels if vectors or ".Vector." not in name]
        planes = [frame.layers[0].pixels[..., frame.layers[0].channels.index(n)] for n in names]
        mask = square_mask(position).astype(np.float32)
        names += [COMBINED[3], OBJECT]
        planes += [0.5 + 0.5 * mask, 3 + 4 * mask]
        write_exr(folder / f"shot.{number:04}.exr", names, np.stack(planes, 2))
    return str(folder / "shot.####.exr")


def write_exr(path: Path, names: list[str], pixels: Plane) -> None:
    spec = oiio.ImageSpec(pixels.shape[1], pixels.shape[0], len(names), "float")
    spec.channelnames = names
    spec.attribute("FramesPerSecond", oiio.TypeRational, (24, 1))
    output = oiio.ImageOutput.create(str(path))
    assert output is not None
    assert output.open(str(path), spec)
    assert output.write_image(np.ascontiguousarray(pixels, np.float32))
    assert output.close()


def read_channels(path: Path, names: list[str]) -> Plane:
    reader = oiio.ImageInput.open(str(path))
    assert reader is not None, oiio.geterror()
    present = list(reader.spec().channelnames)
    pixels: Plane = np.asarray(reader.read_image("float"), np.float32)
    reader.close()
    return pixels[..., [present.index(name) for name in names]]


def job(source: str, folder: Path) -> JobSpec:
    return JobSpec(
        source,
        str(folder / "slow.####.exr"),
        ConstantSpeed(Fraction(1, 2)),
        model="vectors",
        cuts="none",
        device="cpu",
    )


def test_every_channel_moves_by_the_vectors_exactly(tmp_path: Path) -> None:
    result = retime(job(write_frames(tmp_path / "in"), tmp_path))
    assert result.model == "vectors"
    made = read_channels(tmp_path / "slow.0002.exr", [*COMBINED, OBJECT, "ViewLayer.Depth.Z"])
    truth, mask = square_frame(0.5).layers[0], square_mask(0.5).astype(np.float32)
    expected = [truth.pixels[..., :3], 0.5 + 0.5 * mask[..., None], 3 + 4 * mask[..., None]]
    depth = truth.pixels[..., truth.channels.index("ViewLayer.Depth.Z"), None]
    known = ~outline_band(0.5)
    assert np.array_equal(made[known], np.concatenate([*expected, depth], 2)[known])


def test_a_sequence_without_vectors_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    source = write_frames(tmp_path / "in", vectors=False)
    with pytest.raises(ModelError, match=r"Vector\.Z.*Combined\.R"):
        retime(job(source, tmp_path))
    assert not (tmp_path / "slow.0002.exr").exists()
