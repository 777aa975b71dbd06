"""Procedural materials: fine detail that moves with its object, and no image file needed."""

from __future__ import annotations

from typing import Any

import bpy

Colour = tuple[float, float, float]

# Pattern name -> (shader node, the output that carries the pattern).
_PATTERN_NODES = {
    "checker": ("ShaderNodeTexChecker", "Fac"),
    "brick": ("ShaderNodeTexBrick", "Color"),
    "cells": ("ShaderNodeTexVoronoi", "Color"),
    "stripes": ("ShaderNodeTexWave", "Fac"),
    "magic": ("ShaderNodeTexMagic", "Fac"),
    "noise": ("ShaderNodeTexNoise", "Fac"),
}
_FINE_NOISE_SCALE = 22.0


def _empty_material(name: str) -> tuple[Any, Any, Any]:
    """A new material: (material, node tree, its output node)."""
    material = bpy.data.materials.new(name)
    material.use_nodes = True
    tree = material.node_tree
    tree.nodes.clear()
    return material, tree, tree.nodes.new("ShaderNodeOutputMaterial")


def _ramp(tree: Any, colours: list[Colour]) -> Any:
    """A colour ramp with the colours in equal steps, without blending between them."""
    node = tree.nodes.new("ShaderNodeValToRGB")
    node.color_ramp.interpolation = "CONSTANT"
    elements = node.color_ramp.elements
    while len(elements) < len(colours):
        elements.new(1.0)
    for index, colour in enumerate(colours):
        elements[index].position = index / len(colours)
        elements[index].color = (*colour, 1.0)
    return node


def _with_fine_noise(tree: Any, coordinates: Any, colour: Any) -> Any:
    """The colour output, darkened up to a half by small-scale noise."""
    noise = tree.nodes.new("ShaderNodeTexNoise")
    noise.inputs["Scale"].default_value = _FINE_NOISE_SCALE
    noise.inputs["Detail"].default_value = 4.0
    tree.links.new(coordinates, noise.inputs["Vector"])
    mix = tree.nodes.new("ShaderNodeMixRGB")
    mix.blend_type = "OVERLAY"
    mix.inputs["Fac"].default_value = 0.65
    tree.links.new(colour, mix.inputs["Color1"])
    tree.links.new(noise.outputs["Fac"], mix.inputs["Color2"])
    return mix.outputs["Color"]


def patterned(
    name: str, pattern: str, colours: list[Colour], scale: float, roughness: float = 0.6
) -> Any:
    """An opaque material with a pattern in object space, so that it moves with its object.

    Args:
        name: name of the material.
        pattern: "checker", "brick", "cells", "stripes", "magic" or "noise".
        colours: linear Rec.709 colours that the pattern switches between.
        scale: repetitions in one unit of object space.
        roughness: 0 is a mirror, 1 is chalk.
    """
    material, tree, output = _empty_material(name)
    kind, socket = _PATTERN_NODES[pattern]
    texture = tree.nodes.new(kind)
    texture.inputs["Scale"].default_value = scale
    coordinates = tree.nodes.new("ShaderNodeTexCoord").outputs["Object"]
    if pattern == "brick":  # lies in x, y: stand it up on walls, which span x and z
        swizzle = tree.nodes.new("ShaderNodeMapping")
        swizzle.inputs["Rotation"].default_value = (-1.5707963, 0.0, 0.0)
        tree.links.new(coordinates, swizzle.inputs["Vector"])
        tree.links.new(swizzle.outputs["Vector"], texture.inputs["Vector"])
        for label, colour in zip(("Color1", "Color2", "Mortar"), colours, strict=True):
            texture.inputs[label].default_value = (*colour, 1.0)
        colour_output = texture.outputs[socket]
    else:
        tree.links.new(coordinates, texture.inputs["Vector"])
        ramp = _ramp(tree, colours)
        tree.links.new(texture.outputs[socket], ramp.inputs["Fac"])
        colour_output = ramp.outputs["Color"]
    shader = tree.nodes.new("ShaderNodeBsdfPrincipled")
    shader.inputs["Roughness"].default_value = roughness
    tree.links.new(_with_fine_noise(tree, coordinates, colour_output), shader.inputs["Base Color"])
    tree.links.new(shader.outputs["BSDF"], output.inputs["Surface"])
    return material


def plain(name: str, colour: Colour, roughness: float = 0.4, metallic: float = 0.0) -> Any:
    """An opaque material of one colour: for wires, spokes and posts."""
    material, tree, output = _empty_material(name)
    shader = tree.nodes.new("ShaderNodeBsdfPrincipled")
    shader.inputs["Base Color"].default_value = (*colour, 1.0)
    shader.inputs["Roughness"].default_value = roughness
    shader.inputs["Metallic"].default_value = metallic
    tree.links.new(shader.outputs["BSDF"], output.inputs["Surface"])
    return material


def emitter(name: str, colour: Colour, strength: float) -> Any:
    """A light-emitting material; its pixels have the value ``colour * strength``."""
    material, tree, output = _empty_material(name)
    shader = tree.nodes.new("ShaderNodeEmission")
    shader.inputs["Color"].default_value = (*colour, 1.0)
    shader.inputs["Strength"].default_value = strength
    tree.links.new(shader.outputs["Emission"], output.inputs["Surface"])
    return material


def translucent(name: str, colour: Colour, opacity: float) -> Any:
    """A coloured film: before an empty background its pixels have ``opacity`` as alpha."""
    material, tree, output = _empty_material(name)
    clear = tree.nodes.new("ShaderNodeBsdfTransparent")
    film = tree.nodes.new("ShaderNodeBsdfDiffuse")
    film.inputs["Color"].default_value = (*colour, 1.0)
    mix = tree.nodes.new("ShaderNodeMixShader")
    mix.inputs["Fac"].default_value = opacity
    tree.links.new(clear.outputs["BSDF"], mix.inputs[1])
    tree.links.new(film.outputs["BSDF"], mix.inputs[2])
    tree.links.new(mix.outputs["Shader"], output.inputs["Surface"])
    return material


def glass(name: str) -> Any:
    """Clear glass that refracts what lies behind it."""
    material, tree, output = _empty_material(name)
    shader = tree.nodes.new("ShaderNodeBsdfGlass")
    shader.inputs["Roughness"].default_value = 0.0
    shader.inputs["IOR"].default_value = 1.3
    tree.links.new(shader.outputs["BSDF"], output.inputs["Surface"])
    return material
