"""Renders whose picture is a layer among others, and stereo renders, from file to file."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import OpenImageIO as oiio
import pytest
from numpy.typing import NDArray

from slowglass.core import JobSpec, retime
from slowglass.core.errors import UsageError
from slowglass.core.media.images import read_picture
from slowglass.core.pipeline import between_files
from slowglass.core.timing import ConstantSpeed
from tests import tolerances

Picture = NDArray[np.float32]
Part = tuple[str, Picture, list[str], dict[str, Any]]
"""Name, pixels, channels and attributes."""

STEREO = {"multiView": (oiio.TypeDesc("string[2]"), ("left", "right"))}


def moving(position: float) -> Picture:
    """A texture that moves by 4 pixels for each frame."""
    y, x = np.mgrid[0:90, 0:160].astype(np.float32)
    x = x - 4 * position
    red = 0.4 + 0.3 * np.cos(x / 11 + y / 9)
    green = 0.5 + 0.3 * np.sin(x / 7) + 0.2 * np.sin(y / 5 + x / 13)
    blue = ((x // 16 + y // 16) % 2) * 0.6 + 0.2
    return np.stack([red, green, blue], -1).astype(np.float32)


def flat() -> Picture:
    return np.full((90, 160, 3), 0.9, np.float32)


def rgb(name: str) -> list[str]:
    return [f"{name}.{c}" if name else c for c in "RGB"]


def write(path: Path, *parts: Part) -> None:
    """Write an EXR of half floats."""
    path.parent.mkdir(exist_ok=True)
    specs = []
    for name, pixels, channels, attributes in parts:
        spec = oiio.ImageSpec(pixels.shape[1], pixels.shape[0], len(channels), "half")
        spec.channelnames = channels
        spec["oiio:subimagename"] = name
        for key, value in attributes.items():
            spec.attribute(key, *value) if isinstance(value, tuple) else spec.attribute(key, value)
        specs.append(spec)
    output = oiio.ImageOutput.create(str(path))
    assert output is not None
    assert output.open(str(path), tuple(specs) if len(specs) > 1 else specs[0]), output.geterror()
    for number, (_, pixels, _, _) in enumerate(parts):
        if number:
            assert output.open(str(path), specs[number], "AppendSubimage")
        assert output.write_image(np.ascontiguousarray(pixels))
    assert output.close()


def slowed(folder: Path, **options: Any) -> tuple[Path, list[str]]:
    """Retime to half speed; return the first made frame and the notes."""
    output = folder.with_name("slow") / "a.####.exr"
    job = JobSpec(
        str(folder),
        str(output),
        ConstantSpeed(Fraction(1, 2)),
        model="flow",
        cuts="none",
        device="cpu",
        **options,
    )
    notes = retime(job).notes
    return output.with_name("a.0002.exr"), list(notes)


def error_db(made: Path, part: int, names: list[str], truth: Picture) -> float:
    """Peak signal to noise ratio of channels of a file, without the borders."""
    picture = oiio.ImageInput.open(str(made))
    assert picture is not None
    assert picture.seek_subimage(part, 0)
    present = list(picture.spec().channelnames)
    pixels = np.asarray(picture.read_image(part, 0, 0, len(present), "float"), np.float32)
    picture.close()
    error = pixels[..., [present.index(name) for name in names]] - truth
    return float(-10 * np.log10(np.mean(error[12:-12, 12:-12] ** 2)))


@pytest.mark.parametrize("name", ["rgba", "Ci", "ViewLayer.Combined", "beauty"])
def test_motion_is_looked_for_in_the_beauty_and_that_is_said(tmp_path: Path, name: str) -> None:
    for number in (0, 1):
        pixels = np.concatenate([flat(), moving(number)], -1)
        channels = [*rgb("AO"), *rgb(name)]
        write(tmp_path / "in" / f"a.{number:04}.exr", ("", pixels, channels, {}))
    made, notes = slowed(tmp_path / "in", start_number=1)
    assert error_db(made, 0, rgb(name), moving(0.5)) > tolerances.MOTION_FOUND_DB
    assert f"motion is looked for in the layer {name}; --beauty names another: AO" in notes


def test_beauty_names_the_layer_that_motion_is_looked_for_in(tmp_path: Path) -> None:
    for number in (0, 1):
        pixels = np.concatenate([flat(), moving(number)], -1)
        write(
            tmp_path / "in" / f"a.{number:04}.exr",
            ("", pixels, [*rgb("rgba"), *rgb("Key")], {}),
        )
    made, notes = slowed(tmp_path / "in", start_number=1, beauty="key")
    assert error_db(made, 0, rgb("Key"), moving(0.5)) > tolerances.MOTION_FOUND_DB
    assert "motion is looked for in the layer Key; --beauty names another: rgba" in notes


def test_a_layer_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    pixels = np.concatenate([flat(), flat()], -1)
    write(tmp_path / "in" / "a.0001.exr", ("", pixels, [*rgb("rgba"), *rgb("AO")], {}))
    with pytest.raises(UsageError, match="expected a layer named foam, got rgba, AO"):
        slowed(tmp_path / "in", beauty="foam")


def one_part(number: float) -> list[Part]:
    pixels = np.concatenate([moving(number), moving(-number)], -1)
    return [("", pixels, [*rgb(""), *rgb("right")], STEREO)]


def two_parts(number: float) -> list[Part]:
    return [
        (f"rgba.{eye}", moving(position), rgb(""), {"view": eye})
        for eye, position in (("left", number), ("right", -number))
    ]


@pytest.mark.parametrize(
    ("layout", "right"), [(one_part, (0, rgb("right"))), (two_parts, (1, rgb("")))]
)
def test_each_eye_moves_by_its_own_motion(
    tmp_path: Path, layout: Any, right: tuple[int, list[str]]
) -> None:
    for number in (0, 1):
        write(tmp_path / "in" / f"a.{number:04}.exr", *layout(number))
    made, notes = slowed(tmp_path / "in", start_number=1)
    assert error_db(made, 0, rgb(""), moving(0.5)) > tolerances.MOTION_FOUND_DB
    assert error_db(made, *right, moving(-0.5)) > tolerances.MOTION_FOUND_DB
    assert "stereo: left and right each move by the motion of their own picture" in notes
    assert read_picture(made).views == ("left", "right")
    left, other = (str(tmp_path / "in" / f"a.000{n}.exr") for n in (0, 1))
    pattern = str(tmp_path / "pair.####.exr")
    (pair,) = between_files(left, other, [Fraction(1, 2)], pattern, model="flow", device="cpu")
    assert error_db(Path(pair), *right, moving(-0.5)) > tolerances.MOTION_FOUND_DB
