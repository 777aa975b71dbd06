"""Make training samples of a rendered set: its frames as models see them, its vectors as truth.

Blender's vectors speak of whole frames, so they are the truth from left to right and back, also
where something will be hidden. For the frame between, the teacher of real clips says what it can.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from slowglass.core.colour import exposure_power, linear_proxy
from slowglass.core.depth import FARTHEST
from slowglass.core.frames import Frame
from slowglass.core.media.images.frame import read_picture
from slowglass.core.models.vectors.channels import read_vectors
from slowglass.core.proxy import visible
from slowglass.core.training.clip_samples import stack_samples
from slowglass.core.training.samples import save_shard, to_bytes
from slowglass.core.vector_layout import parse_layout

CPU = torch.device("cpu")

WITH_GLASS = "see_through"
"""The layout whose vectors are those of the glass, not of what is seen through it."""

EVEN_PIXELS = 1.0
"""Vectors that differ by more around a pixel are averages of two surfaces."""


def pack_shards(rendered: Path, folder: Path) -> list[Path]:
    """Write a shard for each scene of a set, and return the files.

    Args:
        rendered: a folder that the ``set`` command filled.
        folder: for the shards; what `--renders` of the training takes.
    """
    index = json.loads((rendered / "index.json").read_text(encoding="utf-8"))
    scenes: dict[str, dict[tuple[int, int], Path]] = {}
    for entry in index["frames"]:
        moments = scenes.setdefault(entry["scene"], {})
        moments[entry["source_frame"], entry["sub_frame"]] = rendered / entry["file"]
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for scene, moments in sorted(scenes.items()):
        if not scene.startswith(WITH_GLASS):
            path = folder / f"{scene}.safetensors"
            save_shard(pack_scene(moments, index["sub_frames"]), path)
            paths.append(path)
    return paths


def pack_scene(moments: dict[tuple[int, int], Path], sub_frames: int) -> dict[str, Tensor]:
    """Return all frames between of one scene as a shard."""
    samples, times, flows, known = [], [], [], []
    last = max(frame for frame, _ in moments)
    for start in range(last):
        left, right = (read_picture(moments[frame, 0]) for frame in (start, start + 1))
        power = exposure_power(visible(left), visible(right))
        (there, is_there), (back, is_back) = pair_truth(left, "next"), pair_truth(right, "previous")
        for step in range(1, sub_frames):
            between = read_picture(moments[start, step])
            frames = [shown(frame, power) for frame in (left, between, right)]
            samples.append((frames[0], frames[1], frames[2]))
            times.append(step / sub_frames)
            flows.append(torch.cat([there, back], 1)[0])
            known.append(torch.cat([is_there, is_back], 1)[0])
    shard = stack_samples(samples)
    shard["flow"][:, :4] = torch.stack(flows)[..., ::2, ::2].half()
    shard["visible"][:, :2] = torch.stack(known)[..., ::2, ::2].byte()
    return shard | {"t": torch.tensor(times)}


def pair_truth(frame: Frame, direction: str) -> tuple[Tensor, Tensor]:
    """Return the flow (1, 2, H, W) to the next or previous frame, and where it can be believed."""
    vectors = read_vectors(frame, parse_layout(""), CPU)
    flow = vectors.to_next if direction == "next" else vectors.to_previous
    if flow is None or vectors.depth is None:
        raise ValueError(f"expected vectors both ways and depth, got {frame.layers}")
    most, least = (functional.max_pool2d(sign * flow, 3, 1, 1) * sign for sign in (1, -1))
    even = (most - least).amax(1, keepdim=True) < EVEN_PIXELS
    return flow, (even & (vectors.depth < FARTHEST / 2)).float()


def shown(frame: Frame, power: int) -> NDArray[Any]:
    """Return a frame as models see it, (H, W, 3) uint8."""
    picture = to_bytes(linear_proxy(visible(frame), power))[0]
    return np.ascontiguousarray(picture.permute(1, 2, 0).numpy())
