"""The model against the equations, as the public port evaluates them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from slowglass.core.composition.sampling import compose
from slowglass.core.field import WarpField
from slowglass.core.models.loaded import LoadedModel
from slowglass.core.models.proxy_size import crop_field, fit_proxy, proxy_size
from slowglass.core.models.superslomo.model import SuperSloMo, widths_of
from slowglass.core.models.superslomo.network import SuperSloMoNetwork
from slowglass.core.models.superslomo.unet import Widths
from tests.core.models.superslomo.oracle import State, port_frame, random_state
from tests.tolerances import FLOAT32_ROUNDING, SLOMO_FLOAT32, SLOMO_FLOAT64

SMALL = (4, 4, 6, 6, 8, 8)
FULL = (32, 64, 128, 256, 512, 512)
TIMES = (0.125, 0.5, 0.8)


def states(widths: tuple[int, ...] = SMALL) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """Return random weights of both networks; flows of several pixels leave the picture."""
    flow, interpolation = random_state(6, 4, 1, widths), random_state(20, 5, 2, widths)
    flow["conv3.weight"] *= 8
    return flow, interpolation


def model_of(
    flow: State, interpolation: State, dtype: torch.dtype, *, legacy_grid: bool = True
) -> SuperSloMo:
    widths = widths_of(flow), widths_of(interpolation)
    network = SuperSloMoNetwork(*widths, legacy_grid=legacy_grid).to(dtype)
    network.flow.load_state_dict(dict(flow))
    network.interpolation.load_state_dict(dict(interpolation))
    return SuperSloMo(network)


def pictures(height: int, width: int) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(5)
    both = torch.rand(2, 3, height, width, generator=generator, dtype=torch.float64)
    return both[:1], both[1:]


def composed(left: Tensor, right: Tensor, field: WarpField) -> Tensor:
    """Return the frame by the engine's composition, with the mean colour outside."""
    assert field.residual is not None
    return compose(left, right, field, "linear") + field.residual


@pytest.mark.parametrize(
    ("dtype", "tolerance"),
    [(torch.float64, SLOMO_FLOAT64), (torch.float32, SLOMO_FLOAT32)],
    ids=["float64", "float32"],
)
def test_a_checkpoint_of_the_port_gives_what_the_equations_give(
    dtype: torch.dtype, tolerance: dict[str, Any]
) -> None:
    flow, interpolation = states()
    left, right = pictures(32, 64)
    model = model_of(flow, interpolation, dtype)
    motion = model.estimate(left.to(dtype), right.to(dtype))
    assert motion.forward.abs().max() > 3
    field = model.field(motion, torch.tensor(TIMES, dtype=torch.float64))
    made = composed(left.to(dtype), right.to(dtype), field)
    expected = torch.cat([port_frame(flow, interpolation, left, right, t) for t in TIMES])
    torch.testing.assert_close(made.double(), expected, **tolerance)


def test_full_size_gives_what_the_equations_give() -> None:
    flow, interpolation = (
        {name: weight.float() for name, weight in state.items()} for state in states(FULL)
    )
    left, right = (picture.float() for picture in pictures(32, 32))
    model = model_of(flow, interpolation, torch.float32)
    field = model.field(model.estimate(left, right), torch.tensor([0.25]))
    expected = port_frame(flow, interpolation, left, right, 0.25)
    torch.testing.assert_close(composed(left, right, field), expected, **SLOMO_FLOAT32)


def test_outside_the_picture_the_port_samples_nothing() -> None:
    flow, interpolation = states()
    left, right = pictures(32, 64)
    model = model_of(flow, interpolation, torch.float64)
    field = model.field(model.estimate(left, right), torch.tensor([0.5]))
    assert field.border == "zeros"
    assert field.residual is not None
    assert field.residual.max() > 0.1
    torch.testing.assert_close(field.residual[..., 14:18, 30:34], torch.zeros(1, 3, 4, 4).double())


def test_a_picture_of_any_size_is_padded_and_cropped() -> None:
    flow, interpolation = states()
    left, right = pictures(39, 70)
    model = model_of(flow, interpolation, torch.float64)
    size = proxy_size(39, 70, model.spec)
    assert (size.padded_height, size.padded_width) == (64, 96)
    padded = [fit_proxy(picture, size) for picture in (left, right)]
    motion = model.estimate(*padded)
    field = crop_field(model.field(motion, torch.tensor([0.4], dtype=torch.float64)), size)
    expected = port_frame(flow, interpolation, padded[0], padded[1], 0.4)[..., :39, :70]
    torch.testing.assert_close(composed(left, right, field), expected, **SLOMO_FLOAT64)


def test_many_times_at_once_give_what_each_gives_alone() -> None:
    flow, interpolation = states()
    model = model_of(flow, interpolation, torch.float64)
    motion = model.estimate(*pictures(32, 32))
    times = torch.tensor([0.0, 0.3, 0.9, 1.0], dtype=torch.float64)
    together = model.field(motion, times)
    assert together.residual is not None
    for k, t in enumerate(times):
        alone = model.field(motion, t[None])
        assert alone.residual is not None
        torch.testing.assert_close(together.flow[k : k + 1], alone.flow, **SLOMO_FLOAT64)
        torch.testing.assert_close(together.weight[k : k + 1], alone.weight, **SLOMO_FLOAT64)
        torch.testing.assert_close(together.residual[k : k + 1], alone.residual, **SLOMO_FLOAT64)


def test_the_flow_network_runs_for_a_pair_and_not_for_a_time() -> None:
    model = model_of(*states(), torch.float32)
    motion = model.estimate(*(picture.float() for picture in pictures(32, 32)))
    del model.network.flow
    assert model.field(motion, torch.tensor([0.5])).flow.shape == (1, 2, 2, 32, 32)


def test_the_ends_count_alone_at_their_times() -> None:
    model = model_of(*states(), torch.float64)
    motion = model.estimate(*pictures(32, 32))
    weight = model.field(motion, torch.tensor([0.0, 1.0])).weight
    assert torch.equal(weight[0, 0], torch.ones(32, 32, dtype=torch.float64))
    assert torch.equal(weight[1, 1], torch.ones(32, 32, dtype=torch.float64))


def test_weights_trained_here_leave_the_grid_alone() -> None:
    flow, interpolation = states()
    for state in (flow, interpolation):
        state["conv3.weight"].zero_()
        state["conv3.bias"].zero_()
    model = model_of(flow, interpolation, torch.float32, legacy_grid=False)
    left, right = (picture.float() for picture in pictures(32, 32))
    field = model.field(model.estimate(left, right), torch.tensor([0.5]))
    assert (field.border, field.residual) == ("clamp", None)
    assert not field.flow.any()
    made = compose(left, right, field)
    torch.testing.assert_close(made, (left + right) / 2, **FLOAT32_ROUNDING)


def test_sizes_are_read_from_the_weights() -> None:
    assert widths_of(random_state(20, 5, 2, (4, 6, 7, 8, 9, 10))) == Widths((4, 6, 7, 8, 9, 10))


def test_a_picture_between_two_has_the_mean_colour_where_nothing_is_known() -> None:
    model = model_of(*states(), torch.float32)
    left, right = (picture.float() for picture in pictures(39, 70))
    loaded = LoadedModel(model, torch.device("cpu"))
    images = [picture[0].permute(1, 2, 0).numpy() for picture in (left, right)]
    (made,) = loaded.between(images[0], images[1], [Fraction(1, 2)])
    field = loaded.motion(left, right).field(Fraction(1, 2))
    assert field.residual is not None
    assert field.residual.shape == (1, 3, 39, 70)
    expected = compose(left, right, field) + field.residual
    np.testing.assert_allclose(made, expected[0].permute(1, 2, 0).numpy(), **SLOMO_FLOAT32)
