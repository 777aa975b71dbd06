"""Paths as strips hold them."""

import bpy


def shown_path(path: str) -> str:
    """Return a path as the user's preferences want it: relative to a saved file, or absolute."""
    if bpy.data.filepath and bpy.context.preferences.filepaths.use_relative_paths:
        try:
            return str(bpy.path.relpath(path))
        except ValueError:  # another drive
            pass
    return path
