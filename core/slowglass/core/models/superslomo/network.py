"""The whole of Super SloMo: flow once for a pair, then where each new frame comes from."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from slowglass.core.models.superslomo.tiles import Tile, in_tiles, tiles_of, whole
from slowglass.core.models.superslomo.unet import UNet, Widths
from slowglass.core.warp import Border, backward_warp

MEAN = (0.429, 0.431, 0.397)
"""Of the RGB pictures that the checkpoints in circulation were trained on; it is taken off."""


@dataclass(frozen=True)
class Pair:
    """Two frames and the motion between them."""

    left: Tensor
    """(B, 3, H, W), RGB less its `MEAN`."""
    right: Tensor
    forward: Tensor
    """(B, 2, H, W), left to right, pixels."""
    backward: Tensor
    """(B, 2, H, W), right to left."""

    def repeated(self, count: int) -> Pair:
        """Return a pair of one batch item as a batch of ``count``, sharing memory."""
        tensors = (self.left, self.right, self.forward, self.backward)
        return Pair(*(tensor.expand(count, -1, -1, -1) for tensor in tensors))


@dataclass(frozen=True)
class Between:
    """Where the pixels of the frames at B times come from; the second axis is (left, right)."""

    start: Tensor
    """(B, 2, 2, H, W), flows that follow from those of the pair."""
    flow: Tensor
    """(B, 2, 2, H, W), the same, refined."""
    weight: Tensor
    """(B, 2, H, W), sums to 1."""


class SuperSloMoNetwork(nn.Module):
    """Both U-Nets and what lies between them.

    Weights are named ``flow.*`` and ``interpolation.*``, within each as in the checkpoints in
    circulation. Those were trained on a grid of their own (``legacy_grid``): a position is
    multiplied by (W - 1) / W, so that zero flow shrinks the picture by up to a pixel, and outside
    the picture there are zeros. Without it zero flow is identity and edges are repeated.
    """

    def __init__(
        self,
        flow_widths: Widths = Widths(),  # noqa: B008 (frozen)
        interpolation_widths: Widths = Widths(),  # noqa: B008 (frozen)
        *,
        legacy_grid: bool = False,
    ) -> None:
        """Make a network with PyTorch's own start values."""
        super().__init__()
        self.legacy_grid = legacy_grid
        self.flow = UNet(6, 4, flow_widths)
        self.interpolation = UNet(20, 5, interpolation_widths)

    @property
    def border(self) -> Border:
        """What lies outside a frame."""
        return "zeros" if self.legacy_grid else "clamp"

    def pair(self, left: Tensor, right: Tensor, tiles: list[Tile] | None = None) -> Pair:
        """Return whatever does not depend on the time.

        Args:
            left: (B, 3, H, W), display-like RGB in 0..1, sides multiples of 32.
            right: like ``left``.
            tiles: what is computed at a time; None: as the size asks for.
        """
        mean = left.new_tensor(MEAN)[:, None, None]
        left, right = left - mean, right - mean
        tiles = tiles or tiles_of(*left.shape[-2:])

        def flows(tile: Tile) -> Tensor:
            return precise(self.flow(torch.cat([tile.cut(left), tile.cut(right)], 1), tile))

        forward, backward = in_tiles(tiles, flows).chunk(2, 1)
        return Pair(left, right, forward, backward)

    def between(self, pair: Pair, t: Tensor, tiles: list[Tile] | None = None) -> Between:
        """Return where the frames at ``t`` (B,), each in 0..1, come from.

        At t = 0 the left frame alone counts, at t = 1 the right one.
        """
        tiles = tiles or tiles_of(*pair.left.shape[-2:])
        t = t[:, None, None, None]
        changes = in_tiles(tiles, lambda tile: self._changes(pair, t, tile))
        start = torch.stack(start_flows(pair.forward, pair.backward, t), 1)
        flow = start + torch.stack([changes[:, :2], changes[:, 2:4]], 1)
        return Between(start, flow, weights_at(t, changes[:, 4:]))

    def forward(self, left: Tensor, right: Tensor, t: Tensor) -> tuple[Pair, Between]:
        """Return the motion and what follows at one time for each pair; for training."""
        pair = self.pair(left, right)
        return pair, self.between(pair, t)

    def warp(self, picture: Tensor, flow: Tensor, tile: Tile | None = None) -> Tensor:
        """Sample ``picture`` (B, C, H, W) where ``flow`` (B, 2, h, w) of a tile points."""
        tile = tile or whole(*picture.shape[-2:])
        sampling = self.sampling_flow(flow, tile)
        corner = sampling.new_tensor([tile.columns.start, tile.rows.start])
        return backward_warp(picture, sampling + corner[:, None, None], self.border)

    def sampling_flow(self, flow: Tensor, tile: Tile | None = None) -> Tensor:
        """Return ``flow`` (..., 2, h, w) of a tile, with zero made identity as in the engine."""
        if not self.legacy_grid:
            return flow
        tile = tile or whole(*flow.shape[-2:])
        columns = torch.arange(tile.columns.start, tile.columns.stop).to(flow)
        rows = torch.arange(tile.rows.start, tile.rows.stop).to(flow)[:, None]
        x, y = flow[..., 0, :, :] + columns, flow[..., 1, :, :] + rows
        return flow - torch.stack([x / tile.width, y / tile.height], -3)

    def _changes(self, pair: Pair, t: Tensor, tile: Tile) -> Tensor:
        """Return (B, 5, h, w) of a tile: changes of both flows and the logit of seeing the left."""
        forward, backward = tile.cut(pair.forward), tile.cut(pair.backward)
        to_left, to_right = start_flows(forward, backward, t)
        inputs = [
            tile.cut(pair.left),
            tile.cut(pair.right),
            forward,
            backward,
            to_right,
            to_left,
            self.warp(pair.right, to_right, tile),
            self.warp(pair.left, to_left, tile),
        ]
        return precise(self.interpolation(torch.cat(inputs, 1), tile))


def start_flows(forward: Tensor, backward: Tensor, t: Tensor) -> tuple[Tensor, Tensor]:
    """Return the flows from the frame at ``t`` (B, 1, 1, 1) to the left and the right one.

    Source: Jiang et al., Super SloMo, CVPR 2018, equation 4.
    """
    to_left = t * (t * backward - (1 - t) * forward)
    to_right = (1 - t) * ((1 - t) * forward - t * backward)
    return to_left, to_right


def weights_at(t: Tensor, logit: Tensor) -> Tensor:
    """Return how much the left and the right sample count, (B, 2, H, W).

    With V the logistic of ``logit`` (B, 1, H, W) and 1 - V the visibility from the right, these are
    (1 - t) V and t (1 - V) over their sum; written so that nothing is divided by zero.

    Source: Jiang et al., Super SloMo, CVPR 2018, equations 1 and 5.
    """
    balance = logit + torch.log1p(-t) - torch.log(t)
    return torch.cat([torch.sigmoid(balance), torch.sigmoid(-balance)], 1)


def precise(values: Tensor) -> Tensor:
    """Return ``values`` as float32 at least: positions need it in large pictures."""
    return values if values.dtype == torch.float64 else values.float()
