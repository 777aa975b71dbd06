from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.models.superslomo.network import Between, Pair, SuperSloMoNetwork
from slowglass.core.models.superslomo.tiles import LARGEST, OVERLAP, STEP, WHOLE_PIXELS, tiles_of
from slowglass.core.models.superslomo.unet import UNet, Widths
from tests.tolerances import TILED_PIXELS

SMALL = Widths((2, 2, 3, 3, 4, 4))
LENGTH = 1024
KEPT = 4 * STEP
TILE = KEPT + 2 * OVERLAP


def network() -> SuperSloMoNetwork:
    torch.manual_seed(4)
    made = SuperSloMoNetwork(SMALL, SMALL, legacy_grid=True)
    for weight in made.parameters():
        if weight.ndim > 1:
            torch.nn.init.kaiming_normal_(weight, a=0.1)
    return made.eval().requires_grad_(False)


def both(net: SuperSloMoNetwork, left: Tensor, right: Tensor, largest: int) -> tuple[Pair, Between]:
    """Return the motion of a pair and a frame of it, in tiles; whole if ``largest`` is that."""
    height, width = left.shape[-2:]
    tiles = tiles_of(height, width, 32 * largest, largest)
    pair = net.pair(left, right, tiles)
    return pair, net.between(pair, torch.tensor([0.3]), tiles)


def test_a_picture_in_tiles_gives_what_the_whole_gives() -> None:
    generator = torch.Generator().manual_seed(1)
    left, right = torch.rand(2, 1, 3, 32, LENGTH, generator=generator)
    for first, second in ((left, right), (left.mT.contiguous(), right.mT.contiguous())):
        whole_pair, whole = both(network(), first, second, LENGTH)
        tiled_pair, tiled = both(network(), first, second, TILE)
        torch.testing.assert_close(tiled_pair.forward, whole_pair.forward, **TILED_PIXELS)
        torch.testing.assert_close(tiled_pair.backward, whole_pair.backward, **TILED_PIXELS)
        torch.testing.assert_close(tiled.flow, whole.flow, **TILED_PIXELS)
        torch.testing.assert_close(tiled.weight, whole.weight, **TILED_PIXELS)


def test_no_seam_is_seen_on_a_gradient() -> None:
    ramp = torch.linspace(0, 1, LENGTH).expand(1, 3, 32, -1)
    left, right = ramp, ramp.roll(3, -1)
    pair, _ = both(network(), left, right, TILE)
    inside = pair.forward[..., OVERLAP:-OVERLAP]
    step = inside.diff(dim=-1).abs().mean((0, 1, 2))
    seams = [tile.kept_columns.start - OVERLAP - 1 for tile in tiles_of(32, LENGTH, 0, TILE)[1:]]
    seams = [seam for seam in seams if 0 <= seam < len(step)]
    assert seams
    assert max(step[seam] for seam in seams) <= step.quantile(0.99)


def test_the_overlap_is_as_far_as_the_network_looks() -> None:
    """Every weight is 1, so whatever an output depends on reaches it."""
    net = UNet(1, 1, Widths((1, 1, 1, 1, 1, 1)))
    for weight in net.parameters():
        torch.nn.init.constant_(weight, float(weight.ndim > 1))
    picture = torch.zeros(1, 1, 32, 1536, requires_grad=True)
    answer = net(picture)[0, 0, 16]
    for column in range(736, 800, 13):
        (effect,) = torch.autograd.grad(answer[column], picture, retain_graph=True)
        reached = torch.nonzero(effect[0, 0].sum(0)).flatten()
        assert max(column - reached.min(), reached.max() - column) <= OVERLAP


def test_tiles_cover_an_8k_picture_once_and_stay_small() -> None:
    height, width = 4320, 7680
    tiles = tiles_of(height, width)
    seen = torch.zeros(height // STEP, width // STEP, dtype=torch.int32)
    for tile in tiles:
        small = tile.smaller(STEP)
        seen[small.kept_rows, small.kept_columns] += 1
        for part, length in ((tile.rows, height), (tile.columns, width)):
            assert part.start % STEP == part.stop % STEP == 0
            assert 0 <= part.start < part.stop <= length
            assert part.stop - part.start <= LARGEST
    assert torch.equal(seen, torch.ones_like(seen))


def test_a_picture_that_fits_is_not_cut() -> None:
    (tile,) = tiles_of(2304, 4096)
    assert tile.is_whole
    assert tile.height * tile.width == WHOLE_PIXELS


def test_doubling_a_tile_follows_the_whole_picture() -> None:
    from slowglass.core.models.superslomo.unet import double

    values = torch.rand(1, 2, 8, 96, dtype=torch.float64)
    expected = functional.interpolate(values, scale_factor=2, mode="bilinear", align_corners=True)
    for tile in (tile.smaller(STEP) for tile in tiles_of(8 * STEP, 96 * STEP, 0, TILE)):
        made = double(tile.cut(values), tile)
        start = tile.columns.start
        kept = slice(2 * tile.kept_columns.start, 2 * tile.kept_columns.stop)
        inner = slice(kept.start - 2 * start, kept.stop - 2 * start)
        torch.testing.assert_close(made[..., inner], expected[..., kept])
