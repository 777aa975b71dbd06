"""The perceptual distance: 0 for equal pictures, and more where two ghosts stand for one thing."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from slowglass.core.errors import ShapeError
from slowglass.core.quality import METRICS, all_metrics
from slowglass.core.quality.metrics import psnr
from slowglass.core.quality.perceptual import perceptual_distance, perceptual_is_there


def test_it_is_measured_where_its_packages_are(monkeypatch: pytest.MonkeyPatch) -> None:
    extra = {"perceptual_distance"} if perceptual_is_there() else set()
    assert set(all_metrics()) == set(METRICS) | extra
    monkeypatch.setattr(
        "slowglass.core.quality.perceptual.find_spec", lambda name: None if "0" in name else name
    )
    assert all_metrics() == METRICS


needs_network = pytest.mark.skipif(
    not perceptual_is_there(), reason="needs pip install slowglass[perceptual]"
)


def bars(shift: int) -> Tensor:
    """A few dark poles before something that is not flat."""
    y, x = torch.meshgrid(torch.arange(96.0), torch.arange(128.0), indexing="ij")
    ground = 0.6 + 0.2 * torch.sin(x / 5 + torch.sin(y / 7))
    picture = torch.stack([ground, ground * 0.9, ground * 0.8])[None]
    for start in (24, 64, 96):
        picture[..., start + shift : start + shift + 5] = 0.1
    return picture


@needs_network
def test_equal_pictures_have_none_and_the_order_of_two_does_not_matter() -> None:
    one, other = bars(0), bars(3)
    both = perceptual_distance(torch.cat([one, one]), torch.cat([one, other]))
    assert both[0] == 0
    assert both[1] > 0.01
    torch.testing.assert_close(perceptual_distance(other, one), both[1:])


@needs_network
def test_ghosts_look_worse_than_a_body_a_little_beside_its_place() -> None:
    truth, beside, ghosts = bars(0), bars(3), (bars(-4) + bars(4)) / 2
    assert psnr(ghosts, truth) > psnr(beside, truth) - 3
    assert perceptual_distance(ghosts, truth) > perceptual_distance(beside, truth)


@needs_network
def test_pictures_of_two_sizes_are_refused() -> None:
    with pytest.raises(ShapeError):
        perceptual_distance(bars(0), bars(0)[..., 1:])
