"""Splines of masks as polygons over the positions of the source, without Blender."""

from __future__ import annotations

import os
from collections.abc import Callable
from fractions import Fraction as F
from pathlib import Path

import numpy as np
import pytest

from slowglass.core.mattes import coverage, mattes_from_json
from slowglass.host_adapters.blender.strip import (
    Curve,
    StripReading,
    keyed_moments,
    outlines,
    shown_moments,
    with_holes,
)
from slowglass.host_adapters.blender.strip.mask_outline import FINENESS_PIXELS
from slowglass.plugin.protocol.mattes import (
    drawn_layer,
    drawn_mattes,
    polygon,
    write_where_new,
)

SIZE = 400, 100
ROUND = 4 / 3 * (2**0.5 - 1)
"""Length of the handles of a circle of four points, in radii."""
QUARTERS = ((1, 0), (0, 1), (-1, 0), (0, -1))


def circle(radius: float) -> Curve:
    """A circle around the middle of a mask, of a radius in pixels."""
    unit = radius / max(SIZE)
    points = [0.5 + unit * n for point in QUARTERS for n in point]
    turned = [(-y * ROUND, x * ROUND) for x, y in QUARTERS]
    rights, lefts = (
        [
            0.5 + unit * (p + way * h)
            for point, handle in zip(QUARTERS, turned, strict=True)
            for p, h in zip(point, handle, strict=True)
        ]
        for way in (1, -1)
    )
    return Curve(points, lefts, rights)


def test_a_round_spline_is_round_in_pixels_of_a_wide_picture() -> None:
    [corners] = outlines([circle(40)], *SIZE)
    away = np.hypot(*(np.array(corners) - np.array(SIZE) / 2).T)
    np.testing.assert_allclose(away, 40, atol=FINENESS_PIXELS)
    x, y = np.array([*corners, corners[0]]).T
    area = abs((x[:-1] * y[1:] - x[1:] * y[:-1]).sum() / 2)
    assert area == pytest.approx(np.pi * 40**2, rel=2 * FINENESS_PIXELS / 40)


def test_a_spline_that_grows_has_as_many_corners_at_each_moment() -> None:
    small, large = outlines([circle(4), circle(40)], *SIZE)
    assert len(small) == len(large) > 4


def test_what_lies_within_another_spline_is_a_hole() -> None:
    contours = [outlines([circle(radius)], *SIZE)[0] for radius in (40, 20, 10)]
    shape = polygon([F(0)], [with_holes(contours)])
    mattes = mattes_from_json(drawn_mattes(*SIZE, layers=[drawn_layer("a", [shape], False)]))
    found = coverage(mattes, "a", F(0), *SIZE)
    assert [found[50, 200 + x] for x in (5, 15, 30, 45)] == [1, 0, 1, 0]
    assert found.sum() == pytest.approx(np.pi * (1600 - 400 + 100), rel=0.01)


def reading(at: Callable[[F], F]) -> StripReading:
    return StripReading("strip", "image", "shot.####.png", 10, 14, at)


@pytest.mark.parametrize(
    ("at", "positions"),
    [
        (lambda frame: frame - 10, [-1, 0, 1, 2, 3, 4, 5]),
        (lambda frame: (frame - 10) / 2, ["-1/2", 0, "1/2", 1, "3/2", 2, "5/2"]),
        (lambda frame: 2 * (frame - 10), range(-2, 11)),
        (lambda frame: 14 - frame, [-1, 0, 1, 2, 3, 4, 5]),
        (lambda frame: min(frame - 10, F(1)), [-1, 0, 1]),
        (lambda frame: abs(frame - 11), [0, 1, 2, 3, 4]),
    ],
    ids=["as filmed", "slow", "fast", "reversed", "freeze", "there and back"],
)
def test_a_mask_is_looked_at_when_frames_are_shown(
    at: Callable[[F], F], positions: list[int | str]
) -> None:
    shown = shown_moments(reading(at))
    assert [one.position for one in shown] == [F(one) for one in positions]
    assert all(at(one.scene_frame) == one.position for one in shown)


def radii(*values: float) -> list[Curve]:
    return [circle(value) for value in values]


@pytest.mark.parametrize(
    ("moments", "keyed"),
    [
        (radii(20, 20, 20, 20), [0]),
        (radii(20, 21, 22, 23), [0, 3]),
        (radii(20, 21, 22, 20), [0, 2, 3]),
        (radii(20, 20, 20, 24, 24), [0, 2, 3, 4]),
        ([circle(20 + k * k) for k in range(4)], [0, 1, 2, 3]),
    ],
    ids=["stands", "evenly", "there and back", "a leap", "ever faster"],
)
def test_keys_are_where_a_spline_does_not_go_straight(
    moments: list[Curve], keyed: list[int]
) -> None:
    positions = [F(k, 2) for k in range(len(moments))]
    assert keyed_moments(moments, positions, SIZE[0]) == keyed


def test_a_file_that_holds_the_same_keeps_its_time(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.mattes.json"
    write_where_new(str(path), {"a": 1})
    os.utime(path, (1, 1))
    write_where_new(str(path), {"a": 1})
    assert path.stat().st_mtime == 1
    write_where_new(str(path), {"a": 2})
    assert path.stat().st_mtime > 1
    assert [one.name for one in path.parent.iterdir()] == [path.name]
