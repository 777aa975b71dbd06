"""`bench quality`, from pictures to table."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from slowglass.core.errors import OutputError, ShapeError
from slowglass.core.quality.dataset import half_of
from slowglass.plugin.bench.quality import read_rgb, run_quality

SPAN = ["im0", "im1", "im2", "im3", "im4"]


def write_fade(root: Path) -> Path:
    """Write two items that fade from black to white: `blend` is exact."""
    for name in ("a", "e"):
        (root / name).mkdir(parents=True)
        for step, frame in enumerate(SPAN):
            picture = np.full((32, 32, 3), round(step * 255 / 4), np.uint8)
            (root / name / f"{frame}.png").write_bytes(cv2.imencode(".png", picture)[1].tobytes())
    items = [{"name": name, "category": "fade", "clip": name, "frames": SPAN} for name in "ae"]
    (root / "index.json").write_text(json.dumps(items))
    return root


def test_report_plot_and_table_agree(tmp_path: Path) -> None:
    folder, notes = write_fade(tmp_path / "fädes #1"), list[str]()
    report, table = run_quality(folder, ["nearest", "blend"], "cpu", tmp_path / "out", notes.append)
    blend = report["models"]["blend"]
    assert (
        blend["mean"]["psnr_8_bit_db"] > 100 > report["models"]["nearest"]["mean"]["psnr_8_bit_db"]
    )
    assert list(blend["by_time"]) == ["1/4", "1/2", "3/4"]
    written = (tmp_path / "out" / "quality-fädes #1.json").read_text(encoding="utf-8")
    assert json.loads(written) == report
    assert str(tmp_path) not in written
    assert cv2.imread(str(tmp_path / "out" / "quality-fädes #1.png")) is not None
    whole, by_category = table.split("\n\n")
    assert whole.count("\n") == 3 and f"| {blend['mean']['psnr_8_bit_db']:.2f} (" in whole
    low, high = blend["interval"]["sharpness"]
    assert f"| {blend['mean']['sharpness']:.3f} ({low:.3f} to {high:.3f}) |" in whole
    assert by_category.splitlines()[0] == "| model | fade (2) |"
    assert f"| `blend` | {blend['mean']['psnr_8_bit_db']:.2f} / " in by_category
    assert any("blend" in note for note in notes)
    change = blend["difference"]
    assert change["to"] == "nearest"
    gain = blend["mean"]["ssim"] - report["models"]["nearest"]["mean"]["ssim"]
    assert change["ssim"]["mean"] == pytest.approx(gain)
    assert "| dB against `nearest` |" in table.splitlines()[0]
    assert table.splitlines()[2].endswith(" |  |")
    assert f"| {change['psnr_8_bit_db']['mean']:+.2f} (" in table.splitlines()[3]


def test_pictures_are_read_as_red_green_blue(tmp_path: Path) -> None:
    path = tmp_path / "red.png"
    path.write_bytes(cv2.imencode(".png", np.full((4, 6, 3), (0, 51, 255), np.uint8))[1].tobytes())
    assert read_rgb(path)[2, 3].tolist() == pytest.approx([1, 0.2, 0])


def test_grey_picture_and_unwritable_folder_are_refused(tmp_path: Path) -> None:
    grey = tmp_path / "grey.png"
    grey.write_bytes(cv2.imencode(".png", np.zeros((4, 4), np.uint8))[1].tobytes())
    with pytest.raises(ShapeError, match="got 1 channel"):
        read_rgb(grey)
    with pytest.raises(OutputError):
        run_quality(write_fade(tmp_path / "set"), ["blend"], "cpu", grey, lambda line: None)


def test_spans_are_scored_for_motion_and_halves_apart(tmp_path: Path) -> None:
    folder, out = write_fade(tmp_path / "set"), tmp_path / "out"
    report, table = run_quality(folder, ["blend"], "cpu", out, lambda line: None, "select")
    assert report["dataset"] == "set-select"
    assert (half_of("a"), half_of("e")) == ("select", "report")
    assert [one["name"] for one in report["models"]["blend"]["each"]] == ["a"]
    assert set(report["models"]["blend"]["motion"]) == {"step_error_pixels", "pace_error_percent"}
    assert "| step (px) | pace (%) |" in table
    assert (out / "quality-set-select.json").exists()
