"""Every channel of an in-between against its analytic truth, from file to file."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import OpenImageIO as oiio
import pytest
from numpy.typing import NDArray

from slowglass.core import JobSpec, retime
from slowglass.core.job import OutputFormat
from slowglass.core.media.images.exr import write_plain_exr
from slowglass.core.media.images.frame import read_picture
from slowglass.core.models import BUILT_IN
from slowglass.core.timing import ConstantSpeed
from tests.integration import known_motion as scene
from tests.tolerances import FLOAT32_ROUNDING, HALF_ROUNDING, INTERPOLATED_NORMAL

FRAMES, SPEED = 3, Fraction(1, 4)
TIMES = [Fraction(k, 4) for k in range(4 * FRAMES - 3)]
CUBIC_REACH = 2
"""Pixels from an edge in colour or alpha at which samples no longer see it."""
CUBIC_REACH = 2
"""Pixels from an edge within which colour is sampled across it; other data are sampled within 1."""
BETWEEN = [k for k, time in enumerate(TIMES) if time.denominator > 1]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scene at 24 fps and, beside it, at a quarter of the speed."""
    folder = tmp_path_factory.mktemp("every channel")
    for k in range(FRAMES):
        scene.write_frame(folder / f"in.{k}.exr", k)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(BUILT_IN, "known", scene.KNOWN)
        retime(slowed(folder / "in.#.exr", folder / "out.##.exr"))
    return folder


def slowed(source: Path, output: Path, model: str = "known") -> JobSpec:
    return JobSpec(
        str(source),
        str(output),
        ConstantSpeed(SPEED),
        source_rate=Fraction(24),
        model=model,
        device="cpu",
        cuts="none",
        lock="none",  # the motion is known, whatever stands
        start_number=0,
    )


def made(folder: Path, k: int, part: str) -> dict[str, NDArray[Any]]:
    """The planes of a part of output frame ``k``, and u and v, all without the margin."""
    parts, _ = scene.read_frame(folder / f"out.{k:02}.exr")
    return {name: inner(plane) for name, plane in parts[part].items()}


def inner(plane: NDArray[Any]) -> NDArray[Any]:
    return plane[scene.MARGIN : -scene.MARGIN, scene.MARGIN : -scene.MARGIN]


def place(k: int) -> tuple[NDArray[Any], NDArray[Any]]:
    u, v = scene.coordinates(float(TIMES[k]))
    return inner(u), inner(v)


@pytest.mark.parametrize("k", BETWEEN)
def test_colour_and_alpha_with_highlights_negatives_and_glow(folder: Path, k: int) -> None:
    planes, truth = made(folder, k, "rgba"), scene.colour(float(TIMES[k]))
    u, v = place(k)
    rim = scene.lamp(u, v, CUBIC_REACH) & ~scene.lamp(u, v, -CUBIC_REACH)
    for name in "RGB":
        np.testing.assert_allclose(planes[name][~rim], inner(truth[name])[~rim], **HALF_ROUNDING)
    assert planes["B"].min() < -0.05
    assert planes["R"].max() == np.float16(scene.LAMP)
    away = abs(u - scene.EDGE) > CUBIC_REACH
    np.testing.assert_allclose(planes["A"][away], inner(truth["A"])[away], **HALF_ROUNDING)
    glow = (planes["A"] == 0) & (planes["R"] > 0.5)
    assert glow.sum() > 500


@pytest.mark.parametrize("k", BETWEEN)
def test_depth_has_an_edge_and_nothing_in_between(folder: Path, k: int) -> None:
    depth = made(folder, k, "surface")["depth.Z"]
    truth = inner(scene.surface(float(TIMES[k]))["depth.Z"])
    u, v = place(k)
    away = abs(u - scene.EDGE) > 1
    np.testing.assert_allclose(depth[away], truth[away], **FLOAT32_ROUNDING)
    near = 8 + 0.02 * u + 0.03 * v - 0.2 * float(TIMES[k])
    is_near = abs(depth - near) < 0.05
    assert (is_near | (depth == np.float32(scene.FAR))).all()


@pytest.mark.parametrize("k", BETWEEN)
def test_normals_positions_and_uv(folder: Path, k: int) -> None:
    planes, truth = made(folder, k, "surface"), scene.surface(float(TIMES[k]))
    normal = np.stack([planes[f"N.{axis}"] for axis in "XYZ"])
    expected = np.stack([inner(truth[f"N.{axis}"]) for axis in "XYZ"])
    np.testing.assert_allclose(normal, expected, **INTERPOLATED_NORMAL)
    np.testing.assert_allclose((normal**2).sum(0), 1, **FLOAT32_ROUNDING)
    for name in ("P.X", "P.Y", "P.Z", "UV.V"):
        np.testing.assert_allclose(planes[name], inner(truth[name]), **FLOAT32_ROUNDING)
    u, turned = place(k)[0], inner(truth["UV.U"])
    wrap = abs((u + 20) % 40 - 20) < 1
    np.testing.assert_allclose(planes["UV.U"][~wrap], turned[~wrap], **FLOAT32_ROUNDING)
    off = (planes["UV.U"] - turned + 0.5) % 1 - 0.5
    assert wrap.any()
    assert abs(off[wrap]).max() < 1 / 40


@pytest.mark.parametrize("k", range(len(TIMES)))
def test_vectors_are_a_quarter_in_copied_frames_too(folder: Path, k: int) -> None:
    planes, truth = made(folder, k, "motion"), scene.motion(float(TIMES[k]))
    for name in ("Vector.X", "Vector.Y", "Vector.Z", "Vector.W"):
        np.testing.assert_allclose(planes[name], inner(truth[name]) / 4, **HALF_ROUNDING)
    np.testing.assert_allclose(planes["mask.R"], inner(truth["mask.R"]), **HALF_ROUNDING)


@pytest.mark.parametrize("k", BETWEEN)
def test_ids_are_exact_and_of_one_pixel(folder: Path, k: int) -> None:
    planes, truth = made(folder, k, "ids"), scene.ids(float(TIMES[k]))
    u, v = place(k)
    inside = (abs(u % 8 - 4) < 3) & (abs(v % 8 - 4) < 3)
    assert inside.sum() > 1000
    for name in planes:
        assert planes[name].dtype == np.uint32
        assert np.array_equal(planes[name][inside], inner(truth[name])[inside])
    assert np.array_equal(planes["assetId"], ~planes["objectId"])
    assert set(np.unique(planes["objectId"])) <= set(np.unique(truth["objectId"]))


@pytest.mark.parametrize("k", BETWEEN)
def test_cryptomatte_covers_what_it_should_and_keeps_its_ids(folder: Path, k: int) -> None:
    planes = made(folder, k, "crypto_object00")
    names = np.stack([planes["R"], planes["B"]])
    cover = np.stack([planes["G"], planes["A"]])
    assert set(np.unique(names.view(np.uint32))) == {0, 0x3F9D7C21, 0xC1234567}
    covered = (cover * (names == np.float32(scene.ID_A))).sum(0)
    u = place(k)[0]
    straight = (abs(u - 36) > 1) & (abs(u - 44) > 1)
    truth = inner(scene.cover_of_a(float(TIMES[k])))
    np.testing.assert_allclose(covered[straight], truth[straight], **FLOAT32_ROUNDING)
    assert (planes["G"] >= planes["A"]).all()
    np.testing.assert_allclose(cover.sum(0), 1, **FLOAT32_ROUNDING)


@pytest.mark.parametrize("k", range(len(TIMES)))
def test_parts_types_windows_and_attributes_are_those_of_the_source(folder: Path, k: int) -> None:
    _, sources = scene.read_frame(folder / "in.0.exr")
    _, specs = scene.read_frame(folder / f"out.{k:02}.exr")
    x, y, width, height = scene.DATA
    for spec, source in zip(specs, sources, strict=True):
        assert tuple(spec.channelnames) == tuple(source.channelnames)
        assert spec.format == source.format
        assert (spec.x, spec.y, spec.width, spec.height) == (x, y, width, height)
        shown = (spec.full_x, spec.full_y, spec.full_width, spec.full_height)
        assert shown == scene.DISPLAY
        for name in (*scene.ATTRIBUTES, "oiio:subimagename"):
            assert spec.getattribute(name) == source.getattribute(name), name


def test_mixed_types_in_one_part_go_the_same_way(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    types = {"half": np.float16, "float": np.float32, "uint": np.uint32}
    for time in range(2):
        planes = {}
        for name, part in scene.PARTS.items():
            for channel, plane in part.channels(time).items():
                full = f"{name}.{channel}" if name.startswith("crypto") else channel
                planes[full] = plane.astype(types[part.kind])
        write_plain_exr(tmp_path / f"in.{time}.exr", planes)
    monkeypatch.setitem(BUILT_IN, "known", scene.KNOWN)
    retime(slowed(tmp_path / "in.#.exr", tmp_path / "out.##.exr"))
    parts, _ = scene.read_frame(folder / "out.01.exr")
    frame = read_picture(tmp_path / "out.01.exr")
    assert len(frame.layers) == 3
    for layer in frame.layers:
        for place, channel in enumerate(layer.channels):
            item, _, component = channel.partition(".")
            known = parts[item][component] if item in parts else part_with(parts, channel)
            np.testing.assert_array_equal(layer.pixels[..., place], known, channel)


def part_with(parts: dict[str, dict[str, NDArray[Any]]], channel: str) -> NDArray[Any]:
    return next(planes[channel] for planes in parts.values() if channel in planes)


def straight_planes(time: float) -> NDArray[np.float32]:
    """Straight colour everywhere, under no alpha at all at the right."""
    u, v = scene.coordinates(time)
    alpha = np.where(u < scene.EDGE, 0.5 + v / 200, 0)
    planes = [0.3 + u / 200, 0.2 + v / 200, 0.4 - u / 400, alpha]
    return np.stack(planes, 2).astype(np.float32)


def write_straight(path: Path, time: float, kind: str) -> None:
    pixels = straight_planes(time)
    spec = oiio.ImageSpec(pixels.shape[1], pixels.shape[0], 4, kind)
    spec["oiio:UnassociatedAlpha"] = 1
    output = oiio.ImageOutput.create(str(path))
    assert output is not None
    assert output.open(str(path), spec)
    assert output.write_image(pixels)
    assert output.close()


def read_straight(path: Path) -> NDArray[np.float32]:
    as_stored = oiio.ImageSpec()
    as_stored["oiio:UnassociatedAlpha"] = 1
    opened = oiio.ImageInput.open(str(path), as_stored)
    assert opened is not None
    pixels = np.asarray(opened.read_image("float"), np.float32)
    opened.close()
    return pixels


def linear(code: NDArray[np.float32]) -> NDArray[np.float32]:
    light = np.where(code > 0.04045, ((code + 0.055) / 1.055) ** 2.4, code / 12.92)
    return light.astype(np.float32)


@pytest.mark.parametrize(
    ("source", "kind", "output", "tolerance"),
    [
        ("in.#.png", "uint16", "out.##.png", 2 / 65535),
        ("in.#.png", "uint16", "out.##.exr", 2e-5),
        ("in.#.tif", "float", "out.##.tif", 2e-5),
    ],
    ids=["png", "png to exr", "float tiff"],
)
def test_straight_alpha(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    source: str,
    kind: str,
    output: str,
    tolerance: float,
) -> None:
    for k in range(2):
        write_straight(tmp_path / source.replace("#", str(k)), k, kind)
    monkeypatch.setitem(BUILT_IN, "known", scene.KNOWN)
    job = slowed(tmp_path / source, tmp_path / output)
    form = OutputFormat(sample_type="float" if output.endswith("exr") else "")
    retime(replace(job, format=form))
    for k in (1, 2, 3):
        pixels = read_straight(tmp_path / output.replace("##", f"{k:02}"))
        truth = straight_planes(k / 4)
        if output.endswith("exr"):  # which holds premultiplied light by its standard
            truth[..., :3] = linear(truth[..., :3]) * truth[..., 3:]
        u = place(k)[0]
        away = abs(u - scene.EDGE) > CUBIC_REACH
        made, expected = (
            picture[scene.MARGIN : -scene.MARGIN, scene.MARGIN : -scene.MARGIN][away]
            for picture in (pixels, truth)
        )
        np.testing.assert_allclose(made, expected, atol=tolerance, rtol=0)
        hidden = expected[:, 3] == 0
        assert hidden.sum() > 500
