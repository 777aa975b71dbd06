"""Slowglass in Blender's Video Sequence Editor: what runs inside Blender.

Standard library, bpy and relative imports only: it is copied into the extension, with the client of
the engine and the protocol.
"""

__all__ = ["register", "unregister"]


def register() -> None:
    """Add the preferences, operators, panel and menus to Blender."""
    from .window import register as register_all

    register_all()


def unregister() -> None:
    """Take everything away, and stop what is under way."""
    from .window import unregister as unregister_all

    unregister_all()
