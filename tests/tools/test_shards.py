"""Samples of rendered scenes: the vectors' truth, in the units and directions of training."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import OpenImageIO as oiio
import pytest
import torch

from slowglass.core.training.samples import load_shard
from tests.tolerances import TAUGHT_PIXELS
from tools.render_scenes.exr import write_exr
from tools.render_scenes.shards import pack_shards

HEIGHT, WIDTH = 64, 96
ACROSS, DOWN = 8, -4
"""Pixels that everything moves in a frame; y down."""

CHANNELS = [
    *(f"ViewLayer.Combined.{channel}" for channel in "RGBA"),
    *(f"ViewLayer.Vector.{channel}" for channel in "XYZW"),
    "ViewLayer.Depth.Z",
]


def write_frame(path: Path, moved: float, nothing: slice) -> None:
    """Write a textured plane as Blender would; it ends at ``nothing`` columns."""
    y, x = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    x, y = x - moved * ACROSS, y - moved * DOWN
    colour = [0.3 + 0.2 * np.sin(x / a) * np.cos(y / b) for a, b in ((3, 4), (5, 2), (4, 7))]
    ones = np.ones_like(x)
    # measured: (X, Y) = previous - now, (Z, W) = now - next, y up
    vector = [-ACROSS * ones, DOWN * ones, -ACROSS * ones, DOWN * ones]
    pixels = np.stack([*colour, ones, *vector, 5 * ones], -1)
    pixels[:, nothing] = 0
    pixels[:, nothing, -1] = 1e10
    spec = oiio.ImageSpec(WIDTH, HEIGHT, len(CHANNELS), "float")
    spec.channelnames = tuple(CHANNELS)
    path.parent.mkdir(exist_ok=True)
    write_exr(path, spec, pixels.astype(np.float32))


@pytest.fixture
def rendered(tmp_path: Path) -> Path:
    folder, frames = tmp_path / "set é", []
    folder.mkdir()
    for scene in ("pan-6", "see_through-5"):
        for step in range(9):
            file = f"{scene}/{step // 4:04}_{step % 4}.exr"
            write_frame(folder / file, step / 4, slice(80, None))
            moment = {"source_frame": step // 4, "sub_frame": step % 4, "file": file}
            frames.append({"scene": scene, "seed": 1, **moment})
    index = {"sub_frames": 4, "frames": frames}
    (folder / "index.json").write_text(json.dumps(index), encoding="utf-8")
    return folder


def test_vectors_become_the_flow_of_the_pair(rendered: Path, tmp_path: Path) -> None:
    (path,) = pack_shards(rendered, tmp_path / "shards")
    assert path.name == "pan-6.safetensors"
    shard = load_shard(path, torch.device("cpu"))
    assert shard["left"].shape == (6, 3, HEIGHT, WIDTH)
    assert shard["t"].tolist() == [0.25, 0.5, 0.75] * 2
    assert not shard["known"].any()
    for number, sign in ((0, 1), (1, -1)):
        sure = shard["visible"][:, number] == 1
        assert sure[:, :, :38].all()
        assert not sure[:, :, 40:].any()
        flow = shard["flow"][:, 2 * number : 2 * number + 2].float()
        truth = torch.tensor([ACROSS, DOWN])[:, None, None] * sign
        assert torch.equal(flow[..., :38], truth.expand(6, 2, HEIGHT // 2, 38).float())


def test_the_frame_between_is_taught_what_the_teacher_sees(rendered: Path, tmp_path: Path) -> None:
    (path,) = pack_shards(rendered, tmp_path / "shards")
    shard = load_shard(path, torch.device("cpu"))
    inner = (..., slice(6, -6), slice(6, 30))
    sure = shard["visible"][1, 3][inner] == 1
    assert sure.float().mean() > 0.9
    error = shard["flow"][1, 6:8].float() - torch.tensor([ACROSS, DOWN])[:, None, None] / 2
    assert error[inner][:, sure].abs().mean() < TAUGHT_PIXELS
