"""Which layer of a render is the picture: by the names that renderers and people use."""

from __future__ import annotations

import pytest

from slowglass.core.beauty import NamedChannels, candidates, find_beauty


def rgb(name: str, alpha: bool = False) -> tuple[str, ...]:
    return tuple(f"{name}.{c}" if name else c for c in ("RGBA" if alpha else "RGB"))


def chosen(*channels: str, wanted: str = "") -> str:
    found = find_beauty([NamedChannels(channels)], wanted)
    assert found is not None
    return found.name


@pytest.mark.parametrize(
    "name",
    "rgba RGBA rgb Ci Beauty beauty_pass Combined ViewLayer.Combined View_Layer.Combined C "
    "RGB_color primary FinalImage Composite.Combined".split(),
)
@pytest.mark.parametrize("others", [("AO", "Emit", "Normal"), ("albedo", "zdepth"), ("a_pass",)])
def test_a_layer_named_as_people_name_it_is_the_beauty(name: str, others: tuple[str, ...]) -> None:
    before = [channel for other in others for channel in rgb(other)]
    assert chosen(*before, *rgb(name)) == name
    assert chosen(*before, *(c.lower() for c in rgb(name))) == name.lower()


def test_plain_colour_comes_before_every_named_layer() -> None:
    assert chosen(*rgb("rgba"), *rgb("beauty"), "r", "g", "b", "a") == ""
    assert chosen(*rgb("rgba"), "red", "green", "blue") == ""


def test_the_compositors_result_comes_before_what_it_is_made_of() -> None:
    assert chosen(*rgb("A.Combined"), *rgb("Composite.Combined")) == "Composite.Combined"


def test_a_part_of_the_light_or_data_is_taken_only_where_nothing_else_is() -> None:
    assert chosen(*rgb("AO"), *rgb("N"), *rgb("shotA")) == "shotA"
    assert chosen(*rgb("N"), *rgb("diffuse_direct")) == "diffuse_direct"
    assert chosen(*rgb("uCryptoAsset00"), *rgb("RGBA_key")) == "RGBA_key"
    assert chosen("Z", "A", "RGBA.R") == "RGBA.R"
    assert chosen("BY", "RY", "Y") == "Y"


def test_parts_are_known_by_their_names() -> None:
    parts = [NamedChannels(tuple("RGB"), k, name) for k, name in enumerate(("AO", "N", "Beauty"))]
    found = find_beauty(parts)
    assert found is not None
    assert (found.layer, found.name) == (2, "Beauty")
    assert [one.name for one in candidates(parts)] == ["Beauty", "AO", "N"]


def test_alpha_is_that_of_the_layer_or_the_plain_one_beside_a_beauty() -> None:
    def alpha(*channels: str) -> int | None:
        found = find_beauty([NamedChannels(channels)])
        assert found is not None
        return found.alpha

    assert alpha("a", "Ci.r", "Ci.g", "Ci.b") == 0
    assert alpha("a", *rgb("rgba", alpha=True)) == 4
    assert alpha("A", *rgb("AO")) is None


def test_a_user_names_any_layer_in_any_case_or_a_single_channel() -> None:
    channels = (*rgb("rgba"), *rgb("View.AO"), "Z", "R", "G", "B")
    assert chosen(*channels, wanted="RGBA") == "rgba"
    assert chosen(*channels, wanted="ao") == "View.AO"
    assert chosen(*channels, wanted="rgb") == ""
    assert chosen(*channels, wanted="z") == "Z"
    assert find_beauty([NamedChannels(channels)], "foam") is None
