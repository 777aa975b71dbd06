"""The scenes of the rendered set: one kind of motion each, varied by the seed."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from tools.render_scenes.materials import Colour, emitter, glass, patterned, plain, translucent
from tools.render_scenes.props import ball, box, bunting, fence, ground, rod, spoked_wheel
from tools.render_scenes.stage import Stage, Vec3, add_camera, still

Layout = Callable[[Stage], None]

_PATTERNS = ("checker", "cells", "stripes", "magic", "noise")
_HEAD_START_FRAMES = 2.0


def _colour(stage: Stage, low: float = 0.05, high: float = 0.85) -> Colour:
    draw = stage.random.uniform
    return (draw(low, high), draw(low, high), draw(low, high))


def _any_pattern(stage: Stage, name: str, scale: float) -> Any:
    colours = [_colour(stage) for _ in range(4)]
    roughness = stage.random.uniform(0.2, 0.9)
    factor = stage.random.uniform(0.7, 1.5)
    return patterned(name, stage.random.choice(_PATTERNS), colours, scale * factor, roughness)


def _yard(stage: Stage, wall_height: float = 2.4) -> None:
    """Patterned ground, and a brick wall with empty sky above."""
    ground(_any_pattern(stage, "Ground", 1.5))
    bricks = [_colour(stage, 0.1, 0.6) for _ in range(3)]
    wall = patterned("Wall", "brick", bricks, stage.random.uniform(1.5, 3.0), 0.9)
    box("Wall", (0.0, 4.0, wall_height / 2), (40.0, 0.3, wall_height), wall)


def _linear(start: Vec3, step: Vec3) -> Callable[[float], Vec3]:
    x, y, z = start
    return lambda time: (x + step[0] * time, y + step[1] * time, z + step[2] * time)


def _spin(x: float, y: float, z: float) -> Callable[[float], Vec3]:
    """Steady turning, in radians in one source frame about each axis."""
    return _linear((0.0, 0.0, 0.0), (x, y, z))


def _thrown(start: Vec3, push: float, fall: float) -> Callable[[float], Vec3]:
    """Even acceleration along x and down z, already on its way at time zero."""
    x, y, z = start

    def path(time: float) -> Vec3:
        square = (time + _HEAD_START_FRAMES) ** 2
        return (x + push * square, y, z - fall * square)

    return path


def pan(stage: Stage) -> None:
    """The camera travels and turns along a fence: a still world with parallax."""
    _yard(stage)
    fence("Fence", -9.0, 9.0, -1.8, 1.2, stage.random.uniform(0.35, 0.7))
    for index in range(6):
        size = stage.random.uniform(0.5, 1.1)
        centre = (-5.0 + 2.0 * index, stage.random.uniform(-0.8, 2.8), size / 2)
        box(f"Box {index}", centre, (size, size, size), _any_pattern(stage, f"Box {index}", 4.0))
    step = stage.random.choice((-1, 1)) * stage.random.uniform(0.12, 0.3)
    turn = stage.random.uniform(0.0, 0.12) * step
    position = _linear((0.0, -6.5, 1.5), (step, 0.0, 0.0))
    add_camera(stage, position, _linear((0.0, 0.0, 1.2), (step + turn, 0.0, 0.0)))


def wheels(stage: Stage) -> None:
    """Spoked wheels turn at several speeds, one of them faster than half a spoke in a frame."""
    _yard(stage)
    for index, x in enumerate((-2.1, 0.0, 2.0)):
        radius = stage.random.uniform(0.65, 1.05)
        spokes = stage.random.randint(7, 20)
        wheel = spoked_wheel(f"Wheel {index}", radius, spokes, [_colour(stage) for _ in range(3)])
        wheel.location = (x, stage.random.uniform(-0.8, 1.2), 1.35)
        fraction_of_spoke = (0.15, 0.35, 0.7)[index]
        turn = stage.random.choice((-1, 1)) * fraction_of_spoke * 2 * math.pi / spokes
        stage.animate(wheel, "rotation_euler", _spin(0.0, turn, 0.0))
    add_camera(stage, _linear((0.0, -6.0, 1.5), (0.03, 0.0, 0.0)), still((0.0, 0.0, 1.3)))


def crossing(stage: Stage) -> None:
    """Things cross before and behind one another, with a very bright one among them."""
    _yard(stage)
    for index in range(5):
        direction = 1 if index % 2 else -1
        speed = direction * stage.random.uniform(0.08, 0.35)
        start = (-1.0 * direction + 0.7 * (index - 2), -2.0 + 1.1 * index, 0.6 + 0.25 * index)
        radius = stage.random.uniform(0.3, 0.5)
        thing = ball(f"Ball {index}", radius, _any_pattern(stage, f"Ball {index}", 5.0))
        stage.animate(thing, "location", _linear(start, (speed, 0.0, 0.0)))
        stage.animate(thing, "rotation_euler", _spin(0.1, 0.5 * speed, 0.2))
    glow = emitter("Lamp", (1.0, 0.8, 0.5), stage.random.uniform(50.0, 200.0))
    lamp = ball("Lamp", 0.1, glow)
    stage.animate(lamp, "location", _linear((1.6, -1.2, 2.3), (-0.2, 0.0, -0.05)))
    rod("Pole", (0.4, -2.4, 0.0), (0.4, -2.4, 3.0), 0.03, plain("Pole", _colour(stage)))
    add_camera(stage, _linear((0.0, -7.0, 1.6), (0.02, 0.0, 0.01)), still((0.0, 0.0, 1.3)))


def dolly(stage: Stage) -> None:
    """The camera drives forward between things: the picture grows out of its middle."""
    _yard(stage)
    for index in range(10):
        side = -1 if index % 2 else 1
        centre = (side * stage.random.uniform(0.6, 2.4), -4.0 + 0.75 * index, 0.0)
        height = stage.random.uniform(0.8, 2.0)
        size = (0.45, 0.45, height)
        material = _any_pattern(stage, f"Pillar {index}", 4.0)
        box(f"Pillar {index}", (centre[0], centre[1], height / 2), size, material)
    bunting(stage, (-4.0, 1.0, 2.9), (4.0, 1.0, 2.7), [_colour(stage) for _ in range(4)], 0.7)
    speed = stage.random.uniform(0.12, 0.25)
    sway = stage.random.uniform(-0.03, 0.03)
    position = _linear((0.0, -8.0, 1.4), (sway, speed, 0.0))
    add_camera(stage, position, still((0.0, 3.0, 1.3)), 28.0)


def accelerating(stage: Stage) -> None:
    """Things fall, speed up and wind up: straight lines between frames are wrong here."""
    _yard(stage)
    for index in range(4):
        x = -2.4 + 1.5 * index
        push = stage.random.uniform(0.01, 0.04) * stage.random.choice((-1, 1))
        fall = stage.random.uniform(0.015, 0.035)
        wind = stage.random.uniform(0.03, 0.1)
        material = _any_pattern(stage, f"Crate {index}", 4.0)
        crate = box(f"Crate {index}", (0.0, 0.0, 0.0), (0.7, 0.7, 0.7), material)
        y = stage.random.uniform(-1.5, 1.5)

        stage.animate(crate, "location", _thrown((x, y, 2.6), push, fall))
        stage.animate(crate, "rotation_euler", _thrown((0.4, 0.0, 0.0), wind, wind))
    add_camera(stage, still((0.0, -6.5, 1.6)), _linear((0.0, 0.0, 1.4), (0.05, 0.0, 0.0)))


def see_through(stage: Stage) -> None:
    """Glass and coloured film move over patterned things: two motions in one pixel."""
    _yard(stage)
    for index in range(4):
        material = _any_pattern(stage, f"Crate {index}", 4.0)
        box(f"Crate {index}", (-2.7 + 1.8 * index, 1.8, 0.6), (1.2, 0.8, 1.2), material)
    for index in range(2):
        marble = ball(f"Marble {index}", 0.6, glass(f"Marble {index}"))
        speed = (-1) ** index * stage.random.uniform(0.08, 0.2)
        start = (1.2 - 2.4 * index, -1.0 - index, 0.8 + 0.6 * index)
        stage.animate(marble, "location", _linear(start, (-speed, 0.0, 0.0)))
    film = translucent("Film", _colour(stage), stage.random.uniform(0.35, 0.7))
    pane = box("Pane", (0.0, 0.0, 0.0), (1.6, 0.02, 1.6), film)
    stage.animate(pane, "location", _linear((-1.5, -0.2, 2.2), (0.15, 0.0, 0.02)))
    stage.animate(pane, "rotation_euler", _spin(0.0, 0.06, 0.03))
    add_camera(stage, _linear((0.0, -6.5, 1.6), (0.04, 0.0, 0.0)), still((0.0, 0.0, 1.3)))


LAYOUTS: tuple[Layout, ...] = (crossing, wheels, dolly, accelerating, see_through, pan)
"""The order in which a set takes them; it begins again with other seeds."""
