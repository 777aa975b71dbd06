"""Masks that are drawn in Blender become the mattes of a job, as Blender itself shows them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from slowglass.core.job_json import job_from_json
from slowglass.core.mattes import coverage, read_mattes
from tests.host_adapters.blender.bpy_process import ROOT, Blender
from tests.host_adapters.blender.conftest import SOURCE_FRAMES
from tests.host_adapters.blender.dummy_worker import png
from tests.tolerances import SAME_MASK

START, FRAMES = 101, (101, 104, 109, 113)
LAYERS = ROOT / "plugin" / "slowglass" / "plugin" / "sample" / "sample.1006.exr"
SIZES = ((160, 90), (120, 200))


@pytest.fixture(scope="module")
def left_out(blender: Blender, images: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("left out")
    return blender.run("left_out", folder=str(folder), images=str(images), layers=str(LAYERS))


@pytest.fixture(scope="module", params=SIZES, ids=str)
def seen(
    request: pytest.FixtureRequest, blender: Blender, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """What is found with pictures of a size."""
    images = tmp_path_factory.mktemp("images")
    for k in range(SOURCE_FRAMES):
        (images / f"shot.{k + 1:04d}.png").write_bytes(png(10 + 2 * k, *request.param))
    folder = tmp_path_factory.mktemp("masks")
    found = blender.run("masks", folder=str(folder), images=str(images), size=request.param)
    return {**found, "size": request.param}


@pytest.mark.parametrize("layer", ["front", "ring", "else"])
def test_a_layer_covers_what_blender_renders_of_it(seen: dict[str, Any], layer: str) -> None:
    [path] = job_from_json(seen["document"]).mattes
    mattes = read_mattes(Path(path))
    for frame, picture in zip(FRAMES, seen["pictures"][layer], strict=True):
        covered = coverage(mattes, layer, Fraction(frame - START), *seen["size"])
        solid = 0.01 if layer == "else" else 0.99  # Blender softens from the line outwards
        ours, inside = covered > 0.5, np.load(picture) > solid
        assert inside.any() and not inside.all()
        assert (ours & inside).sum() / (ours | inside).sum() > SAME_MASK, (layer, frame)


def test_layers_that_are_rendered_and_put_on_are_mattes_from_the_front(seen: Any) -> None:
    [path] = job_from_json(seen["document"]).mattes
    assert [layer.name for layer in read_mattes(Path(path)).layers] == ["front", "ring", "else"]
    assert any("“cut”: it is left out" in note for note in seen["told"])


def test_looking_at_a_mask_changes_nothing_of_the_file(seen: Any) -> None:
    assert seen["unchanged"]
    assert seen["scenes"] == 1


def test_the_same_mask_is_the_same_job_and_a_moved_one_another(seen: Any) -> None:
    assert seen["again"] == seen["document"]
    assert seen["moved"]["output"] != seen["document"]["output"]
    assert Path(seen["moved"]["lock"]).is_file()


def test_a_mask_may_be_keyed_from_the_start_of_the_strip(seen: Any) -> None:
    relative, [path] = seen["relative"]["mattes"], seen["document"]["mattes"]
    assert read_mattes(Path(relative[0])) == read_mattes(Path(path))


def test_what_a_matte_cannot_follow_is_said_once(left_out: Any) -> None:
    assert left_out["layers"] == ["plain", "half", "feather", "tracked"]
    said = {line.split("“")[2].split("”")[0]: line for line in left_out["told"]}
    assert len(said) == len(left_out["told"])
    expected = {"open": "not closed", "half": "opacity", "feather": "feather", "tracked": "track"}
    assert said.keys() == expected.keys()
    assert all(word in said[name] for name, word in expected.items())


def test_a_mask_that_covers_nothing_or_is_gone_is_refused(left_out: Any) -> None:
    assert "“empty” covers nothing" in left_out["empty"]
    assert "no mask “gone”" in left_out["unknown"]


def test_masks_are_offered_where_there_are_some(left_out: Any) -> None:
    both = ["prop_search mask masks", "prop_search lock_mask masks"]
    assert left_out["dialog"] == [[], both, [*both, "prop mask_time"]]


def test_redo_takes_the_mask_as_it_is_now(left_out: Any) -> None:
    matte, refused = left_out["redone"]
    assert Path(matte).is_file()
    assert "no mask “roto”" in refused


def test_the_size_of_several_layers_is_known_and_leaves_nothing_in_the_file(left_out: Any) -> None:
    assert left_out["size"] == [640, 360]
    assert left_out["clips"] == 1  # that of the tracked mask


def test_mattes_that_cannot_be_written_end_the_job_with_a_reason(left_out: Any) -> None:
    assert "blocked" in left_out["unwritten"]
    assert "cannot be written" in left_out["unwritten"]
