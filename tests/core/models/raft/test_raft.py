"""RAFT gives its flow once for a pair, and fields as the classical flow does."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from slowglass.core.composition.sampling import compose
from slowglass.core.models.flow.both_ways import flow_field, flow_motion
from slowglass.core.models.load import load_model
from slowglass.core.models.raft.architecture import LARGE, SMALL
from slowglass.core.models.raft.model import FLOW_UPDATES, RaftModel, raft_small
from tests.tolerances import WHOLE_PIXEL_FLOAT32

LEFTWARDS = 8.0


class Shift(nn.Module):
    """Stands in for a trained network: it knows that all moves to the right."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[Tensor, Tensor, int]] = []

    def forward(self, start: Tensor, end: Tensor, updates: int) -> list[Tensor]:
        self.seen.append((start, end, updates))
        x = LEFTWARDS if len(self.seen) % 2 else -LEFTWARDS
        flow = torch.zeros(1, 2, *start.shape[-2:])
        flow[:, 0] = x
        return [torch.full_like(flow, 99.0), flow]


def bars(offset: int) -> Tensor:
    """A picture of vertical bars that have moved to the right by ``offset``."""
    return (
        torch.rand(1, 3, 1, 160, generator=torch.Generator().manual_seed(1))
        .roll(offset, -1)
        .expand(-1, -1, 128, -1)
    )


def test_what_moves_evenly_is_where_it_must_be() -> None:
    model = RaftModel(Shift(), SMALL.spec)
    left, right = bars(0), bars(8)
    motion = model.estimate(left, right)
    for t, offset in ((0.25, 2), (0.5, 4), (0.75, 6)):
        made = compose(left, right, model.field(motion, torch.tensor([t])))
        assert torch.allclose(
            made[..., 16:-16], bars(offset)[..., 16:-16], atol=WHOLE_PIXEL_FLOAT32
        )


def test_the_network_sees_either_direction_once_in_its_own_range() -> None:
    network = Shift()
    left, right = torch.zeros(1, 3, 128, 128), torch.ones(1, 3, 128, 128)
    RaftModel(network, SMALL.spec).estimate(left, right)
    ranges = [(float(a.mean()), float(b.mean()), n) for a, b, n in network.seen]
    assert ranges == [(-1.0, 1.0, FLOW_UPDATES), (1.0, -1.0, FLOW_UPDATES)]


def test_the_field_is_that_of_the_networks_last_flow() -> None:
    torch.manual_seed(2)
    network = raft_small().eval()
    left, right = torch.rand(1, 3, 128, 144), torch.rand(1, 3, 128, 144)
    t = torch.tensor([0.25, 0.5])
    field = RaftModel(network, SMALL.spec).field(
        RaftModel(network, SMALL.spec).estimate(left, right), t
    )
    with torch.no_grad():
        there = network(2 * left - 1, 2 * right - 1)[-1]
        back = network(2 * right - 1, 2 * left - 1)[-1]
    expected = flow_field(flow_motion(there, back, left, right), t)
    assert torch.equal(field.flow, expected.flow)
    assert torch.equal(field.weight, expected.weight)


@pytest.mark.parametrize("size", [(40, 56), (130, 150)])
def test_a_checkpoint_of_torchvision_is_a_model(size: tuple[int, int], tmp_path: Path) -> None:
    path = tmp_path / "raft_small_C_T_V2-01064c6d.pth"
    torch.save(raft_small().state_dict(), path)
    model = load_model(str(path), "cpu")
    left, right = torch.rand(1, 3, *size), torch.rand(1, 3, *size)
    assert model.motion(left, right).field(Fraction(1, 2)).flow.shape[-2:] == size


def test_the_two_sizes_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "weights.safetensors"
    save_file(raft_small().state_dict(), path)
    assert "small" in load_model(str(path), "cpu").spec.title
    assert not LARGE.detect(raft_small().state_dict())
