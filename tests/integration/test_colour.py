"""Colour spaces through a whole job: copied and made frames alike, tags in what is written."""

from __future__ import annotations

import json
import shutil
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import OpenImageIO as oiio
import pytest
from numpy.typing import NDArray

from slowglass.core import JobSpec, RetimeResult, retime
from slowglass.core.errors import JobSpecError, UsageError
from slowglass.core.frames import NativePlanes
from slowglass.core.job_json import job_from_json, job_to_json
from slowglass.core.media.colour_spaces.config import BUILT_IN, ColourConfig
from slowglass.core.media.movies.host_decoding import as_host_shows
from slowglass.core.timing import ConstantSpeed
from slowglass.plugin.cli.app import main
from tests import clips
from tests.tolerances import OCIO_ANALYTIC

HALF_SPEED, SPEED = ConstantSpeed(Fraction(1, 2)), ConstantSpeed(Fraction(1))
HALF_ROUNDING = 2.0**-11
CODE_16_BIT = 1 / 65535


@pytest.fixture(autouse=True)
def no_configuration_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OCIO", raising=False)


def run(source: str | Path, output: Path, time: Any = SPEED, **options: Any) -> RetimeResult:
    values: dict[str, Any] = {"model": "blend", "device": "cpu", "cuts": "none", **options}
    return retime(JobSpec(str(source), str(output), time, **values))


def write_exr(path: Path, picture: NDArray[Any], space: str = "") -> Path:
    height, width, count = picture.shape
    spec = oiio.ImageSpec(width, height, count, "half")
    if space:
        spec["oiio:ColorSpace"] = spec["colorInteropID"] = space
    output = oiio.ImageOutput.create(str(path))
    assert output is not None and output.open(str(path), spec)
    assert output.write_image(np.ascontiguousarray(picture, np.float32)) and output.close()
    return path


def still(folder: Path, space: str = "", count: int = 3) -> str:
    """Frames of one picture, with highlights: whatever is made of them must be that picture."""
    folder.mkdir(exist_ok=True)
    picture = (clips.texture(16, 24, 4) * 3).astype(np.float16).astype(np.float32)
    first = write_exr(folder / "shot.1001.exr", picture, space)
    for number in range(1002, 1001 + count):
        shutil.copy(first, folder / f"shot.{number}.exr")
    return str(folder / "shot.####.exr")


def spec_of(path: Path) -> oiio.ImageSpec:
    opened = oiio.ImageInput.open(str(path))
    assert opened is not None
    spec = opened.spec()
    opened.close()
    return spec


def tags_of(path: Path) -> tuple[int, int, int]:
    """Primaries, transfer and matrix as the container gives them."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0].codec_context
        return int(stream.color_primaries), int(stream.color_trc), int(stream.colorspace)


def test_copied_and_made_frames_are_converted_alike(tmp_path: Path) -> None:
    source = still(tmp_path / "in")
    spaces = {"input_space": "ACEScg", "output_space": "lin_rec709_scene"}
    result = run(source, tmp_path / "out.####.exr", HALF_SPEED, **spaces)
    assert result.counts["copied"] and result.counts["in between"]
    given = clips.read_picture(tmp_path / "in" / "shot.1001.exr")
    expected = ColourConfig(BUILT_IN).convert(given, "ACEScg", "Linear Rec.709 (sRGB)")
    for number in range(1001, 1001 + result.frames):
        made = clips.read_picture(tmp_path / f"out.{number}.exr")
        np.testing.assert_allclose(made, expected, rtol=HALF_ROUNDING, atol=1e-4)
        tags = spec_of(tmp_path / f"out.{number}.exr")
        assert tags.getattribute("oiio:ColorSpace") == "lin_rec709_scene"
        assert tags.getattribute("chromaticities")[:2] == pytest.approx((0.64, 0.33))
    assert any("from ACEScg to Linear Rec.709" in note for note in result.notes)


def test_display_code_for_a_png_comes_from_the_named_space(tmp_path: Path) -> None:
    source = still(tmp_path / "in", count=2)
    run(source, tmp_path / "out.####.png", input_space="ACEScg")
    given = clips.read_picture(tmp_path / "in" / "shot.1001.exr")
    code = ColourConfig(BUILT_IN).convert(given, "ACEScg", "sRGB Encoded Rec.709 (sRGB)")
    made = clips.read_picture(tmp_path / "out.1001.png")
    np.testing.assert_allclose(made, np.clip(code, 0, 1), atol=CODE_16_BIT)


@pytest.mark.parametrize(
    ("name", "space", "read_back"),
    [
        ("out.####.exr", "Rec.2100-PQ - Display", "pq_rec2020_display"),
        ("out.####.png", "Rec.2100-PQ - Display", "pq_rec2020_display"),
        ("out.####.png", "sRGB Encoded P3-D65", "srgb_p3d65_scene"),
        ("out.####.tif", "sRGB - Display", "srgb_rec709_scene"),
        ("out.####.dpx", "sRGB - Display", "srgb_rec709_scene"),
        ("out.####.tif", "sRGB Encoded P3-D65", ""),
        ("out.####.png", "Camera Rec.709", ""),
    ],
)
def test_files_name_the_space_or_the_user_is_told(
    tmp_path: Path, name: str, space: str, read_back: str
) -> None:
    source = still(tmp_path / "in", count=2)
    result = run(source, tmp_path / name, input_space="ACEScg", output_space=space)
    told = any("have no tag" in note for note in result.notes)
    assert told == (not read_back)
    said = spec_of(tmp_path / name.replace("####", "1001")).getattribute("oiio:ColorSpace")
    assert told or said == read_back


def test_equal_spaces_copy_files_that_name_the_space(tmp_path: Path) -> None:
    source = still(tmp_path / "in", "lin_ap1_scene")
    run(source, tmp_path / "out.####.exr", HALF_SPEED, input_space="ACEScg", output_space="ACEScg")
    given = (tmp_path / "in" / "shot.1001.exr").read_bytes()
    assert (tmp_path / "out.1001.exr").read_bytes() == given
    made = spec_of(tmp_path / "out.1002.exr")
    assert made.getattribute("oiio:ColorSpace") == "lin_ap1_scene"


def test_equal_spaces_keep_every_sample_and_name_the_space(tmp_path: Path) -> None:
    source = still(tmp_path / "in")
    run(source, tmp_path / "out.####.exr", HALF_SPEED, input_space="ARRI LogC4")
    for number in (1001, 1002, 1003):
        made = clips.read_picture(tmp_path / f"out.{number}.exr")
        assert np.array_equal(made, clips.read_picture(tmp_path / "in" / "shot.1001.exr"))
        tag = spec_of(tmp_path / f"out.{number}.exr").getattribute("oiio:ColorSpace")
        assert tag == "ocio:arrilogc4_awg4_scene"


def test_a_movie_is_taken_for_srgb_and_goes_to_acescg(tmp_path: Path) -> None:
    source = clips.write_movie(tmp_path / "clip.mkv", clips.movie_frames(2))
    result = run(source, tmp_path / "out.####.exr", output_space="ACEScg")
    given = clips.moving_square(0)
    light = ColourConfig(BUILT_IN).convert(given, "sRGB Encoded Rec.709 (sRGB)", "ACEScg")
    assert np.abs(clips.read_picture(tmp_path / "out.0000.exr") - light).mean() < 0.01
    assert any("taken for sRGB Encoded Rec.709" in note for note in result.notes)


@pytest.mark.parametrize(
    ("space", "tags"),
    [
        ("Rec.1886 Rec.709 - Display", (1, 1, 1)),
        ("Display P3 - Display", (12, 13, 1)),
        ("Rec.2100-PQ - Display", (9, 16, 9)),
        ("Rec.2100-HLG - Display", (9, 18, 9)),
        ("ARRI LogC4", (2, 2, 1)),
    ],
)
def test_movies_are_tagged_with_the_space(
    tmp_path: Path, space: str, tags: tuple[int, int, int]
) -> None:
    source = still(tmp_path / "in", count=2)
    result = run(source, tmp_path / "out.mov", input_space="ACEScg", output_space=space)
    assert tags_of(tmp_path / "out.mov") == tags
    assert any("no tag" in note for note in result.notes) == (tags[0] == 2)


def test_a_movie_in_its_own_space_keeps_its_planes_and_gets_the_tags(tmp_path: Path) -> None:
    source = clips.write_movie(tmp_path / "clip.mkv", clips.movie_frames(3))
    run(source, tmp_path / "out.mkv", input_space="Rec.2100-PQ - Display")
    for one, other in zip(
        clips.read_movie_planes(source), clips.read_movie_planes(tmp_path / "out.mkv"), strict=True
    ):
        assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))
    assert tags_of(tmp_path / "out.mkv") == (9, 16, 1)


def test_the_manifest_names_the_spaces_in_full_and_a_rerun_keeps_all(tmp_path: Path) -> None:
    source = still(tmp_path / "in")
    options = {"input_space": "lin_ap1", "output_space": "aces"}
    first = run(source, tmp_path / "out.####.exr", **options)
    job = json.loads(Path(first.manifest).read_text())["job"]
    assert (job["input_space"], job["output_space"]) == ("ACEScg", "ACES2065-1")
    assert job["ocio"] == BUILT_IN
    assert run(source, tmp_path / "out.####.exr", **options).made == 0


def test_the_variable_names_the_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OCIO", "ocio://cg-config-latest")
    source = still(tmp_path / "in", count=2)
    result = run(source, tmp_path / "out.####.exr", output_space="ACEScg")
    job = json.loads(Path(result.manifest).read_text())["job"]
    assert job["ocio"] == "ocio://cg-config-latest"
    with pytest.raises(UsageError, match="cg-config-latest, got 'ARRI LogC4'"):
        run(source, tmp_path / "log.####.exr", output_space="ARRI LogC4")


def test_what_cannot_be_is_refused_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    movie = str(clips.write_movie(tmp_path / "clip.mkv", clips.movie_frames(2)))
    exr, mov = str(tmp_path / "o" / "out.####.exr"), str(tmp_path / "o" / "out.mov")
    for output, option, words in (
        (exr, ("--output-space", "ACEScgg"), "near are: ACEScg"),
        (mov, ("--output-space", "ACEScg"), "expected a display or logarithmic space"),
        (exr, ("--ocio", str(tmp_path / "none.ocio"), "--output-space", "x"), "found nothing"),
        (exr, ("--ocio", BUILT_IN), "expected input_space or output_space"),
        (mov, ("--colour", "match_host:blender"), "expected an image sequence"),
        (exr, ("--colour", "match_host:nuke"), "match_host:blender"),
    ):
        code = main(["retime", movie, "-o", output, "--speed", "50%", "--device", "cpu", *option])
        assert code in (2, 3)
        assert words in " ".join(capsys.readouterr().err.split())
        assert not (tmp_path / "o").exists()


def test_a_name_that_the_configuration_does_not_know_is_refused(tmp_path: Path) -> None:
    source = still(tmp_path / "in", "ocio:no_such_log", count=2)
    with pytest.raises(UsageError, match="no_such_log"):
        run(source, tmp_path / "out.####.exr", output_space="ACEScg")


def test_frames_for_blender_are_what_blender_shows(tmp_path: Path) -> None:
    frames = clips.movie_frames(2)
    source = clips.write_movie(tmp_path / "clip.mkv", frames, pixel_format="yuv420p")
    result = run(source, tmp_path / "out.####.png", HALF_SPEED, colour="match_host:blender")
    planes = tuple(clips.read_movie_planes(source)[0])
    shown = as_host_shows(NativePlanes(planes, "yuv420p", 1, 1, 1, 1), "blender")
    made = clips.read_picture(tmp_path / "out.0000.png")
    np.testing.assert_allclose(made, shown.transpose(1, 2, 0), atol=OCIO_ANALYTIC)
    assert "decoded as Blender shows it" in result.notes


def test_code_that_is_to_stay_code_is_the_same_in_exr_and_png(tmp_path: Path) -> None:
    source = clips.write_movie(tmp_path / "clip.mkv", clips.movie_frames(2))
    for suffix in ("exr", "png"):
        run(source, tmp_path / f"{suffix}.####.{suffix}", HALF_SPEED, colour="keep_code")
    for number in ("0000", "0001"):
        code = clips.read_picture(tmp_path / f"png.{number}.png")
        kept = clips.read_picture(tmp_path / f"exr.{number}.exr")
        np.testing.assert_allclose(np.clip(kept, 0, 1), code, atol=HALF_ROUNDING)


def test_probe_shows_what_a_clip_is_taken_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["probe", still(tmp_path / "in"), "--quick", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["colour_space"] == "lin_rec709_scene"
    assert main(["probe", still(tmp_path / "in"), "--quick"]) == 0
    assert "taken for lin_rec709_scene" in capsys.readouterr().out


def test_colour_options_survive_json() -> None:
    job = JobSpec("a", "b.exr", colour="match_host:blender", ocio="c.ocio", input_space="x")
    assert job_from_json(job_to_json(job)) == job
    for key, value in (("colour", "match_host:nuke"), ("ocio", 3), ("input_space", None)):
        with pytest.raises(JobSpecError, match=key):
            job_from_json({**job_to_json(job), key: value})
