"""Policies: told by names, overridden by the user."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from slowglass.core.channels import POLICIES, parse_overrides, points_to_previous
from slowglass.core.composition.groups import channel_groups, policy_of
from slowglass.core.errors import UnsupportedMediaError, UsageError
from slowglass.core.frames import Encoding, Layer, Window

PAGE = Path(__file__).parents[2] / "docs" / "channels.md"

NAMES = {
    "depth": ["Z", "ViewLayer.Depth.Z", "ViewLayer.Depth.V", "depth", "depth.Z", "VRayZDepth.R",
              "rgba.Z", "ViewLayer.Denoising Depth.Z", "zBack"],
    "direction": ["N.X", "ViewLayer.Normal.Z", "normal.Z", "Nworld.r", "VRayNormals.B",
                  "ViewLayer.Denoising Normal.Y", "tangent.x"],
    "vector": ["ViewLayer.Vector.X", "ViewLayer.Vector.W", "velocity.Y", "motionvector.R",
               "forward.u", "backward.v", "motionFore.x", "VRayVelocity.X"],
    "position": ["P.X", "ViewLayer.Position.Z", "worldposition.G", "Pref.x", "worldPos.x"],
    "uv": ["UV.U", "ViewLayer.UV.V", "uv.x", "ST.R"],
    "nearest": ["ViewLayer.IndexOB.X", "ViewLayer.IndexMA.X", "objectId", "id", "object_id",
                "VRayRenderID.R", "materialid", "instanceID.X"],
    "cryptomatte": ["ViewLayer.CryptoObject00.r", "crypto_material01.G", "crypto_object00.red",
                    "uCryptoAsset02.A"],
    "blend": ["R", "A", "ViewLayer.Combined.G", "diffuse.B", "specular_direct.R", "Zebra.R", "Y",
              "ViewLayer.Mist.Z", "mask.R", "MultiMatte.R", "solid.R", "grid", "N.A", "noise.R",
              "crypto_object.R", "Position.A", "video.R"],
}  # fmt: skip


def layer(*channels: str, dtype: str = "float32", transfer: str = "linear") -> Layer:
    return Layer(np.zeros((2, 2, len(channels)), dtype), channels, Encoding(transfer))  # type: ignore[arg-type]


@pytest.mark.parametrize(("policy", "name"), [(p, n) for p, names in NAMES.items() for n in names])
def test_names_tell(policy: str, name: str) -> None:
    assert policy_of(name, layer(name)) == policy


def test_a_z_beside_x_and_y_is_no_depth() -> None:
    assert policy_of("thing.Z", layer("thing.X", "thing.Y", "thing.Z")) == "blend"
    assert policy_of("thing.Z", layer("thing.R", "thing.Z")) == "depth"


def test_the_part_tells_what_a_bare_channel_is() -> None:
    part = Layer(np.zeros((2, 2, 3), np.float32), tuple("XYZ"), part_name="N")
    assert policy_of("X", part) == "direction"


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
def test_names_tell_nothing_of_integer_colour(dtype: str) -> None:
    assert policy_of("Z", layer("Z", dtype=dtype)) == "blend"
    assert policy_of("R", layer("R", dtype=dtype, transfer="data")) == "nearest"


def test_the_first_pattern_decides_and_whole_numbers_stay_whole() -> None:
    asked = parse_overrides("Z=nearest, N.*=position,*=blend,")
    expected = {"Z": "nearest", "N.X": "position", "P.X": "blend", "id": "blend"}
    assert {name: policy_of(name, layer(name), asked) for name in expected} == expected
    assert policy_of("id", layer("id", dtype="uint32"), asked) == "nearest"


@pytest.mark.parametrize("text", ["Z", "=blend", "Z="])
def test_what_is_no_pair_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="PATTERN=POLICY"):
        parse_overrides(text)


def test_unknown_policies_are_refused_by_naming_the_known() -> None:
    with pytest.raises(UsageError, match=r"blend, depth, .* cryptomatte .*got 'smear'"):
        parse_overrides("Z=smear")


@pytest.mark.parametrize(
    ("name", "previous"),
    [
        ("ViewLayer.Vector.X", True),
        ("ViewLayer.Vector.Y", True),
        ("ViewLayer.Vector.Z", False),
        ("ViewLayer.Vector.W", False),
        ("backward.u", True),
        ("forward.u", False),
        ("motionvector.X", False),
    ],
)
def test_vectors_lead_back_or_on(name: str, previous: bool) -> None:
    assert points_to_previous(name) is previous


def test_items_stay_together_and_ranks_are_in_order() -> None:
    names = ("B", "N.X", "N.Y", "N.Z", "P.X", "Z", "m.crypto01.G", "m.crypto01.R", "m.crypto00.A",
             "m.crypto00.B", "m.crypto00.G", "m.crypto00.R")  # fmt: skip
    one = layer(*names)
    groups = channel_groups([one], [Window(0, 0, 2, 2)])
    assert [(g.policy, [names[m.place] for m in g.members]) for g in groups] == [
        ("blend", ["B"]),
        ("direction", ["N.X", "N.Y", "N.Z"]),
        ("position", ["P.X"]),
        ("depth", ["Z"]),
        ("cryptomatte", [f"m.crypto00.{c}" for c in "RGBA"] + ["m.crypto01.R", "m.crypto01.G"]),
    ]


def test_the_views_of_a_stereo_file_keep_their_own_cryptomattes() -> None:
    views = [layer(*(f"crypto00.{c}" for c in "RGBA")) for _ in range(2)]
    groups = channel_groups(views, [Window(0, 0, 2, 2)] * 2)
    assert [[m.layer for m in group.members] for group in groups] == [[0] * 4, [1] * 4]


def test_an_id_without_coverage_is_refused_with_a_way_out() -> None:
    with pytest.raises(UnsupportedMediaError, match="=nearest"):
        channel_groups([layer("crypto00.R")], [Window(0, 0, 2, 2)])


def documented() -> dict[str, list[str]]:
    """Policies and the names that the page gives for them."""
    rows = re.findall(r"^\| `([a-z]+)` \| ([^|]+) \|", PAGE.read_text("utf-8"), re.MULTILINE)
    return {policy: re.findall(r"`([^`]+)`", names) for policy, names in rows}


def test_the_page_shows_every_policy() -> None:
    assert tuple(documented()) == POLICIES
    page = PAGE.read_text("utf-8")
    for policy in POLICIES:
        picture = f"images/channels-{policy}.png"
        assert f"({picture})" in page
        assert (PAGE.parent / picture).is_file()


@pytest.mark.parametrize("policy", POLICIES)
def test_names_tell_what_the_page_says(policy: str) -> None:
    names = documented()[policy]
    assert {name: policy_of(name, layer(name)) for name in names} == dict.fromkeys(names, policy)
