"""Scenes: what they claim about their motion is true."""

from __future__ import annotations

import pytest
import torch

from slowglass.core.training.synthetic.chance import Chance
from slowglass.core.training.synthetic.motion import draw_motion, grid_points
from slowglass.core.training.synthetic.scene import SceneOptions, draw_scene
from slowglass.core.training.synthetic.shapes import KINDS, Shape
from slowglass.core.training.synthetic.textures import draw_texture
from slowglass.core.warp import backward_warp
from tests.tolerances import MOTION_INVERSION_PIXELS, SCENE_TRUTH_DB

CPU = torch.device("cpu")
PLAIN = SceneOptions(size=96, largest_motion=16, effects=False)


def away_from_edges(top: torch.Tensor, reach: int = 2) -> torch.Tensor:
    """Where a single layer is seen all around: nothing is mixed there."""
    window = 2 * reach + 1
    high = torch.nn.functional.max_pool2d(top, window, 1, reach)
    low = -torch.nn.functional.max_pool2d(-top, window, 1, reach)
    return (high == low).float()


@pytest.mark.parametrize("seed", range(10))
def test_flow_makes_the_frames_between(seed: int) -> None:
    scene, count = draw_scene(seed, 4, PLAIN, CPU), 4
    t = torch.linspace(0.2, 0.8, count)
    truth = scene.render(t)
    for end in (torch.zeros(count), torch.ones(count)):
        flow, visible = scene.flow(t, end)
        there = backward_warp(away_from_edges(scene.top_layer(end)), flow) == 1
        counted = visible * there * away_from_edges(scene.top_layer(t))
        error = (backward_warp(scene.render(end), flow) - truth).square() * counted
        error = error.sum((1, 2, 3)) / (3 * counted.sum((1, 2, 3)))
        assert -10 * error.mean().log10() > SCENE_TRUTH_DB
        assert counted.mean() > 0.2


def test_flow_from_end_to_end_and_back_meets_where_both_see() -> None:
    scene = draw_scene(3, 4, PLAIN, CPU)
    start, end = torch.zeros(4), torch.ones(4)
    there, visible = scene.flow(start, end)
    back, _ = scene.flow(end, start)
    inner = visible * away_from_edges(scene.top_layer(start), 3)
    round_trip = (there + backward_warp(back, there)).norm(dim=1, keepdim=True)
    assert (there.norm(dim=1) * inner[:, 0]).max() > 2
    assert (round_trip * inner).sum() / inner.sum() < 0.02


@pytest.mark.parametrize("soft", [False, True])
def test_motion_undoes_itself(soft: bool) -> None:
    chance = Chance(5, 8, CPU)
    motion = draw_motion(chance, 96, chance.uniform(low=0, high=40), soft=soft)
    places, time = grid_points(8, 96, CPU), torch.linspace(0, 1, 8)
    again = motion.forward(motion.backward(places, time), time)
    torch.testing.assert_close(again, places, rtol=0, atol=MOTION_INVERSION_PIXELS)


def test_nothing_has_moved_at_the_start() -> None:
    chance = Chance(6, 4, CPU)
    motion = draw_motion(chance, 64, chance.uniform(low=5, high=20), soft=True)
    places = grid_points(4, 64, CPU)
    torch.testing.assert_close(
        motion.forward(places, torch.zeros(4)), places, rtol=0, atol=MOTION_INVERSION_PIXELS
    )


def test_still_lettering_stands_still_under_a_moving_camera() -> None:
    options = SceneOptions(size=64, largest_motion=12)
    scenes = (draw_scene(seed, 2, options, CPU) for seed in range(40))
    scene = next(scene for scene in scenes if scene.layers[-1].ink is not None)
    top = scene.top_layer(torch.full((2,), 0.5))
    flow, _ = scene.flow(torch.full((2,), 0.5), torch.ones(2))
    written = (top == len(scene.layers) - 1).expand_as(flow)
    assert written.any()
    assert not flow[written].any()


def test_the_same_seed_gives_the_same_scene() -> None:
    time = torch.full((2,), 0.4)
    first, again, other = (draw_scene(seed, 2, PLAIN, CPU).render(time) for seed in (7, 7, 8))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


@pytest.mark.parametrize("kind", KINDS)
def test_shapes_cover_some_and_fade_at_the_edge(kind: str) -> None:
    chance = Chance(9, 3, CPU)
    shape = Shape(
        kind=kind,
        centre=torch.full((3, 2), 32.0),
        radii=torch.tensor([[20.0, 12.0]]).expand(3, 2),
        angle=chance.uniform(),
        softness=torch.full((3,), 2.0),
        lobes=torch.full((3, 3), 0.1),
        phases=chance.uniform(3),
    )
    cover = shape.cover(grid_points(3, 64, CPU))
    assert cover.min() == 0
    assert cover.max() == 1
    assert ((cover > 0) & (cover < 1)).any()
    assert 0.01 < cover.mean() < 0.7


def test_textures_are_pictures() -> None:
    photos = torch.randint(256, (2, 3, 40, 50), dtype=torch.uint8)
    for seed in range(12):
        texture = draw_texture(Chance(seed, 2, CPU), 48, photos)
        assert texture.shape == (2, 3, 48, 48)
        assert texture.min() >= -1e-5
        assert texture.max() <= 1 + 1e-5
        assert texture.std() > 0.001
