"""A retime to half speed must not pulse: made frames are as crisp as the copies between them."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import torch

from slowglass.core import JobSpec, retime
from slowglass.core.composition.grain.bands import high_band
from slowglass.core.job import OutputFormat
from slowglass.core.job_json import job_from_json
from slowglass.core.timing import ConstantSpeed
from tests.clips import read_picture, texture, write_sequence
from tests.tolerances import MATCHED_ENERGY

HEIGHT, WIDTH, FRAMES, STEP = 96, 128, 3, 3


def clip(folder: Path) -> str:
    """A textured wall that moves by three pixels a frame, under fresh grain."""
    wall = texture(HEIGHT, WIDTH + STEP * FRAMES, 4)
    generator = np.random.default_rng(5)
    frames = []
    for k in range(FRAMES):
        seen = 0.2 + 0.6 * wall[:, STEP * k : STEP * k + WIDTH]
        grain = 0.02 * generator.standard_normal(seen.shape)
        frames.append((seen + grain).astype(np.float32))
    return write_sequence(folder / "in", frames, first=0)


def energies(folder: Path) -> list[float]:
    pictures = [read_picture(path) for path in sorted(folder.glob("*.exr"))]
    planes = [torch.from_numpy(picture.transpose(2, 0, 1).copy())[None] for picture in pictures]
    return [float(high_band(one)[..., 16:-16, 16:-16].square().mean()) for one in planes]


@pytest.mark.parametrize("grain", ["keep", "match"])
def test_made_frames_beside_their_neighbours(tmp_path: Path, grain: str) -> None:
    source = clip(tmp_path)
    job = job_from_json(
        {
            "schema": "slowglass.job/1",
            "source": source,
            "output": str(tmp_path / grain / "out.####.exr"),
            "time": {"kind": "speed", "speed": "1/2"},
            "device": "cpu",
            "cuts": "none",
            "grain": grain,
        }
    )
    result = retime(job)
    found = energies(tmp_path / grain)
    ratios = [2 * found[k] / (found[k - 1] + found[k + 1]) for k in (1, 3)]
    manifest = json.loads(Path(result.manifest).read_text(encoding="utf-8"))
    if grain == "match":
        assert ratios == pytest.approx([1, 1], abs=MATCHED_ENERGY)
        assert manifest["job"]["grain"] == "match"
        assert any("noise of" in note and "2 made frames" in note for note in result.notes)
    else:
        assert max(ratios) < 0.8
        assert "grain" not in manifest["job"]
        assert not any("Grain" in note for note in result.notes)


def test_a_matched_frame_is_the_same_whenever_it_is_made(tmp_path: Path) -> None:
    source = clip(tmp_path)
    pictures = []
    for name, last in (("whole", None), ("part", 1)):
        job = JobSpec(
            source,
            str(tmp_path / name / "out.####.exr"),
            ConstantSpeed(Fraction(1, 2)),
            source_rate=Fraction(24),
            last=last,
            device="cpu",
            cuts="none",
            grain="match",
            format=OutputFormat(sample_type="float"),
        )
        retime(job)
        pictures.append(read_picture(tmp_path / name / "out.0001.exr"))
    assert np.array_equal(pictures[0], pictures[1])
