"""Whose eye sees a channel: by what the file declares, or by names that come in pairs."""

from __future__ import annotations

from typing import Any

import pytest

from slowglass.core.media.images.metadata import PART_NAME, Attribute
from slowglass.core.media.images.views import name_without, views_of


def part(*channels: str, name: str = "", **attributes: Any) -> Any:
    found = {key: Attribute("", value) for key, value in attributes.items()}
    return channels, found | ({PART_NAME: Attribute("string", name)} if name else {})


def placed(*parts: Any) -> list[list[str]]:
    return [[f"{view}:{name}" for view, name in one] for one in views_of(parts).channels]


def test_a_declared_part_gives_each_channel_to_its_view() -> None:
    one = part("R", "right.R", "spec.right.R", "spec.left.R", multiView=("left", "right"))
    assert placed(one) == [["left:R", "right:R", "right:spec.R", "left:spec.R"]]
    assert views_of([one]).names == ("left", "right")


def test_the_main_view_is_the_first_that_is_declared_whatever_it_is_called() -> None:
    one = part("R", "hero.R", "l.R", multiView=("hero", "l"))
    assert placed(one) == [["hero:R", "hero:R", "l:R"]]


def test_a_whole_part_belongs_to_the_view_that_it_states() -> None:
    parts = [part("R", "Z", view="left"), part("R", "Z", view="right")]
    assert placed(*parts) == [["left:R", "left:Z"], ["right:R", "right:Z"]]


@pytest.mark.parametrize("name", ["{}", "rgba.{}", "rgba_{}", "{}.rgba"])
def test_parts_of_an_undeclared_file_are_views_by_their_names(name: str) -> None:
    parts = [part("R", name=name.format(eye)) for eye in ("left", "Right")]
    assert placed(*parts) == [["left:R"], ["right:R"]]


def test_words_that_come_alone_are_no_views() -> None:
    assert placed(part("R", "right.R", "right.G")) == [[":R", ":right.R", ":right.G"]]
    assert placed(part("lamp_left.R", "lamp_right.R")) == [[":lamp_left.R", ":lamp_right.R"]]


def test_a_part_keeps_its_name_but_for_the_view() -> None:
    assert name_without("left", "rgba.Left") == "rgba"
    assert name_without("left", "leftover") == "leftover"
    assert name_without("", "left") == "left"
