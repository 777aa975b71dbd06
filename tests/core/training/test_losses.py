"""Losses: nothing for what is right, and what the formulas say for what is not."""

from __future__ import annotations

import pytest
import torch

from slowglass.core.training.losses import census, charbonnier, end_point, laplacian
from slowglass.core.training.trainable import halve_known


def picture(seed: int = 1) -> torch.Tensor:
    return torch.rand(2, 3, 32, 32, generator=torch.Generator().manual_seed(seed))


def test_a_right_answer_costs_nothing() -> None:
    assert charbonnier(torch.zeros(2, 3, 4, 4)) == pytest.approx(1e-3)
    assert laplacian(picture(), picture()) == 0
    assert census(picture(), picture()) == 0


def test_charbonnier_is_the_absolute_value_of_large_differences() -> None:
    assert charbonnier(torch.tensor([-0.5, 0.5])) == pytest.approx(0.5, rel=1e-4)


def test_an_even_difference_is_seen_at_the_coarsest_level_only() -> None:
    assert laplacian(picture() + 0.25, picture()) == pytest.approx(0.25, rel=1e-4)


def test_census_does_not_mind_the_light_but_minds_structure() -> None:
    assert census(picture() + 0.3, picture()) < 1e-5
    assert census(picture(), picture(2)) > 0.3


def test_end_point_error_counts_where_the_weight_says() -> None:
    flow = torch.zeros(1, 2, 4, 4)
    truth = flow.clone()
    truth[:, 0, :, :2], truth[:, 1, :, :2] = 3, 4
    weight = torch.zeros(1, 1, 4, 4)
    weight[..., :2] = 1
    assert end_point(flow, truth, weight) == pytest.approx(2.5, rel=1e-3)


def test_what_is_not_known_does_not_come_into_the_mean_of_what_is() -> None:
    values, weight = torch.full((1, 2, 4, 6), 3.0), torch.ones(1, 1, 4, 6)
    values[..., 0, :2], weight[..., 0, :2] = 900.0, 0.0
    values[..., 2:, 4:], weight[..., 2:, 4:] = 900.0, 0.0
    half, known = halve_known(values, weight)
    assert known[0, 0].tolist() == [[0.5, 1, 1], [1, 1, 0]]
    assert torch.equal(half[:, :, known[0, 0] > 0], torch.full((1, 2, 5), 3.0))
