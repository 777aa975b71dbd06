"""Small pictures and fields that the tests of composition share."""

from __future__ import annotations

import torch
from torch import Tensor

from slowglass.core.field import LEFT, RIGHT, WarpField

HEIGHT, WIDTH = 12, 16


def field(right_weight: float = 0.25, shift: float = 0.0) -> WarpField:
    """Both sides, with one flow to the right and one weight everywhere."""
    flow = torch.zeros(1, 2, 2, HEIGHT, WIDTH)
    flow[:, :, 0] = shift
    weight = torch.tensor([1 - right_weight, right_weight])[None, :, None, None]
    return WarpField((LEFT, RIGHT), flow, weight.expand(1, 2, HEIGHT, WIDTH))


def even(*values: float) -> Tensor:
    """A picture of one value in each channel."""
    return torch.tensor(values)[None, :, None, None].repeat(1, 1, HEIGHT, WIDTH)


def step(left: float, right: float, column: int = 8) -> Tensor:
    """A picture of one channel with one value left of a column, another from there on."""
    picture = even(left)
    picture[..., column:] = right
    return picture
