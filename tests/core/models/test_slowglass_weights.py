"""The trained network, as it is shipped: what footage asks of its weights."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from slowglass.core.composition.sampling import compose
from slowglass.core.models.slowglass_net.architecture import ARCHITECTURE
from slowglass.core.models.slowglass_net.model import SlowglassModel
from slowglass.core.models.slowglass_net.shipped import shipped_checkpoint
from slowglass.core.models.slowglass_net.spec import SPEC
from slowglass.core.training.synthetic.chance import Chance
from slowglass.core.training.synthetic.scene import SceneOptions, draw_scene, look_up
from slowglass.core.training.synthetic.textures import letters
from tests.tolerances import (
    FLAT_CODES,
    HALF_PRECISION_DB,
    STILL_MEAN_PIXELS,
    STILL_MOST_PIXELS,
    TEXT_SHARPNESS,
)

SIDE = 160
CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def model() -> SlowglassModel:
    model = ARCHITECTURE.load(shipped_checkpoint().tensors, SPEC, CPU)
    assert isinstance(model, SlowglassModel)
    return model


def plane(shift_x: float, shift_y: float = 0.0, seed: int = 4) -> Tensor:
    """A textured plane (1, 3, SIDE, SIDE) that was moved by so many pixels."""
    generator = torch.Generator().manual_seed(seed)
    coarse = torch.rand(1, 3, SIDE // 6, SIDE // 6, generator=generator)
    fine = torch.nn.functional.interpolate(coarse, size=(SIDE, SIDE), mode="bicubic").clamp(0, 1)
    y, x = torch.meshgrid(*[torch.arange(SIDE, dtype=torch.float32)] * 2, indexing="ij")
    return look_up(fine, torch.stack([x - shift_x, y - shift_y])[None])


def frames(model: SlowglassModel, left: Tensor, right: Tensor, times: list[float]) -> list[Tensor]:
    field = model.field(model.estimate(left, right), torch.tensor(times))
    return [compose(left, right, field.at(index)) for index in range(len(times))]


def test_equal_frames_stand_still(model: SlowglassModel) -> None:
    for seed in range(3):
        scene = draw_scene(seed, 1, SceneOptions(size=SIDE), CPU)
        picture = scene.render(torch.zeros(1)).clamp(0, 1)
        pair = model.estimate(picture, picture)
        field = model.field(pair, torch.tensor([0.5]))
        for flow in (4 * pair.motion.flow, field.flow.flatten(0, 1)):
            length = flow.norm(dim=1).flatten()
            assert length.mean() < STILL_MEAN_PIXELS
            assert length.quantile(0.99) < STILL_MOST_PIXELS


def test_still_lettering_stays_sharp_over_a_moving_background(model: SlowglassModel) -> None:
    ink = letters(Chance(3, 1, CPU), SIDE)
    ink[..., : SIDE // 3, :] = 0
    ink[..., -SIDE // 3 :, :] = 0

    def written(shift: float) -> Tensor:
        return plane(shift) * 0.6 * (1 - ink) + ink

    def contrast(picture: Tensor) -> Tensor:
        """How much lighter the letters are than what lies right beside them."""
        beside = (torch.nn.functional.max_pool2d(ink, 5, 1, 2) > 0.5) & (ink < 0.1)
        grey = picture.mean(1, keepdim=True)
        return grey[ink > 0.9].mean() - grey[beside].mean()

    (made,) = frames(model, written(0), written(10), [0.5])
    assert contrast(made) > TEXT_SHARPNESS * contrast(written(5))


def test_flat_areas_do_not_flicker(model: SlowglassModel) -> None:
    left, right = (torch.full((1, 3, SIDE, SIDE), 0.4) for _ in range(2))
    left[..., 20:60, 20:60], right[..., 20:60, 32:72] = 0.9, 0.9
    made = torch.cat(frames(model, left, right, [k / 8 for k in range(1, 8)]))
    flat = made[..., SIDE // 2 + 16 :, :]
    assert float((flat - 0.4).abs().max()) * 255 < FLAT_CODES


def test_motion_is_even_on_a_plane_that_slides(model: SlowglassModel) -> None:
    times, across = [k / 8 for k in range(1, 8)], 12.0
    field = model.field(model.estimate(plane(0), plane(across)), torch.tensor(times))
    inner = slice(32, SIDE - 32)
    moved = -(field.flow[:, ::2, 0] * field.weight[:, ::2]).sum(1) / field.weight[:, ::2].sum(1)
    gone = moved[:, inner, inner].mean((1, 2)) / across
    assert (gone.diff() > 0).all()
    torch.testing.assert_close(gone, torch.tensor(times), rtol=0, atol=0.03)


def test_half_precision_changes_next_to_nothing(model: SlowglassModel) -> None:
    left, right, truth = plane(0, 0), plane(9, 4), plane(4.5, 2)
    quality = []
    for half in (False, True):
        with torch.autocast("cpu", torch.bfloat16, enabled=half):
            field = model.field(model.estimate(left, right), torch.tensor([0.5]))
        assert field.flow.dtype == torch.float32
        made = compose(left, right, field)[..., 16:-16, 16:-16]
        quality.append(-10 * (made - truth[..., 16:-16, 16:-16]).square().mean().log10())
    assert abs(quality[0] - quality[1]) < HALF_PRECISION_DB
