"""``--matte`` and ``--depth``: what they reach, and that what is wrong leaves nothing half-made."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from slowglass.plugin.cli.app import main
from tests.clips import read_picture
from tests.core.layers import crossing
from tests.core.layers.crossing import NEAR
from tests.core.layers.matte_clips import FRAMES, write_clip, write_matte
from tests.tolerances import MATTE_GAIN_DB

USAGE, INPUT = 2, 3


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    """Of a job at half speed, to which options may be added."""
    output = str(tmp_path / "out" / "shot.####.exr")
    clip = write_clip(tmp_path / "in")
    return ["retime", clip, "--speed", "50%", "--model", "flow", "--cuts", "none", "-o", output]


def psnr_in_band(path: Path) -> float:
    """In dB, of the frame between the first two."""
    error = (read_picture(path)[..., :3] - crossing.picture(0.25)) ** 2
    return float(-10 * np.log10(error[crossing.occluded(0.25, 0.5)].mean()))


def test_mattes_reach_the_pixels_and_the_manifest(words: list[str], tmp_path: Path) -> None:
    made = tmp_path / "out" / "shot.0001.exr"
    assert main([*words, "--depth", "none", "--device", "cpu"]) == 0
    without = psnr_in_band(made)
    layers = ["--matte", "crypto:near*", "--matte", "crypto:far*", "--overwrite", "stale"]
    assert main([*words, *layers, "--device", "cpu"]) == 0
    assert psnr_in_band(made) > without + MATTE_GAIN_DB
    manifest = next((tmp_path / "out").glob("*.json"))
    assert json.loads(manifest.read_text("utf-8"))["job"]["mattes"] == [
        "crypto:near*",
        "crypto:far*",
    ]


def test_another_matte_is_another_job(words: list[str], tmp_path: Path) -> None:
    matte = write_matte(tmp_path / "matte", NEAR)
    words = [*words, "--matte", matte, "--device", "cpu"]
    assert main(words) == 0
    assert main(words) == 0
    first = next((tmp_path / "matte").glob("*.png"))
    first.write_bytes(first.read_bytes() + b" ")
    assert main(words) not in (0, USAGE, INPUT)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--matte", "crypto:nobody"], "near ball"),
        (["--matte", "nowhere"], "nowhere"),
        (["--depth", "CryptoObject00.g"], "without meaning"),
        (["--depth", "nowhere"], "nowhere"),
    ],
)
def test_what_is_wrong_is_said_in_a_line_and_nothing_is_made(
    words: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    said: str,
) -> None:
    assert main([*words, *options]) == USAGE
    line = capsys.readouterr().err
    assert said in " ".join(line.split())
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("frames", "crop"), [(FRAMES - 1, 0), (FRAMES, 2)])
def test_a_matte_that_does_not_fit_makes_nothing(
    words: list[str], tmp_path: Path, frames: int, crop: int
) -> None:
    matte = write_matte(tmp_path / "matte", NEAR, frames, crop)
    assert main([*words, "--matte", matte]) == USAGE
    assert not (tmp_path / "out").exists()


def test_a_matte_that_covers_nothing_in_any_frame_is_named(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mattes = tmp_path / "roto.mattes.json"
    box = {"kind": "rectangle", "keys": [{"position": "0", "points": [[4, 4], [30, 30]]}]}
    layers = [{"name": "box", "shapes": [box]}, {"name": "not drawn", "shapes": []}]
    size = {"width": crossing.WIDTH, "height": crossing.HEIGHT}
    document = {"schema": "slowglass.mattes/1", **size, "layers": layers}
    mattes.write_text(json.dumps(document), "utf-8")
    assert main([*words, "--matte", str(mattes), "--device", "cpu"]) == 0
    assert "cover nothing in any frame: not drawn." in capsys.readouterr().err
