"""A conformed timeline by picture: Blender's sequencer shows each moment that the cut asks for."""

from __future__ import annotations

from itertools import groupby
from math import floor
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest

from tests.host_adapters.blender.bpy_process import Blender
from tests.host_adapters.otio import graded, ten_clips
from tests.host_adapters.otio.test_conform import conform, shown
from tests.tolerances import RENDERED_PATCH_FRAMES

DISSOLVE = 4
"""Frames either way of the cut between film and fast."""


@pytest.fixture(scope="module")
def strips(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """The strips of the conformed timeline, but for the clip that has two frames for each."""
    folder = tmp_path_factory.mktemp("shown")
    ten_clips.media(folder)
    otio.adapters.write_to_file(ten_clips.timeline(folder), str(folder / "cut.otio"))
    assert conform(folder) == 3
    new = otio.adapters.read_from_file(str(folder / "new.otio"))
    found = []
    for name, group in groupby(shown(new), lambda one: one[1].name):
        run = list(group)
        frame, clip, position = run[0]
        if name == "even":
            continue
        head = DISSOLVE if name == "fast" else 0
        tail = DISSOLVE if name == "film" else 0
        found.append(
            {
                "name": name,
                "path": clip.media_reference.target_url,
                "start": frame - head,
                "first": floor(position) - head,
                "frames": head + len(run) + tail,
                "joins": name == "fast",
            }
        )
    return found


def test_blender_shows_each_moment(
    blender: Blender, strips: list[dict[str, Any]], tmp_path: Path
) -> None:
    words = [{key: one[key] for key in one if key != "name"} for one in strips]
    size = [graded.WIDTH, graded.HEIGHT]
    codes = blender.run(
        "conformed",
        timeout_seconds=240,
        strips=words,
        size=size,
        rate=ten_clips.RATE,
        file=str(tmp_path / "shown.npy"),
    )
    cut = next(one["start"] for one in strips if one["joins"]) + DISSOLVE
    for frame, (name, moment) in ten_clips.expected().items():
        if name == "even":
            continue
        got = graded.moment_of_code(codes[frame])
        if abs(frame + 0.5 - cut) < DISSOLVE:
            sides = ten_clips.FILM.position(26 + frame - cut), ten_clips.FAST.position(frame - cut)
            low, high = min(sides) - RENDERED_PATCH_FRAMES, max(sides) + RENDERED_PATCH_FRAMES
            assert low <= got <= high, f"frame {frame} of the dissolve"
        else:
            assert got == pytest.approx(moment, abs=RENDERED_PATCH_FRAMES), f"{frame} of {name}"
