"""The scene of the packaged sample: a garden fence, and what moves behind it."""

from __future__ import annotations

from tools.render_scenes.materials import patterned, plain
from tools.render_scenes.props import (
    ball,
    box,
    bunting,
    fence,
    ground,
    pinwheel,
    rod,
    spoked_wheel,
    swinging_lantern,
)
from tools.render_scenes.stage import Stage, Vec3, add_camera
from tools.render_scenes.timeline import BOUNCE_FRAMES, FIRST_BOUNCE_FRAME

BULB_STRENGTH = 120.0

_BALL_RADIUS = 0.42
_WHEEL_RADIUS = 0.95
_WHEEL_SPEED = 0.075
_FLAG_COLOURS = [(0.8, 0.08, 0.06), (0.9, 0.6, 0.05), (0.05, 0.35, 0.7), (0.1, 0.5, 0.15)]


def _ball_position(time: float) -> Vec3:
    phase = ((time - FIRST_BOUNCE_FRAME) / BOUNCE_FRAMES) % 1.0
    height = _BALL_RADIUS + 1.25 * 4.0 * phase * (1.0 - phase)
    return (2.6 - 0.105 * time, -0.75, height)


def _wheel_position(time: float) -> Vec3:
    return (-2.7 + _WHEEL_SPEED * time, 0.6, 1.085 * _WHEEL_RADIUS)


def _camera_position(time: float) -> Vec3:
    return (-0.9 + 0.038 * time, -7.4 + 0.012 * time, 1.55 + 0.004 * time)


def _camera_target(time: float) -> Vec3:
    return (-0.35 + 0.016 * time, 0.0, 1.42)


def _build_setting() -> None:
    ground(patterned("Tiles", "checker", [(0.2, 0.26, 0.12), (0.34, 0.4, 0.18)], 1.6, 0.9))
    bricks = [(0.42, 0.13, 0.07), (0.3, 0.09, 0.06), (0.55, 0.5, 0.45)]
    wall = patterned("Bricks", "brick", [bricks[0], bricks[1], bricks[2]], 2.2, 0.9)
    box("Wall", (0.0, 4.0, 1.05), (30.0, 0.3, 2.1), wall)
    fence("Fence", -6.0, -0.35, -2.3, 1.0, 0.42)
    post = plain("Post", (0.12, 0.1, 0.09))
    rod("Lamp post", (2.15, 1.6, 0.0), (2.15, 1.6, 3.05), 0.05, post)
    rod("Lamp arm", (2.15, 1.6, 3.0), (1.35, 1.6, 3.0), 0.035, post)
    rod("Pinwheel post", (-1.15, 1.9, 0.0), (-1.15, 1.9, 2.3), 0.03, post)


def _build_movers(stage: Stage) -> None:
    beach = [(0.85, 0.8, 0.7), (0.75, 0.1, 0.08), (0.06, 0.25, 0.6), (0.85, 0.55, 0.08)]
    bouncing = ball("Ball", _BALL_RADIUS, patterned("Ball", "cells", beach, 4.5, 0.35))
    stage.animate(bouncing, "location", _ball_position)
    stage.animate(bouncing, "rotation_euler", lambda time: (0.3, -0.16 * time, 0.05 * time))
    wheel = spoked_wheel("Wheel", _WHEEL_RADIUS, 18, [(0.04, 0.04, 0.05), (0.5, 0.32, 0.12)])
    stage.animate(wheel, "location", _wheel_position)
    turn = _WHEEL_SPEED / (1.085 * _WHEEL_RADIUS)
    stage.animate(wheel, "rotation_euler", lambda time: (0.0, turn * time, 0.0))
    vane = pinwheel("Pinwheel", 0.62, [*_FLAG_COLOURS, (0.45, 0.1, 0.5), (0.05, 0.5, 0.5)])
    vane.location = (-1.15, 1.8, 2.3)
    stage.animate(vane, "rotation_euler", lambda time: (0.0, -0.17 * time, 0.0))
    swinging_lantern(stage, (1.4, 1.55, 3.0), 0.75, BULB_STRENGTH)
    bunting(stage, (-5.0, 3.6, 3.25), (5.5, 3.6, 2.95), _FLAG_COLOURS, 0.7)
    cube = box(
        "Crate",
        (3.0, 0.2, 0.402),
        (0.8, 0.8, 0.8),
        patterned("Crate", "magic", [(0.1, 0.3, 0.3), (0.6, 0.55, 0.35), (0.25, 0.5, 0.45)], 4.0),
    )
    stage.animate(cube, "rotation_euler", lambda time: (0.0, 0.0, 0.03 * time))


def build_garden(stage: Stage) -> None:
    """Build it: the ball crosses the rolling wheel, both pass behind a fence and a lamp."""
    _build_setting()
    _build_movers(stage)
    add_camera(stage, _camera_position, _camera_target, 34.0)
