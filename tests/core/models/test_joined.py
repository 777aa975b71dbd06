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
from slowglass.core.models.joined import JoinedModel
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


def test_parts_count_the_same_where_they_agree_and_the_one_that_leads_where_they_do_not() -> None:
    for model, own in (
        (joined(Sliding("a", 6, leads=True), Sliding("b", 0)), slice(0, 2)),
        (joined(Sliding("b", 0), Sliding("a", 6, leads=True)), slice(2, 4)),
    ):
        share = weights(model)[:, own].sum(1)
        torch.testing.assert_close(share[..., :60], torch.full((2, HEIGHT, 60), 0.5))
        assert (share[..., 100:140] > 0.99).all()


def test_what_two_parts_give_besides_the_one_that_leads_counts_the_same() -> None:
    weight = weights(joined(Sliding("a", 6, leads=True), Sliding("b", 0), Sliding("c", 1)))
    torch.testing.assert_close(weight[:, 2:4], weight[:, 4:])


def test_without_one_that_leads_all_count_the_same_everywhere() -> None:
    weight = weights(joined(Sliding("a", 6), Sliding("b", 0)))
    torch.testing.assert_close(weight[:, :2].sum(1), torch.full((2, HEIGHT, WIDTH), 0.5))


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
    assert spec.title == "a and b joined: b alone where they disagree"
    assert spec.licence == "licence of a; licence of b"
    assert load_model("flow+slowglass", "cpu").estimation_device == "cpu"
