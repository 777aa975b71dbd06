"""Directions: the mean's direction, the mean length."""

from __future__ import annotations

import math

import torch

from slowglass.core.composition.direction import Directions
from tests.core.composition.fields import HEIGHT, WIDTH, even, field
from tests.tolerances import FLOAT32_ROUNDING


def unit_vectors() -> torch.Tensor:
    generator = torch.Generator().manual_seed(1)
    vectors = torch.randn(1, 3, HEIGHT, WIDTH, generator=generator)
    return torch.nn.functional.normalize(vectors)


def test_halfway_between_two_directions_lies_their_bisector() -> None:
    made = Directions(even(1.0, 0.0, 0.0), even(0.0, 1.0, 0.0)).at(field(0.5))
    half = math.sqrt(0.5)
    torch.testing.assert_close(made, even(half, half, 0.0), **FLOAT32_ROUNDING)


def test_unit_vectors_stay_unit_vectors() -> None:
    made = Directions(unit_vectors(), unit_vectors().flip(3)).at(field(0.4, shift=0.3))
    torch.testing.assert_close(made.norm(dim=1), torch.ones(1, HEIGHT, WIDTH), **FLOAT32_ROUNDING)


def test_what_does_not_change_does_not_change_by_a_bit() -> None:
    vectors = unit_vectors()
    assert torch.equal(Directions(vectors, vectors).at(field(0.3)), vectors)


def test_a_surface_fades_into_nothing_without_turning() -> None:
    made = Directions(even(0.0, 0.6, 0.8), even(0.0, 0.0, 0.0)).at(field(0.25))
    torch.testing.assert_close(made, even(0.0, 0.45, 0.6), **FLOAT32_ROUNDING)


def test_nothing_stays_nothing() -> None:
    assert not Directions(even(0.0, 0.0, 0.0), even(0.0, 0.0, 0.0)).at(field(0.5)).any()


def test_of_opposite_directions_the_heavier_is_taken() -> None:
    one = even(0.0, 0.0, 1.0)
    assert torch.equal(Directions(one, -one).at(field(0.5)), one)


def test_not_a_number_has_no_weight() -> None:
    one = even(0.0, 0.0, 1.0)
    assert torch.equal(Directions(one * math.nan, one).at(field(0.1)), one)
