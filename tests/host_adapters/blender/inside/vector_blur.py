"""Vectors of a picture in Blender's compositor, which blurs the picture along them."""

from typing import Any

import bpy


def main(source: str, target: str, width: int, height: int) -> None:
    """Write a multi-layer EXR as the Vector Blur node blurs it, over a whole frame.

    Args:
        source: the EXR.
        target: without a suffix.
        width: of the picture.
        height: of the picture.
    """
    scene = bpy.context.scene
    scene.render.resolution_x, scene.render.resolution_y = width, height
    scene.render.resolution_percentage = 100
    scene.view_settings.view_transform = "Raw"
    scene.render.image_settings.file_format = "OPEN_EXR"
    scene.render.image_settings.color_depth = "32"
    scene.render.filepath = target
    tree = _tree(scene)
    image = tree.nodes.new("CompositorNodeImage")
    image.image = bpy.data.images.load(source)
    image.image.colorspace_settings.name = "Non-Color"
    blur = tree.nodes.new("CompositorNodeVecBlur")
    if "Shutter" in blur.inputs:
        blur.inputs["Samples"].default_value = 64
        blur.inputs["Shutter"].default_value = 1.0
    else:  # half of the way to either neighbour is half of a shutter in older versions
        blur.samples, blur.factor = 64, 0.5
    tree.links.new(image.outputs["Combined"], blur.inputs["Image"])
    tree.links.new(image.outputs["Vector"], blur.inputs["Speed"])
    tree.links.new(blur.outputs["Image"], _end(tree))
    bpy.ops.render.render(write_still=True)


def _tree(scene: Any) -> Any:
    """Return the tree of nodes that the compositor runs."""
    if hasattr(scene, "compositing_node_group"):
        group = bpy.data.node_groups.new("Blur", "CompositorNodeTree")
        scene.compositing_node_group = group
        return group
    scene.use_nodes = True
    scene.node_tree.nodes.clear()
    return scene.node_tree


def _end(tree: Any) -> Any:
    """Return where the picture goes."""
    if tree.bl_idname == "CompositorNodeTree" and hasattr(tree, "interface"):
        if hasattr(bpy.context.scene, "compositing_node_group"):
            tree.interface.new_socket("Image", in_out="OUTPUT", socket_type="NodeSocketColor")
            return tree.nodes.new("NodeGroupOutput").inputs[0]
    return tree.nodes.new("CompositorNodeComposite").inputs["Image"]
