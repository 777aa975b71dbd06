"""The contact sheet of the demo: each picture in its place, and motion in pixels of the clip."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from slowglass.core.media import open_source
from slowglass.core.models import load_model
from slowglass.plugin.contact_sheet import (
    GAP,
    LABEL_HEIGHT,
    PAIRS,
    PICTURE_WIDTH,
    SLOWED,
    TITLE_HEIGHT,
    draw_contact_sheet,
    motion_between,
)
from tests import clips
from tests.clips import Picture

SIZE = 90, 160
WHITE = 255


def flat(red: int, green: int) -> Picture:
    """Return a picture of one colour, by its codes."""
    colour = np.array([red, green, 0], np.float32) / 255
    return np.ascontiguousarray(np.broadcast_to(colour, (*SIZE, 3)))


def test_each_picture_is_shown_in_its_place(tmp_path: Path) -> None:
    frames = [flat(0, 20 * k) for k in range(PAIRS[-1] + 2)]
    clips.write_sequence(tmp_path, frames, "in.{:04d}.png", 0, "uint8")
    between = [flat(6 * k, 0) for k in range(SLOWED * len(frames))]
    clips.write_sequence(tmp_path, between, "slow.{:04d}.png", 0, "uint8")
    made = [tmp_path / f"slow.{k:04d}.png" for k in range(len(between))]
    output = tmp_path / "new" / "sheet.png"
    draw_contact_sheet(tmp_path / "in.0000.png", made, "blend", "cpu", output)
    sheet = np.rint(255 * clips.read_picture(output)).astype(int)
    height = PICTURE_WIDTH * SIZE[0] // SIZE[1]
    for row, index in enumerate(PAIRS):
        top = TITLE_HEIGHT + row * (height + LABEL_HEIGHT + GAP) + LABEL_HEIGHT
        shown = [
            sheet[top : top + height, left : left + PICTURE_WIDTH]
            for left in (GAP + k * (PICTURE_WIDTH + GAP) for k in range(SLOWED + 2))
        ]
        assert (shown[0] == (0, 20 * index, 0)).all()
        for part in range(1, SLOWED):
            assert (shown[part] == (6 * (SLOWED * index + part), 0, 0)).all()
        assert (shown[SLOWED] == (0, 20 * (index + 1), 0)).all()
        assert (shown[SLOWED + 1][:GAP] == WHITE).all()  # a cross-fade moves nothing


@pytest.mark.parametrize("model", ["flow", "slowglass@320"])
def test_motion_is_in_pixels_of_the_clip_however_small_it_was_found(
    tmp_path: Path, model: str
) -> None:
    wide = clips.texture(360, 660, 3)
    frames = [np.ascontiguousarray(wide[:, 20 - moved : 660 - moved]) for moved in (0, 12)]
    clips.write_sequence(tmp_path, frames, "in.{:04d}.png")
    with open_source(str(tmp_path / "in.1001.png")) as clip:
        motion = motion_between(load_model(model, "cpu"), clip.read(0), clip.read(1))
    assert np.median(motion, axis=(1, 2)) == pytest.approx([12, 0], abs=0.3)
