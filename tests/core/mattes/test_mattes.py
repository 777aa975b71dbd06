"""Drawn mattes: what they cover, and their file."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from slowglass.core.errors import MissingInputError, UsageError
from slowglass.core.mattes import (
    DrawnMattes,
    MatteKey,
    MatteLayer,
    MatteShape,
    coverage,
    mattes_from_json,
    mattes_to_json,
    read_mattes,
    write_mattes,
)
from slowglass.core.mattes.document import Point

WIDTH, HEIGHT = 40, 30


def drawn(kind: Any, *points: Point, radius: float = 0.0) -> DrawnMattes:
    shape = MatteShape(kind, (MatteKey(F(0), points),), radius)
    return DrawnMattes(WIDTH, HEIGHT, (MatteLayer("a", "alone", (shape,)),))


def covered(mattes: DrawnMattes, position: F = F(0), scale: int = 1) -> Any:
    return coverage(mattes, "a", position, WIDTH * scale, HEIGHT * scale)


def test_a_rectangle_covers_the_part_of_each_pixel_that_is_inside() -> None:
    found = covered(drawn("rectangle", (10.25, 20.0), (3.5, 5.0)))
    assert found.sum() == pytest.approx(6.75 * 15)
    assert found[10, 3] == pytest.approx(0.5)
    assert found[10, 10] == pytest.approx(0.25)
    assert found[10, 5] == 1
    assert found[4].max() == found[20].max() == 0


def test_a_polygon_of_a_rectangle_is_that_rectangle() -> None:
    corners = ((3.5, 5.0), (10.25, 5.0), (10.25, 20.0), (3.5, 20.0))
    expected = covered(drawn("rectangle", corners[0], corners[2]))
    np.testing.assert_allclose(covered(drawn("polygon", *corners)), expected, atol=1e-6)


def test_a_triangle_has_its_area_and_may_leave_the_picture() -> None:
    inside = covered(drawn("polygon", (5.0, 5.0), (25.0, 5.0), (5.0, 25.0)))
    assert inside.sum() == pytest.approx(200, abs=0.5)
    cut = covered(drawn("polygon", (-40.0, -40.0), (80.0, -40.0), (-40.0, 80.0)))
    assert cut[0, 0] == 1
    assert cut[-1, -1] == 0


def test_a_brush_is_a_line_with_round_ends() -> None:
    found = covered(drawn("brush", (10.0, 15.0), (30.0, 15.0), radius=4.0))
    assert found.sum() == pytest.approx(20 * 8 + np.pi * 16, rel=0.01)
    dot = covered(drawn("brush", (20.0, 15.0), radius=6.0))
    assert dot.sum() == pytest.approx(np.pi * 36, rel=0.01)


def test_points_go_straight_from_key_to_key_and_stay_outside() -> None:
    keys = (
        MatteKey(F(2), ((0.0, 0.0), (10.0, 10.0))),
        MatteKey(F(6), ((8.0, 4.0), (18.0, 14.0))),
    )
    shape = MatteShape("rectangle", keys)
    mattes = DrawnMattes(WIDTH, HEIGHT, (MatteLayer("a", "still", (shape,)),))
    for position, x, y in ((F(0), 0, 0), (F(3), 2, 1), (F(4), 4, 2), (F(9), 8, 4)):
        found = covered(mattes, position)
        assert found[y : y + 10, x : x + 10].min() == 1
        assert found.sum() == 100


def test_an_inverted_layer_is_all_that_its_shapes_leave() -> None:
    mattes = drawn("brush", (20.0, 15.0), radius=6.0)
    inverted = replace(mattes, layers=(replace(mattes.layer("a"), inverted=True),))
    np.testing.assert_allclose(covered(inverted), 1 - covered(mattes))


def test_on_a_larger_picture_all_is_larger() -> None:
    corners = ((3.0, 5.0), (12.0, 5.0), (9.0, 20.0))
    small, large = (covered(drawn("polygon", *corners), scale=scale) for scale in (1, 2))
    means = large.reshape(HEIGHT, 2, WIDTH, 2).mean((1, 3))
    np.testing.assert_allclose(means, small, atol=0.26)
    assert means.sum() == pytest.approx(small.sum(), rel=0.01)


def test_a_file_gives_back_what_was_written(tmp_path: Path) -> None:
    mattes = drawn("brush", (1.5, 2.25), (7.0, 8.0), radius=3.5)
    write_mattes(mattes, tmp_path / "a.mattes.json")
    assert read_mattes(tmp_path / "a.mattes.json") == mattes
    with pytest.raises(MissingInputError):
        read_mattes(tmp_path / "none.json")


def changed(**values: Any) -> dict[str, Any]:
    return {**mattes_to_json(drawn("rectangle", (1.0, 1.0), (2.0, 2.0))), **values}


def layer(**shape: Any) -> list[dict[str, Any]]:
    plain = {"kind": "rectangle", "keys": [{"position": "0", "points": [[0, 0], [1, 1]]}]}
    return [{"name": "a", "shapes": [{**plain, **shape}]}]


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ([], "schema"),
        (changed(schema="slowglass.mattes/9"), "schema"),
        (changed(width=0), "size"),
        (changed(colour="red"), "colour"),
        (changed(layers=layer(kind="star")), "rectangle, polygon, brush"),
        (changed(layers=layer(keys=[])), "keys"),
        (changed(layers=layer(kind="polygon")), "3"),
        (changed(layers=layer(radius=-1)), "places"),
        (changed(layers=layer(keys=[{"position": "0", "points": [[0, 1e9], [1, 1]]}])), "places"),
        (changed(layers=layer() * 2), "name of its own"),
        (changed(layers=[{"name": "a", "motion": "wild"}]), "alone, still"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_place(document: Any, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        mattes_from_json(document)


def test_an_unknown_layer_is_named_with_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"\(a\).*'b'"):
        coverage(drawn("rectangle", (1.0, 1.0), (2.0, 2.0)), "b", F(0), 4, 4)
