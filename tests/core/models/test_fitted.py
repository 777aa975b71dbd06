"""What a model's spec asks of its fields is done, whatever the model."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
import torch
from torch import Tensor

from slowglass.core.field import WarpField
from slowglass.core.models import network_model
from slowglass.core.models.loaded import LoadedModel
from slowglass.core.models.registry import architecture_named
from slowglass.core.models.spec import ModelSpec
from tests.core.models.test_refine import EDGE, SIZE, straight, waves
from tests.tolerances import REFINED_PIXELS

HALF = Fraction(1, 2)


class Nearly:
    """Finds a motion, half a pixel wrong."""

    def __init__(self, spec: ModelSpec) -> None:
        self.spec = spec

    def estimate(self, left: Tensor, right: Tensor) -> tuple[int, int]:
        return left.shape[-2], left.shape[-1]

    def field(self, motion: tuple[int, int], t: Tensor) -> WarpField:
        field = straight((4.2, -1.4), t, (0, 1))
        below, beyond = motion[0] - SIZE[0], motion[1] - SIZE[1]
        flow = torch.nn.functional.pad(field.flow.flatten(1, 2), (0, beyond, 0, below), "replicate")
        weight = torch.nn.functional.pad(field.weight, (0, beyond, 0, below), "replicate")
        return replace(field, flow=flow.reshape(len(t), 2, 2, *motion), weight=weight)


@pytest.mark.parametrize("multiple_of", [1, 56])
def test_fields_are_refined_where_the_spec_says_so(multiple_of: int) -> None:
    spec = ModelSpec("nearly", "nearly", "none", multiple_of, refined=True)
    pair = waves(0, 0), waves(3.7, -1.4)
    exact = straight((3.7, -1.4), torch.tensor([0.5]), (0, 1)).flow
    for one, wrong_by in ((spec, 0.0), (replace(spec, refined=False), 0.25)):
        field = LoadedModel(Nearly(one), torch.device("cpu")).motion(*pair).field(HALF)
        miss = (field.flow - exact)[..., 0, EDGE:-EDGE, EDGE:-EDGE].abs().mean().item()
        assert miss == pytest.approx(wrong_by, abs=REFINED_PIXELS)


def test_fields_say_how_the_spec_wants_colour_sampled() -> None:
    spec = ModelSpec("nearly", "nearly", "none", colour_sampling="linear")
    model = LoadedModel(Nearly(spec), torch.device("cpu"))
    assert model.motion(waves(0, 0), waves(3.7, -1.4)).field(HALF).colour_sampling == "linear"


@pytest.mark.parametrize("name", ["rife-4.6", "rife-4.25"])
def test_rife_is_refined_and_leads(name: str) -> None:
    spec = architecture_named(name).spec
    assert spec.refined
    assert spec.leads


class Convolving(Nearly):
    """Remembers what its convolution gave."""

    def __init__(self, spec: ModelSpec) -> None:
        super().__init__(spec)
        self.types: list[torch.dtype] = []

    def estimate(self, left: Tensor, right: Tensor) -> tuple[int, int]:
        self.types.append(torch.nn.functional.conv2d(left, torch.ones(1, 3, 1, 1)).dtype)
        return super().estimate(left, right)


@pytest.mark.parametrize(
    ("faster", "short", "expected"),
    [
        (torch.bfloat16, True, torch.bfloat16),
        (torch.bfloat16, False, torch.float32),
        (None, True, torch.float32),
    ],
)
def test_convolutions_alone_run_in_16_bits_where_the_device_is_faster_so(
    monkeypatch: pytest.MonkeyPatch,
    faster: torch.dtype | None,
    short: bool,
    expected: torch.dtype,
) -> None:
    monkeypatch.setattr(network_model, "short_type", lambda device: faster)
    model = Convolving(ModelSpec("convolving", "convolving", "none"))
    loaded = LoadedModel(model, torch.device("cpu"), short=short)
    field = loaded.motion(waves(0, 0), waves(3.7, -1.4)).field(HALF)
    assert model.types == [expected]
    assert field.flow.dtype == torch.float32
