"""Models joined: the samples of all parts in one field, and which of them count where."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from slowglass.core import load_model
from slowglass.core.errors import UnknownModelError, UsageError
from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.models.fitted import FittedModel
from slowglass.core.models.joined import LEADING, JoinedModel
from slowglass.core.models.named import parts_of
from slowglass.core.models.spec import ModelSpec
from tests.models import small_checkpoint
from tests.tolerances import FLOAT32_ROUNDING

HALF = Fraction(1, 2)
HEIGHT, WIDTH = 48, 160


class Sliding:
    """Everything moves to the right by so many pixels."""

    def __init__(self, name: str, pixels: float, *, leads: bool = False, largest: int = 0) -> None:
        self.spec = ModelSpec(
            name, name, f"licence of {name}", leads=leads, largest_proxy=largest or None
        )
        self.pixels = pixels

    def estimate(self, left: Tensor, right: Tensor) -> tuple[int, int]:
        return left.shape[-2], left.shape[-1]

    def field(self, motion: tuple[int, int], t: Tensor) -> WarpField:
        flow = torch.zeros(len(t), 2, 2, *motion)
        flow[:, 0, 0] = -self.pixels * t[:, None, None]
        flow[:, 1, 0] = self.pixels * (1 - t)[:, None, None]
        weight = torch.stack([1 - t, t], 1)[..., None, None]
        return WarpField((LEFT, RIGHT), flow, weight.expand(-1, -1, *motion))


def joined(*models: Sliding) -> JoinedModel:
    return JoinedModel([FittedModel(model) for model in models])


def half_flat_pair() -> tuple[Tensor, Tensor]:
    """Grey on the left, noise on the right that moves by 6 pixels."""
    generator = torch.Generator().manual_seed(4)
    noise = torch.rand(1, 3, HEIGHT, WIDTH, generator=generator)
    pair = torch.full_like(noise, 0.5), torch.full_like(noise, 0.5)
    pair[0][..., 80:] = noise[..., 80:]
    pair[1][..., 80:] = noise[..., 74:-6]
    return pair


def weights(model: JoinedModel) -> Tensor:
    field = model.field(model.estimate(*half_flat_pair()), torch.tensor([0.5, 0.25]))
    torch.testing.assert_close(field.weight.sum(1), torch.ones(2, HEIGHT, WIDTH))
    return field.weight


def test_a_join_has_the_samples_of_all_parts() -> None:
    model = joined(Sliding("a", 6), Sliding("b", 2), Sliding("c", 0))
    field = model.field(model.estimate(*half_flat_pair()), torch.tensor([0.5]))
    assert field.sides == (LEFT, RIGHT) * 3
    assert field.flow[0, :, 0, 0, 0].tolist() == [-3, 3, -1, 1, 0, 0]
    assert model.spec.name == "a+b+c"


FLAT, MOVING = slice(0, 60), slice(100, 140)
"""Columns of `half_flat_pair` far from where the noise begins, and from the edge."""


def test_where_nothing_tells_parts_apart_the_one_that_leads_counts_a_little_less() -> None:
    share = weights(joined(Sliding("a", 6), Sliding("b", 0), Sliding("c", 1)))
    torch.testing.assert_close(share[..., FLAT], torch.full((2, 6, HEIGHT, 60), 1 / 3) * half())
    led = weights(joined(Sliding("a", 6), Sliding("b", 0, leads=True)))[..., FLAT]
    torch.testing.assert_close(led[:, 2:].sum(1), LEADING * led[:, :2].sum(1))


def half() -> Tensor:
    """Return what each of six samples counts within its pair at the times of `weights`."""
    return torch.tensor([[0.5, 0.5], [0.75, 0.25]]).repeat(1, 3)[..., None, None]


def test_the_part_counts_most_whose_sides_match() -> None:
    for model, right in (
        (joined(Sliding("a", 6), Sliding("b", 0)), slice(0, 2)),
        (joined(Sliding("b", 0), Sliding("a", 6)), slice(2, 4)),
    ):
        share = weights(model)[:, right].sum(1)
        assert (share[..., MOVING] > 0.8).all()


def test_the_part_that_leads_takes_from_those_that_differ() -> None:
    parts = Sliding("a", 3), Sliding("b", 0)
    alike = weights(joined(*parts))[:, 2:].sum(1)
    led = weights(joined(parts[0], Sliding("b", 0, leads=True)))[:, 2:].sum(1)
    assert led[..., MOVING].mean() > alike[..., MOVING].mean() + 0.05
    assert (led[..., FLAT] < alike[..., FLAT]).all()


def test_parts_may_look_at_other_sizes_and_say_so() -> None:
    model = joined(Sliding("large", 4), Sliding("small", 2, largest=80))
    field = model.field(model.estimate(*half_flat_pair()), torch.tensor([0.5]))
    assert field.flow.shape[-2:] == (HEIGHT, WIDTH)
    torch.testing.assert_close(
        field.flow[0, :, 0, 5, 5], torch.tensor([-2.0, 2, -2, 2]), **FLOAT32_ROUNDING
    )
    assert model.notes(HEIGHT, WIDTH) == (
        "small: Motion was estimated at 80 x 24; pixels are taken from the whole 160 x 48.",
    )


def images() -> tuple[np.ndarray, np.ndarray]:
    pair = np.random.default_rng(2).random((2, 40, 56, 3), dtype=np.float32)
    return pair[0], pair[1]


@pytest.mark.parametrize("name", ["flow+nearest", "flow@128+blend"])
def test_joined_models_keep_the_ends_and_what_is_equal(name: str) -> None:
    one, other = images()
    model = load_model(name, "cpu")
    first, last = model.between(one, other, [Fraction(0), Fraction(1)])
    assert np.array_equal(first, one)
    assert np.array_equal(last, other)
    assert np.array_equal(model.between(one, one.copy(), [Fraction(1, 3)])[0], one)
    assert np.array_equal(
        model.on_cpu().between(one, other, [HALF])[0], model.between(one, other, [HALF])[0]
    )


def test_a_checkpoint_is_joined_by_its_path_even_one_with_a_plus_alone(tmp_path: Path) -> None:
    path = small_checkpoint(tmp_path / "own.pth")
    model = load_model(f"flow+{path}", "cpu")
    assert model.spec.name == "flow+own.pth"
    assert (
        len(model.motion(torch.rand(1, 3, 40, 56), torch.rand(1, 3, 40, 56)).field(HALF).sides) == 6
    )
    plus = path.rename(tmp_path / "a+b.pth")
    assert parts_of(str(plus)) == (str(plus),)


def test_what_cannot_be_joined_is_said() -> None:
    with pytest.raises(UsageError, match="look at pictures in a join, got vectors"):
        load_model("flow+vectors", "cpu")
    with pytest.raises(UnknownModelError, match="got 'best'"):
        load_model("flow+best", "cpu")
    with pytest.raises(UnknownModelError, match="got ''"):
        load_model("flow+", "cpu")


def test_a_join_says_what_it_is() -> None:
    spec = joined(Sliding("a", 6), Sliding("b", 0, leads=True)).spec
    assert spec.title == "a and b joined: b where they disagree"
    assert spec.licence == "licence of a; licence of b"
    assert load_model("flow+slowglass", "cpu").estimation_device == "cpu"
