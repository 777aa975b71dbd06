"""Training samples packed small: shards of pictures in bytes and flows in half precision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from slowglass.core.atomic import replacing
from slowglass.core.training.synthetic import SceneOptions, draw_scene

Shard = dict[str, Tensor]
"""Samples side by side, N of them:

``left``, ``between``, ``right``  uint8 (N, 3, S, S)
``t``                             float32 (N,)
``flow``                          float16 (N, 8, S/2, S/2): left to right, right to left, between
                                  to left, between to right; pixels of the full size
``visible``                       uint8 (N, 4, S/2, S/2): for each flow, 1 where its end is seen
``known``                         float32 (N,): 1 if the flow is the truth everywhere, 0 if it is to
                                  be believed only where its end is seen
"""

SCENES_AT_ONCE = 8
"""Scenes of a shard that share their kinds of layers."""


def render_shard(
    seed: int,
    count: int,
    options: SceneOptions,
    device: torch.device,
    photos: Tensor | None = None,
) -> Shard:
    """Return a shard of ``count`` synthetic samples, a multiple of `SCENES_AT_ONCE`, on the CPU.

    Args:
        seed: the same seed gives the same shard.
        count: how many samples.
        options: what the scenes may contain.
        device: where to render.
        photos: surfaces for the scenes, see `draw_scene`.
    """
    parts = [
        _render(seed * count + first, options, device, photos)
        for first in range(0, count, SCENES_AT_ONCE)
    ]
    return {name: torch.cat([part[name] for part in parts]).cpu() for name in parts[0]}


def _render(seed: int, options: SceneOptions, device: torch.device, photos: Tensor | None) -> Shard:
    scene = draw_scene(seed, SCENES_AT_ONCE, options, device, photos)
    generator = torch.Generator().manual_seed(seed)
    t = (torch.rand(SCENES_AT_ONCE, generator=generator) * 0.9 + 0.05).to(device)
    start, end = torch.zeros_like(t), torch.ones_like(t)
    pairs = ((start, end), (end, start), (t, start), (t, end))
    flows, visible = zip(*(scene.flow(*pair) for pair in pairs), strict=True)
    return {
        "left": to_bytes(scene.render(start)),
        "between": to_bytes(scene.render(t)),
        "right": to_bytes(scene.render(end)),
        "t": t,
        "flow": torch.cat(flows, 1)[..., ::2, ::2].half(),
        "visible": torch.cat(visible, 1)[..., ::2, ::2].byte(),
        "known": torch.ones_like(t),
    }


def to_bytes(picture: Tensor) -> Tensor:
    """Return a picture of about 0..1 as uint8."""
    return (picture.clamp(0, 1) * 255).round().byte()


def save_shard(shard: Shard, path: Path) -> None:
    """Write a shard; it appears whole or not at all."""
    with replacing(path) as unfinished:
        save_file({name: tensor.contiguous() for name, tensor in shard.items()}, unfinished)


class ScenePool:
    """A window of synthetic shards that moves on as training does.

    Which shards are in the window follows from the step alone, and each shard from its number, so
    a resumed run sees the same samples. Where the kind of scenes changes, a new window begins.
    Shards are kept in ``folder`` while they are in use.
    """

    def __init__(
        self,
        folder: Path,
        options: Mapping[int, SceneOptions],
        *,
        seed: int,
        shard_samples: int,
        shards: int,
        steps_per_shard: int,
        device: torch.device,
        photos: Tensor | None = None,
    ) -> None:
        """Start without any shard.

        Args:
            folder: where shards are kept; made if it is not there.
            options: what the scenes may contain from a step on, 0 among them.
            seed: of the whole pool.
            shard_samples: samples of a shard.
            shards: shards in the window once it is full; it starts with a quarter of them.
            steps_per_shard: training steps after which a new shard comes in.
            device: where to render, and to keep the shards.
            photos: surfaces for the scenes.
        """
        self.folder, self.options, self.seed = folder, options, seed
        self.shard_samples, self.shards = shard_samples, shards
        self.steps_per_shard, self.device, self.photos = steps_per_shard, device, photos
        self._window: dict[int, Shard] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def at(self, step: int) -> list[Shard]:
        """Return the shards that training step ``step`` may take from."""
        start = max(first for first in self.options if first <= step)
        newest = (step - start) // self.steps_per_shard + max(1, self.shards // 4) - 1
        oldest = max(0, newest - self.shards + 1)
        wanted = range(start + oldest, start + newest + 1)
        for number in [number for number in self._window if number not in wanted]:
            del self._window[number]
            self._path(number).unlink(missing_ok=True)
        for number in wanted:
            if number not in self._window:
                self._window[number] = self._shard(number, self.options[start])
        return [self._window[number] for number in wanted]

    def _shard(self, number: int, options: SceneOptions) -> Shard:
        path = self._path(number)
        if not path.exists():
            seed = self.seed * 1_000_003 + number
            shard = render_shard(seed, self.shard_samples, options, self.device, self.photos)
            save_shard(shard, path)
        return load_shard(path, self.device)

    def _path(self, number: int) -> Path:
        return self.folder / f"scenes_{number:06d}.safetensors"


def load_shard(path: Path, device: torch.device) -> Shard:
    """Return the shard in a file, on ``device``."""
    return dict(load_file(path, device=str(device)))


def load_shards(folder: Path, pattern: str, device: torch.device) -> Iterator[Shard]:
    """Return the shards of ``folder`` whose names fit ``pattern``, in the order of their names."""
    for path in sorted(folder.glob(pattern)):
        yield load_shard(path, device)
