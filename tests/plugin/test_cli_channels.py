"""``--channels`` reaches the pixels and the manifest, and what is unknown is named."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from slowglass.plugin.cli.app import main
from tests import clips

USAGE = 2


def test_a_policy_decides_how_channels_are_mixed(tmp_path: Path) -> None:
    frames = clips.movie_frames(2)
    pattern = clips.write_sequence(tmp_path / "in", frames)
    output, asked = tmp_path / "out.####.exr", "G=nearest,*=blend"
    words = ["retime", pattern, "-o", str(output), "--speed", "50%", "--model", "blend"]
    assert main([*words, "--device", "cpu", "--cuts", "none", "--channels", asked]) == 0
    made = clips.read_picture(tmp_path / "out.1002.exr")
    left, right = (clips.read_picture(tmp_path / "in" / f"shot.{k}.exr") for k in (1001, 1002))
    np.testing.assert_array_equal(made[..., 1], left[..., 1])
    np.testing.assert_allclose(made[..., 0], (left + right)[..., 0] / 2, atol=1e-3)
    manifest = next(tmp_path.glob("out*.json"))
    job = json.loads(manifest.read_text("utf-8"))["job"]
    assert job["channels"] == [["G", "nearest"], ["*", "blend"]]


def test_an_unknown_policy_is_refused_by_naming_the_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["retime", "in.####.exr", "-o", str(tmp_path / "o.####.exr"), "--speed", "50%"]
    assert main([*words, "--channels", "Z=smear"]) == USAGE
    assert "cryptomatte" in capsys.readouterr().err
