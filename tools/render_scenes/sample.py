"""Render the frames of the packaged sample."""

from __future__ import annotations

import time
from pathlib import Path

from tools.render_scenes.garden import build_garden
from tools.render_scenes.render import Quality, prepare, render_moment
from tools.render_scenes.stage import new_stage
from tools.render_scenes.timeline import FRAMES, SEQUENCE

_SEED = 7
_SEQUENCE_QUALITY = Quality(width=640, height=360, samples=16)
_MOVIE_QUALITY = Quality(width=640, height=360, samples=8)


def render_sample(folder: Path) -> None:
    """Render every frame that ``folder`` does not hold yet, as ``0000.exr``..., sequence first."""
    build_garden(new_stage(_SEED, FRAMES))
    order = [*SEQUENCE, *(frame for frame in range(FRAMES) if frame not in SEQUENCE)]
    for count, frame in enumerate(order, 1):
        path = folder / f"{frame:04}.exr"
        if path.exists():
            continue
        started = time.monotonic()
        prepare(_SEQUENCE_QUALITY if frame in SEQUENCE else _MOVIE_QUALITY, _SEED)
        render_moment(frame, 0, path)
        print(f"{count}/{FRAMES} {path} {time.monotonic() - started:.1f} s", flush=True)
