from __future__ import annotations

import torch

from slowglass.core.models.superslomo.network import SuperSloMoNetwork
from slowglass.core.models.superslomo.unet import Widths
from tests.core.models.superslomo.oracle import random_state

FULL = (32, 64, 128, 256, 512, 512)
SMALL = Widths((4, 4, 6, 6, 8, 8))


def test_full_size_has_the_parameters_of_the_public_network() -> None:
    with torch.device("meta"):
        network = SuperSloMoNetwork()
    flow = sum(parameter.numel() for parameter in network.flow.parameters())
    interpolation = sum(parameter.numel() for parameter in network.interpolation.parameters())
    assert (flow, interpolation) == (19_794_116, 19_816_357)


def test_weights_are_named_as_in_the_public_checkpoints() -> None:
    with torch.device("meta"):
        network = SuperSloMoNetwork()
    flow = {name: tuple(t.shape) for name, t in network.flow.state_dict().items()}
    expected = {name: tuple(t.shape) for name, t in random_state(6, 4, 0, FULL).items()}
    assert flow == expected
    assert len(flow) == len(network.interpolation.state_dict()) == 46


def test_a_forward_pass_gives_flows_into_both_frames_and_weights_that_sum_to_one() -> None:
    network = SuperSloMoNetwork(SMALL, SMALL)
    left, right = torch.rand(2, 1, 3, 32, 32)
    pair, between = network(left, right, torch.tensor([0.25]))
    assert pair.forward.shape == (1, 2, 32, 32)
    assert between.flow.shape == between.start.shape == (1, 2, 2, 32, 32)
    torch.testing.assert_close(between.weight.sum(1), torch.ones(1, 32, 32))
