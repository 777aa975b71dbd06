"""What a user does with the built extension, in a clean user folder."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import addon_utils
import bpy

NAME = "bl_ext.user_default.slowglass"


def main(step: str, **arguments: Any) -> dict[str, Any]:
    """Do one step and return what is there afterwards."""
    if "package_install_files" not in dir(bpy.ops.extensions):
        addon_utils.enable("bl_pkg", default_set=True)
    steps: dict[str, Callable[..., dict[str, Any]]]
    steps = {"run": run, "install": install, "uninstall": uninstall}
    found = steps[step](**arguments)
    registered = hasattr(bpy.types, "SLOWGLASS_PT_sidebar")
    return {**found, "registered": registered, "torch": "torch" in sys.modules}


def run(images: str, folder: str) -> dict[str, Any]:
    """Enable what ``slowglass host install`` left, and retime with the engine that it noted."""
    addon_utils.enable(NAME, default_set=True)
    preferences = bpy.context.preferences.addons[NAME].preferences
    preferences.folder, preferences.model, preferences.device = folder, "blend", "cpu"
    scene = bpy.context.scene
    scene.sequence_editor_create()
    editor = scene.sequence_editor
    strips = editor.strips if "strips" in editor.bl_rna.properties else editor.sequences
    names = sorted(path.name for path in Path(images).iterdir())[:4]
    clip = strips.new_image("clip", str(Path(images, names[0])), 1, 1)
    for name in names[1:]:
        clip.elements.append(name)
    clip.select = True
    bpy.ops.slowglass.retime(speed=0.5)
    result = strips["clip slowglass"]
    addon_utils.disable(NAME, default_set=True)
    return {"frames": len(result.elements), "directory": result.directory}


def install(archive: str) -> dict[str, Any]:
    """Install the zip as by drag and drop, enabled."""
    bpy.ops.extensions.package_install_files(
        filepath=archive, repo="user_default", enable_on_install=True, overwrite=True
    )
    preferences = bpy.context.preferences.addons[NAME].preferences
    return {"folder": preferences.folder, "version": bpy.app.version_string}


def uninstall() -> dict[str, Any]:
    """Disable and remove it as the preferences do."""
    addon_utils.disable(NAME, default_set=True)
    modules = [repository.module for repository in bpy.context.preferences.extensions.repos]
    bpy.ops.extensions.package_uninstall(
        repo_index=modules.index("user_default"), pkg_id="slowglass"
    )
    folder = Path(bpy.utils.user_resource("EXTENSIONS"), "user_default", "slowglass")
    return {"left": folder.exists()}
