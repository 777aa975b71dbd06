"""Vectors against optical flow where the truth is known: the sample clip and the rendered set."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from benchmarks.rendered_truth import display, make, score_scene
from slowglass.core.media.images.frame import read_picture
from slowglass.core.models.built_in import BUILT_IN
from slowglass.core.models.load import load_model
from slowglass.plugin.sample import sample_folder
from tests.rendered_set import RenderedSet
from tests.tolerances import SAMPLE_MIDDLE_GAIN_DB, VECTORS_GAIN_DB

OTHERS = sorted(set(BUILT_IN) - {"vectors"})


def test_on_the_sample_a_frame_left_out_is_made_better_than_by_flow() -> None:
    left, truth, right = (
        read_picture(sample_folder() / f"sample.{number}.exr") for number in (1005, 1006, 1007)
    )
    errors = {}
    for name in ("flow", "vectors"):
        model = load_model(name, "cpu")
        field = model.frame_motion(left, right, frames_apart=2).field(Fraction(1, 2))
        made = make(left, right, field, model.device)
        errors[name] = float(((made - display(truth)) ** 2).mean())
    gain = 10 * math.log10(errors["flow"] / errors["vectors"])
    assert gain > SAMPLE_MIDDLE_GAIN_DB


@pytest.mark.rendered
@pytest.mark.parametrize("region", ["all", "occluded"])
def test_vectors_beat_every_model_that_looks_at_pictures(
    rendered_set: RenderedSet, region: str
) -> None:
    solid = [scene for scene in rendered_set.scenes if not scene.startswith("see_through")]
    vectors = [score_scene(load_model("vectors", "cpu"), rendered_set, scene) for scene in solid]
    for name in OTHERS:
        other = [score_scene(load_model(name, "cpu"), rendered_set, scene) for scene in solid]
        for scene, ours, theirs in zip(solid, vectors, other, strict=True):
            gain = (ours.psnr(region) or 0.0) - (theirs.psnr(region) or 0.0)
            assert gain > VECTORS_GAIN_DB, (scene, name)
