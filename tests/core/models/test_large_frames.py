"""Frames that are larger than a network looks at: told, and without seams."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
import torch

from benchmarks import gradient_scene as scene
from slowglass.core.composition import sampling as compose
from slowglass.core.composition.frame import compose_frame
from slowglass.core.models.architecture import Architecture
from slowglass.core.models.built_in import BUILT_IN
from slowglass.core.models.loaded import LoadedModel
from slowglass.core.models.raft import model as raft
from slowglass.core.models.registry import ARCHITECTURES

WIDTH, HEIGHT, PROXY = 480, 320, 192
CPU = torch.device("cpu")
REDUCED = (
    f"Motion was estimated at {PROXY} x {PROXY * HEIGHT // WIDTH}; "
    f"pixels are taken from the whole {WIDTH} x {HEIGHT}."
)


@pytest.mark.parametrize("architecture", ARCHITECTURES, ids=lambda one: one.name)
def test_estimating_smaller_is_told_and_leaves_no_seam(
    architecture: Architecture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compose, "STRIP_SAMPLES", 1 << 16)
    monkeypatch.setattr(raft, "FLOW_UPDATES", 2)
    torch.manual_seed(3)
    spec = replace(architecture.spec, largest_proxy=PROXY)
    model = LoadedModel(architecture.model(architecture.usual(), spec), CPU)
    left, right = (scene.frame(WIDTH, HEIGHT, t) for t in (0, 1))
    motion = model.frame_motion(left, right)
    assert motion.notes == (REDUCED,)
    made = compose_frame(left, right, motion.field(Fraction(1, 2)), CPU)
    assert scene.seam_step(made.layers[0].pixels) < scene.VISIBLE_STEP


@pytest.mark.parametrize("name", [name for name in BUILT_IN if name != "vectors"])
def test_what_is_estimated_at_full_size_says_nothing(name: str) -> None:
    model = LoadedModel(BUILT_IN[name].make(CPU), CPU)
    pair = [torch.rand(1, 3, 48, 64)] * 2
    assert model.motion(pair[0], pair[1]).notes == ()
