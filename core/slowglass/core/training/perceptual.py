"""The perceptual loss: how differently a network that knows pictures sees two of them."""

from __future__ import annotations

import copy
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from slowglass.core.errors import MissingInputError, ModelError

WEIGHTS_FILE = "vgg16-397923af.pth"
"""As torchvision names the weights of VGG16 that were trained on ImageNet."""

UP_TO_CONV4_3 = 22
"""Layers of VGG16's features that are used, the last one convolution 4_3."""

MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""Of RGB as VGG16 was trained."""


def find_weights(path: str) -> Path | None:
    """Return where the weights of VGG16 lie: at ``path``, or in torch's own cache; never fetched.

    Raises:
        MissingInputError: a path was given and nothing is there.
    """
    if path:
        if not Path(path).exists():
            raise MissingInputError("expected the weights of VGG16, found none", path=path)
        return Path(path)
    cached = Path(torch.hub.get_dir()) / "checkpoints" / WEIGHTS_FILE
    return cached if cached.exists() else None


class PerceptualLoss:
    """Mean squared difference of the features of VGG16 at convolution 4_3.

    Source: Johnson, Alahi, Fei-Fei, "Perceptual Losses for Real-Time Style Transfer and
    Super-Resolution", ECCV 2016, section 3.2; the layer as in Jiang et al., Super SloMo, 2018.
    """

    def __init__(self, features: nn.Module) -> None:
        """Use these layers as they are; they do not learn."""
        self.features = copy.deepcopy(features).eval().requires_grad_(False)

    @classmethod
    def from_file(cls, path: Path) -> PerceptualLoss:
        """Return the loss with weights as torchvision gives them; no code in the file is run.

        Raises:
            ModelError: the file holds other weights.
        """
        from torchvision.models import vgg16

        with torch.device("meta"):
            network = vgg16()
        try:
            state = torch.load(path, map_location="cpu", weights_only=True)
            network.load_state_dict(state, assign=True)
        except Exception as error:  # torch raises many kinds for what is not a checkpoint
            raise ModelError("expected the weights of torchvision's VGG16", path=path) from error
        return cls(network.features[:UP_TO_CONV4_3])

    def __call__(self, result: Tensor, truth: Tensor) -> Tensor:
        """Return the loss of pictures (B, 3, H, W) in 0..1."""
        self.features.to(result.device)
        mean, deviation = (result.new_tensor(v)[:, None, None] for v in (MEAN, DEVIATION))
        seen = [self.features((picture - mean) / deviation) for picture in (result, truth)]
        return functional.mse_loss(seen[0].float(), seen[1].float())
