"""A checkpoint finds its architecture, or is told why it has none."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from slowglass.core.errors import ModelError, UnknownModelError
from slowglass.core.models.architecture import Architecture, Tensors
from slowglass.core.models.registry import ARCHITECTURES, architecture_named, identify
from slowglass.core.models.slowglass_net.flow import Sizes
from slowglass.core.models.slowglass_net.network import SlowglassNetwork
from slowglass.core.models.superslomo.network import SuperSloMoNetwork
from slowglass.core.models.superslomo.unet import Widths

each_architecture = pytest.mark.parametrize("architecture", ARCHITECTURES, ids=lambda one: one.name)


def dummy(architecture: Architecture) -> dict[str, Tensor]:
    """Tensors as a checkpoint of the architecture has them, without values."""
    with torch.device("meta"):
        state = architecture.usual().state_dict()
    return {architecture.stored_name(name): tensor for name, tensor in state.items()}


@each_architecture
def test_exactly_one_says_yes(architecture: Architecture) -> None:
    tensors = dummy(architecture)
    assert [one.name for one in ARCHITECTURES if one.detect(tensors)] == [architecture.name]
    wrapped = {f"module.{name}": tensor for name, tensor in tensors.items()}
    assert identify(wrapped, "model.pth") is architecture


@each_architecture
@pytest.mark.parametrize("place", [0, 7, -1])
def test_a_missing_tensor_is_named(architecture: Architecture, place: int) -> None:
    tensors = dummy(architecture)
    name = list(tensors)[place]
    del tensors[name]
    with pytest.raises(ModelError, match=f"model.pth: .*{architecture.name}, .*lacks {name}"):
        identify(tensors, "model.pth")


@each_architecture
def test_a_tensor_too_many_is_named(architecture: Architecture) -> None:
    tensors = {**dummy(architecture), "extra.weight": torch.ones(2)}
    with pytest.raises(ModelError, match=r"has besides extra\.weight"):
        identify(tensors, "model.pth")


@each_architecture
def test_a_renamed_tensor_is_named_both_ways(architecture: Architecture) -> None:
    tensors = dummy(architecture)
    name = list(tensors)[-1]
    tensors["renamed"] = tensors.pop(name)
    with pytest.raises(ModelError, match=f"lacks {name}; it has besides renamed"):
        identify(tensors, "model.pth")


@each_architecture
def test_a_tensor_of_another_shape_is_named(architecture: Architecture) -> None:
    tensors = dummy(architecture)
    name = list(tensors)[-1]
    tensors[name] = torch.ones(3, 1, 4)
    with pytest.raises(ModelError, match=f"other shapes of {name}"):
        identify(tensors, "model.pth", architecture.name)


@each_architecture
def test_what_is_detected_can_be_loaded(architecture: Architecture) -> None:
    network = architecture.usual()
    state = network.state_dict()
    tensors = {architecture.stored_name(name): tensor.half() for name, tensor in state.items()}
    model = architecture.load(tensors, architecture.spec, torch.device("cpu"))
    assert model.spec == architecture.spec
    loaded: torch.nn.Module = model.network  # type: ignore[attr-defined]
    for name, tensor in loaded.state_dict().items():
        assert tensor.dtype == torch.float32
        assert torch.equal(tensor, tensors[architecture.stored_name(name)].float()), name


def test_sizes_are_told_by_shapes() -> None:
    small = Sizes(quarter=12, eighth=20, width=28, head=36)
    assert identify(_state(SlowglassNetwork(small)), "a").name == "slowglass"
    widths = Widths((4, 6, 8, 10, 12, 14))
    assert identify(_state(SuperSloMoNetwork(widths, widths)), "a").name == "superslomo"


def test_something_else_is_told_what_is_known() -> None:
    with pytest.raises(ModelError, match=r"rife-4\.6, rife-4\.25.*2 of something else \(a, b\)"):
        identify({"a": torch.ones(1), "b": torch.ones(1)}, "model.pth")
    with pytest.raises(ModelError, match="0 of something else"):
        identify({}, "model.pth")


def test_an_architecture_that_is_named_must_fit() -> None:
    tensors = dummy(architecture_named("rife-4.6"))
    with pytest.raises(ModelError, match=r"expected the tensors of rife-4\.25, got"):
        identify(tensors, "model.pth", "rife-4.25")
    with pytest.raises(UnknownModelError, match=r"rife-4\.6.*'rife-9'"):
        identify(tensors, "model.pth", "rife-9")


def _state(module: torch.nn.Module) -> Tensors:
    return module.state_dict()
