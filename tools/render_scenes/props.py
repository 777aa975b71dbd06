"""The things in the scenes: wheel, fence, wall, ball, lantern, bunting."""

from __future__ import annotations

import math
from typing import Any

import bpy

from tools.render_scenes.materials import Colour, emitter, patterned, plain, translucent
from tools.render_scenes.stage import Path, Stage, Vec3, finish

_TAU = 2 * math.pi


def ground(material: Any, size: float = 60.0) -> Any:
    """A square floor at height zero."""
    bpy.ops.mesh.primitive_plane_add(size=size)
    return finish(bpy.context.object, "Ground", material)


def box(name: str, centre: Vec3, size: Vec3, material: Any) -> Any:
    """A box whose object space has the units of the world, so that patterns keep their size."""
    bpy.ops.mesh.primitive_cube_add(size=1.0, location=centre)
    thing = bpy.context.object
    thing.scale = size
    bpy.ops.object.transform_apply(location=False, rotation=False, scale=True)
    return finish(thing, name, material)


def ball(name: str, radius: float, material: Any, centre: Vec3 = (0.0, 0.0, 0.0)) -> Any:
    """A smooth ball."""
    bpy.ops.mesh.primitive_uv_sphere_add(radius=radius, segments=64, ring_count=32, location=centre)
    bpy.ops.object.shade_smooth()
    return finish(bpy.context.object, name, material)


def rod(name: str, start: Vec3, end: Vec3, radius: float, material: Any) -> Any:
    """A thin straight cylinder between two points."""
    delta = [b - a for a, b in zip(start, end, strict=True)]
    length = math.hypot(*delta)
    centre = tuple((a + b) / 2 for a, b in zip(start, end, strict=True))
    bpy.ops.mesh.primitive_cylinder_add(radius=radius, depth=length, vertices=12, location=centre)
    thing = bpy.context.object
    thing.rotation_euler = (0.0, math.acos(delta[2] / length), math.atan2(delta[1], delta[0]))
    return finish(thing, name, material)


def joined(name: str, parts: list[Any]) -> Any:
    """One object of many, with the origin at the world's, so that it turns about it."""
    bpy.ops.object.select_all(action="DESELECT")
    for part in parts:
        part.select_set(True)
    bpy.context.view_layer.objects.active = parts[0]
    bpy.ops.object.transform_apply(location=True, rotation=True, scale=True)
    if len(parts) > 1:
        bpy.ops.object.join()
    parts[0].name = name
    return parts[0]


def spoked_wheel(name: str, radius: float, spokes: int, colours: list[Colour]) -> Any:
    """A wheel in the x, z plane about the origin: patterned tyre, thin spokes, hub."""
    tyre = patterned(f"{name} tyre", "cells", colours, 5.0)
    metal = plain(f"{name} metal", (0.85, 0.83, 0.8), 0.3, 0.7)
    bpy.ops.mesh.primitive_torus_add(
        major_radius=radius,
        minor_radius=0.085 * radius,
        major_segments=96,
        rotation=(math.pi / 2, 0.0, 0.0),
    )
    bpy.ops.object.shade_smooth()
    parts = [finish(bpy.context.object, name, tyre)]
    for index in range(spokes):
        angle = _TAU * index / spokes
        end = (radius * math.cos(angle), 0.0, radius * math.sin(angle))
        parts.append(rod(f"{name} spoke", (0.0, 0.0, 0.0), end, 0.014 * radius, metal))
    hub_ends = ((0.0, -0.12 * radius, 0.0), (0.0, 0.12 * radius, 0.0))
    parts.append(rod(f"{name} hub", *hub_ends, 0.12 * radius, tyre))
    return joined(name, parts)


def pinwheel(name: str, radius: float, colours: list[Colour]) -> Any:
    """Flat coloured blades in the x, z plane about the origin."""
    parts = []
    for index, colour in enumerate(colours):
        angle = _TAU * index / len(colours)
        tip = (radius * math.cos(angle), 0.0, radius * math.sin(angle))
        side = (0.55 * radius * math.cos(angle + 0.62), 0.1, 0.55 * radius * math.sin(angle + 0.62))
        mesh = bpy.data.meshes.new(f"{name} blade")
        mesh.from_pydata([(0.0, 0.0, 0.0), tip, side], [], [(0, 1, 2)])
        blade = bpy.data.objects.new(f"{name} blade", mesh)
        bpy.context.scene.collection.objects.link(blade)
        red, green, blue = (min(1.0, 0.5 + channel) for channel in colour)
        checks = patterned(f"{name} {index}", "checker", [colour, (red, green, blue)], 9.0)
        parts.append(finish(blade, name, checks))
    return joined(name, parts)


def fence(name: str, x_from: float, x_to: float, y: float, height: float, step: float) -> Any:
    """Thin posts with two wires along x."""
    wood = patterned(f"{name} wood", "stripes", [(0.75, 0.7, 0.6), (0.55, 0.48, 0.38)], 6.0)
    wire = plain(f"{name} wire", (0.08, 0.08, 0.09))
    parts = []
    for index in range(math.ceil((x_to - x_from) / step) + 1):
        x = x_from + index * step
        parts.append(rod(name, (x, y, 0.0), (x, y, height), 0.022, wood))
    for level in (0.45, 0.88):
        ends = ((x_from, y, level * height), (x_to, y, level * height))
        parts.append(rod(f"{name} wire", *ends, 0.009, wire))
    return joined(name, parts)


def swinging_lantern(stage: Stage, pivot: Vec3, length: float, strength: float) -> None:
    """A small, very bright bulb on a thin wire that swings about its pivot in the x, z plane."""
    wire = plain("Lantern wire", (0.05, 0.05, 0.05))
    cord = rod("Lantern wire", (0.0, 0.0, 0.0), (0.0, 0.0, -length), 0.012, wire)
    joined("Lantern wire", [cord])
    glow = emitter("Lantern glow", (1.0, 0.72, 0.38), strength)
    bulb = joined("Lantern", [ball("Lantern", 0.1, glow, (0.0, 0.0, -length))])
    phase = stage.random.uniform(0.0, _TAU)
    for part in (cord, bulb):
        part.location = pivot
        stage.animate(
            part, "rotation_euler", lambda time: (0.0, 0.5 * math.sin(phase + time / 6.5), 0.0)
        )


def bunting(stage: Stage, start: Vec3, end: Vec3, colours: list[Colour], opacity: float) -> None:
    """A wire with translucent flags that flutter about it."""
    rod("Bunting wire", start, end, 0.008, plain("Bunting wire", (0.1, 0.1, 0.1)))
    count = 3 * len(colours)
    for index in range(count):
        along = (index + 0.5) / count
        x, y, z = (a + (b - a) * along for a, b in zip(start, end, strict=True))
        mesh = bpy.data.meshes.new("Flag")
        mesh.from_pydata([(-0.17, 0.0, 0.0), (0.17, 0.0, 0.0), (0.0, 0.0, -0.42)], [], [(0, 1, 2)])
        flag = bpy.data.objects.new("Flag", mesh)
        bpy.context.scene.collection.objects.link(flag)
        name = f"Flag {index:02}"
        finish(flag, name, translucent(name, colours[index % len(colours)], opacity))
        flag.location = (x, y, z)
        phase = stage.random.uniform(0.0, 0.8) + 0.7 * index
        stage.animate(flag, "rotation_euler", _fluttering(phase))


def _fluttering(phase: float) -> Path:
    return lambda time: (0.7 * math.sin(phase + time / 3.1), 0.0, 0.0)
