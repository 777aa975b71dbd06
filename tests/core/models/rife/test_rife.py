"""RIFE gives what its equations give, and its checkpoints are told by tensors and path."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.errors import ModelError
from slowglass.core.field import WarpField
from slowglass.core.models.loaded import LoadedModel
from slowglass.core.models.registry import architecture_named, identify
from slowglass.core.models.rife.architecture import version_in
from slowglass.core.models.rife.model import RifeModel
from slowglass.core.models.rife.network import FAMILY_4_6, FAMILY_4_25, Family, RifeNetwork
from tests.core.models.rife import oracle
from tests.tolerances import FLOAT32_FIELD, FLOAT64_FIELD

FAMILIES = {"rife-4.6": FAMILY_4_6, "rife-4.25": FAMILY_4_25}
ORACLES = {"rife-4.6": oracle.version_4_6, "rife-4.25": oracle.version_4_25}
LEAST_MOTION = 3.0
"""Pixels; so much that samples leave the picture."""


def made(name: str, seed: int = 0) -> RifeModel:
    """A model with random weights whose flows reach over several pixels."""
    torch.manual_seed(seed)
    family = FAMILIES[name]
    network = RifeNetwork(family)
    with torch.no_grad():
        for k, scale in enumerate(family.scales):
            network.get_parameter(f"block{k}.lastconv.0.weight").mul_(16 / scale**0.5)
    return RifeModel(network, architecture_named(name).spec)


def as_its_network_says(model: RifeModel) -> RifeModel:
    """The same, its fields left as they are."""
    return RifeModel(model.network, replace(model.spec, refined=False))


def pictures(height: int, width: int, seed: int = 1) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.rand(2, 1, 3, height, width, generator=generator)


def field_of(model: RifeModel, pair: Tensor, *times: float) -> WarpField:
    return model.field(model.estimate(pair[0], pair[1]), torch.tensor(times, dtype=pair.dtype))


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize(
    ("dtype", "tolerance"), [(torch.float64, FLOAT64_FIELD), (torch.float32, FLOAT32_FIELD)]
)
def test_the_field_is_that_of_a_straightforward_evaluation(
    name: str, dtype: torch.dtype, tolerance: dict[str, Any]
) -> None:
    model = made(name)
    model.network.to(dtype)
    pair = pictures(64, 128).to(dtype)
    field = field_of(model, pair, 0.25, 0.75)
    assert field.sides == (0, 1)
    assert field.border == "clamp"
    assert field.flow.abs().max() > LEAST_MOTION
    state = model.network.state_dict()
    for b, t in enumerate((0.25, 0.75)):
        flow, share = ORACLES[name](state, pair[0], pair[1], t)
        torch.testing.assert_close(field.flow[b].flatten(0, 1), flow[0], **tolerance)
        torch.testing.assert_close(
            field.weight[b], torch.cat([share, 1 - share], 1)[0], **tolerance
        )


@pytest.mark.parametrize("name", FAMILIES)
def test_half_precision_finds_places_that_half_numbers_cannot_tell(name: str) -> None:
    network = RifeNetwork(replace(FAMILIES[name], widths=(8,) * len(FAMILIES[name].widths)))
    for parameter in network.parameters():
        parameter.data.zero_()
    first, last = network.get_submodule("block0.lastconv.0"), list(network.children())[-1]
    # Four outputs make a pixel; the first four are the flow to the left frame's right.
    first.get_parameter("bias").data[:4] = 0.5 / network.family.scales[0]
    seen: list[Tensor] = []
    last.register_forward_pre_hook(lambda _, arguments: seen.append(arguments[0]))
    model = RifeModel(network.half(), architecture_named(name).spec)
    pair = pictures(64, 2304)
    field = field_of(model, pair, 0.5)
    assert field.flow.dtype == torch.float32
    assert torch.equal(field.flow[:, 0, 0], torch.full((1, 64, 2304), 0.5))
    half_way = (pair[0][..., 2048:-1] + pair[0][..., 2049:]) / 2
    torch.testing.assert_close(seen[0][:, :3, :, 2048:-1], half_way, **FLOAT32_FIELD)


@pytest.mark.parametrize("name", FAMILIES)
def test_any_size_is_padded_and_cropped_and_never_resampled(name: str) -> None:
    model, pair = as_its_network_says(made(name)), pictures(50, 75)
    motion = LoadedModel(model, torch.device("cpu")).motion(pair[0], pair[1])
    multiple = FAMILIES[name].multiple_of
    edges = (0, -75 % multiple, 0, -50 % multiple)
    padded = torch.stack([functional.pad(picture, edges, mode="replicate") for picture in pair])
    whole = field_of(model, padded, 0.5)
    assert torch.equal(motion.field(Fraction(1, 2)).flow, whole.flow[..., :50, :75])


def stored(family: Family) -> dict[str, Tensor]:
    """Tensors as the author's files hold them, with what only his training used."""
    tensors = {f"module.{name}": t for name, t in RifeNetwork(family).state_dict().items()}
    tensors["module.teacher.conv0.0.0.weight"] = torch.ones(1)
    tensors["module.caltime.0.weight"] = torch.ones(1)
    return tensors


@pytest.mark.parametrize("name", FAMILIES)
def test_the_authors_names_are_known(name: str) -> None:
    tensors = stored(FAMILIES[name])
    architecture = identify(tensors, "flownet.pkl")
    assert architecture.name == name
    model = architecture.load(tensors, architecture.spec, torch.device("cpu"))
    assert isinstance(model, RifeModel)
    one = "block2.convblock.3.conv.weight"
    assert torch.equal(model.network.state_dict()[one], tensors[f"module.{one}"])


def test_another_version_is_described() -> None:
    wide = Family((256, 192, 96, 48), (8, 4, 2, 1), features=8, carried=8)
    with pytest.raises(ModelError, match=r"RIFE of another version: 4 blocks of 256, 192, 96, 48"):
        identify(stored(wide), "flownet.pkl")


@pytest.mark.parametrize(
    ("path", "version"),
    [
        ("flownet_v4.25.pkl", "4.25"),
        ("rife46.pth", "4.6"),
        ("rife426_lite.pth", "4.26.lite"),
        ("RIFE_trained_model_v4.26/train_log/flownet.pkl", "4.26"),
        ("rife-v4.25-lite/flownet.pkl", "4.25.lite"),
        ("archive-4.12/flownet.pkl", ""),
        ("shots/v041/flownet.pkl", ""),
        ("flownet.pkl", ""),
    ],
)
def test_a_version_is_read_from_the_path(path: str, version: str) -> None:
    assert version_in(str(Path("models", path))) == version


def test_a_path_that_names_another_version_than_the_tensors_is_refused() -> None:
    architecture = architecture_named("rife-4.25")
    assert architecture.version("flownet_v4.26.pkl") == "RIFE 4.26"
    assert architecture.version("flownet.pkl") == "RIFE 4.25 or 4.26"
    with pytest.raises(ModelError, match=r"4\.25 or 4\.26 by the tensors, got 4\.22 .*--arch"):
        architecture.version("flownet_v4.22.pkl")
