"""Masks that are drawn in Blender, as the mattes of a job."""

from .mattes import WishedMattes, wished_mattes

__all__ = ["WishedMattes", "wished_mattes"]
