"""What a script of the harness finds."""

import os
import sys
from typing import Any

import bpy


def main(wish: str) -> dict[str, Any]:
    """Return the version, what came in, and where Blender keeps the user's files."""
    if wish == "fail":
        raise ValueError("no such wish")
    if wish == "crash":
        os._exit(9)
    sys.stdout.write("Blender writes what it likes\n")
    return {
        "version": bpy.app.version_string,
        "wish": wish,
        "user_folder": bpy.utils.resource_path("USER"),
        "torch": "torch" in sys.modules,
    }
