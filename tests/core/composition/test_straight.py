"""Straight colour is weighed by the alpha that covers it."""

from __future__ import annotations

from slowglass.core.composition.straight import Straight, alpha_places
from tests.core.composition.fields import even, field


def test_colour_is_covered_by_the_alpha_of_its_item() -> None:
    names = ("A", "B", "spec.R", "spec.A", "mask", "Y", "diffuse.R")
    assert alpha_places(names) == [None, 0, 3, None, None, 0, None]


def test_each_colour_is_weighed_by_its_own_alpha() -> None:
    left, right = even(1.0, 1.0, 1.0, 1.0), even(0.0, 0.0, 0.0, 1.0)
    alphas = alpha_places(("R", "A", "s.R", "s.A"))
    made = Straight(left, right, alphas).at(field(0.5))[0, :, 0, 0]
    assert made.tolist() == [1.0, 0.5, 0.5, 1.0]


def test_light_far_above_one_stays_under_hardly_any_alpha() -> None:
    picture = even(1e4, 1e-6)
    made = Straight(picture, even(0.0, 0.0), alpha_places(("R", "A"))).at(field(0.5))
    assert abs(float(made[0, 0, 0, 0]) / 1e4 - 1) < 1e-5
