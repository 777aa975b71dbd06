"""Results look as their originals where Blender treats bytes and floats in different ways."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from tests.clips import write_movie, write_sequence
from tests.host_adapters.blender.bpy_process import Blender
from tests.tolerances import HOST_CODES, HOST_LOOK_CODES

FRAMES = 12
KINDS = {"8-bit pictures": "uint8", "16-bit pictures": "uint16"}
MOVIES = {"8-bit movie": "bgr0", "10-bit movie": "gbrp10le"}
MASKS_DIFFER = {
    "4.2": {"8-bit pictures", *MOVIES},
    "4.5": {"10-bit movie"},
    "5.0": {"10-bit movie"},
}


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Grey clips whose frame k has the code 10 + 2 k."""
    folder = tmp_path_factory.mktemp("look")
    frames = [np.full((36, 64, 3), (10 + 2 * k) / 255, np.float32) for k in range(FRAMES)]
    found = {}
    for name, sample_type in KINDS.items():
        write_sequence(folder / name, frames, "shot.{:04d}.png", sample_type=sample_type)
        found[name] = str(folder / name)
    for name, pixel_format in MOVIES.items():
        path = folder / f"{name}.mkv"
        found[name] = str(write_movie(path, frames, Fraction(24), pixel_format=pixel_format))
    return found


@pytest.fixture(scope="module")
def seen(blender: Blender, sources: dict[str, str]) -> Any:
    return {"version": blender.version, **blender.run("look", sources=sources)}


@pytest.mark.parametrize("kind", [*KINDS, *MOVIES])
@pytest.mark.parametrize("setting", ["balance", "curve", "data"])
def test_linear_modifiers_and_non_color_look_the_same(seen: Any, kind: str, setting: str) -> None:
    found = seen[f"{kind} {setting}"]
    assert found["after"] == pytest.approx(found["before"], abs=HOST_LOOK_CODES)


def test_settings_that_clip_one_after_another_are_told_for_bytes(seen: Any) -> None:
    for kind, told in (("8-bit pictures", True), ("8-bit movie", True), ("16-bit pictures", False)):
        notes = seen[f"{kind} several"]["notes"]
        assert any("highlights may look different" in note for note in notes) == told, kind
        assert not any("highlights" in note for note in seen[f"{kind} balance"]["notes"])


def test_kinds_of_blending_that_differ_for_bytes_are_told(seen: Any) -> None:
    for kind, told in (("8-bit pictures", True), ("16-bit pictures", False)):
        notes = seen[f"{kind} added"]["notes"]
        assert any(note.startswith("Blender blends 8-bit") for note in notes) == told


def test_masks_are_told_as_they_are_not_stretched(seen: Any) -> None:
    for kind in (*KINDS, *MOVIES):
        notes = seen[f"{kind} mask"]["notes"]
        assert "The mask of “masked” is not stretched with the pictures." in notes
        differs = any(note.startswith("Blender masks the pictures") for note in notes)
        assert differs == (kind in MASKS_DIFFER[seen["version"]]), kind


def test_frames_that_hold_at_the_end_are_told(seen: Any) -> None:
    found = seen["8-bit movie data"]
    assert "The last frame stands still: the clip ends there." in found["notes"]
    assert found["before"] == pytest.approx([14, 14, 14], abs=HOST_CODES)
